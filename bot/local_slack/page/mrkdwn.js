/* Slack's mrkdwn as nodes: *bold*, _italic_, ~strike~, `code`, ```pre```, > quotes, <links>, <@people>, <!date^…>, :emoji:. */

import { filled, full } from "./dates.js";
import { h } from "./dom.js";
import { character, withEmoji } from "./emoji.js";

/** `text` in mrkdwn, as nodes to append; `look` names people and channels and says how dates read. */
export function mrkdwn(text, look, { verbatim = false } = {}) {
  const nodes = [];
  for (const [index, piece] of text.split(/```\n?([\s\S]+?)```/).entries()) {
    if (index % 2) nodes.push(h("pre", {}, unescape(piece.replace(/\n$/, ""))));
    else nodes.push(...paragraphs(piece, look, verbatim, nodes.length > 0));
  }
  return nodes;
}

function paragraphs(text, look, verbatim, afterPre) {
  const nodes = [];
  let quote = null;
  const lines = (afterPre ? text.replace(/^\n/, "") : text).split("\n");
  for (const [index, line] of lines.entries()) {
    const quoted = /^(?:&gt;|>)\s?(.*)$/s.exec(line);
    if (quoted) {
      if (quote) quote.append(h("br"));
      else nodes.push((quote = h("blockquote")));
      quote.append(...inline(quoted[1], look, verbatim));
      continue;
    }
    if (index > 0 && !quote) nodes.push(h("br"));
    quote = null;
    nodes.push(...inline(line, look, verbatim));
  }
  return nodes;
}

const SPANS = [
  [/`([^`\n]+)`/y, (match) => h("code", {}, unescape(match[1]))],
  [/<([^<>\n]+)>/y, (match, look) => entity(match[1], look)],
  [/\*(?=\S)([^*\n]*[^*\s])\*(?![\p{L}\p{N}])/uy, (match, look, v) => h("strong", {}, inline(match[1], look, v)), true],
  [/_(?=\S)([^_\n]*[^_\s])_(?![\p{L}\p{N}])/uy, (match, look, v) => h("em", {}, inline(match[1], look, v)), true],
  [/~(?=\S)([^~\n]*[^~\s])~(?![\p{L}\p{N}])/uy, (match, look, v) => h("s", {}, inline(match[1], look, v)), true],
  [/:([a-z0-9_+-]+(?:::skin-tone-\d)?):/y, (match) => emoji(match[1]) ?? match[0]],
];
const BARE_LINK = /https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)\]”"']/y;

function inline(text, look, verbatim) {
  const nodes = [];
  let plain = "";
  const flush = () => {
    if (plain) nodes.push(unescape(plain));
    plain = "";
  };
  for (let at = 0; at < text.length; ) {
    const found = spanAt(text, at, look, verbatim);
    if (found) {
      flush();
      nodes.push(found.node);
      at += found.length;
    } else plain += text[at++];
  }
  flush();
  return nodes;
}

function spanAt(text, at, look, verbatim) {
  const inWord = at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1]);
  for (const [pattern, make, atWordStart] of SPANS) {
    if (atWordStart && inWord) continue;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { node: make(match, look, verbatim), length: match[0].length };
  }
  if (verbatim || inWord) return null;
  BARE_LINK.lastIndex = at;
  const link = BARE_LINK.exec(text);
  return link && { node: anchor(unescape(link[0]), unescape(link[0])), length: link[0].length };
}

/** Slack escapes exactly three characters; anything else that looks like an entity is shown as it is. */
function unescape(text) {
  return text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">" })[name]);
}

function entity(inside, look) {
  const [target, label] = split(inside, "|");
  if (target.startsWith("@")) return person(target.slice(1), look, label);
  if (target.startsWith("#")) return channel(target.slice(1), look, label);
  if (target.startsWith("!date^")) return date(target, label, look);
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, label ?? "@group");
  if (target.startsWith("!")) return h("span", { class: "mention broadcast" }, `@${label ?? target.slice(1)}`);
  return anchor(unescape(target), unescape(label ?? target.replace(/^mailto:/, "")));
}

function split(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** The chip of a person who is mentioned; marked when it is the reader. */
export function person(id, look, label) {
  const known = look.person(id);
  const name = known ? known.name : label ?? id;
  return h("span", { class: id === look.me ? "mention me" : "mention" }, `@${name}`);
}

/** The chip of a channel. */
export function channel(id, look, label) {
  return h("span", { class: "mention" }, `#${look.channel(id)?.name ?? label ?? id}`);
}

function date(target, label, look) {
  const [, seconds, pattern, link] = target.split("^");
  const text = filled(seconds, pattern ?? "{date}", look.reading);
  const node = h("time", { title: full(new Date(Number(seconds) * 1000), look.reading), dataset: { fallback: label ?? "" } }, text);
  return link ? h("a", linkProperties(link), node) : node;
}

/** A link out of the page; only web and mail addresses are followed. */
export function anchor(address, label) {
  return h("a", linkProperties(address), withEmoji(label));
}

function linkProperties(address) {
  if (!/^(https?:|mailto:|tel:)/i.test(address)) return { class: "dead-link", title: address };
  return { href: address, target: "_blank", rel: "noreferrer noopener" };
}

/** The node of an emoji, or undefined for a name that is not known. */
export function emoji(name) {
  const sign = character(name);
  return sign && h("span", { class: "emoji", role: "img", "aria-label": name.replace(/_/g, " "), title: `:${name}:` }, sign);
}

/** A plain_text object's text: emoji names and line breaks, nothing else. */
export function plain(text, { emoji: names = true } = {}) {
  const nodes = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (index) nodes.push(h("br"));
    nodes.push(names ? withEmoji(line) : line);
  }
  return nodes;
}

/** A text object, whichever kind it is. */
export function textObject(object, look) {
  if (object.type === "mrkdwn") return mrkdwn(object.text, look, { verbatim: object.verbatim === true });
  return plain(object.text, { emoji: object.emoji !== false });
}
