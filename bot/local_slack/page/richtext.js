/* The rich_text block: sections, lists, quotes and preformatted text out of typed elements. */

import { filled } from "./dates.js";
import { h } from "./dom.js";
import { anchor, channel, emoji, person } from "./mrkdwn.js";

/** The nodes of a rich_text block's or cell's elements. */
export function richText(block, look) {
  return block.elements.map((element) => PARTS[element.type]?.(element, look) ?? unknown(element));
}

const PARTS = {
  rich_text_section: (part, look) => h("div", { class: "rich-section" }, leaves(part, look)),
  rich_text_preformatted: (part, look) => h("pre", {}, leaves(part, look)),
  rich_text_quote: (part, look) => h("blockquote", {}, leaves(part, look)),
  rich_text_list: (part, look) => list(part, look),
};

function list(part, look) {
  const ordered = part.style === "ordered";
  const properties = { class: `indent-${Math.min(part.indent ?? 0, 8)}` };
  if (ordered && part.offset) properties.start = String(part.offset + 1);
  return h(ordered ? "ol" : "ul", properties, part.elements.map((item) => h("li", {}, leaves(item, look))));
}

function leaves(part, look) {
  return part.elements.map((leaf) => styled(leaf, LEAVES[leaf.type]?.(leaf, look) ?? unknown(leaf)));
}

const LEAVES = {
  text: (leaf) => lines(leaf.text),
  link: (leaf) => anchor(leaf.url, leaf.text ?? leaf.url),
  user: (leaf, look) => person(leaf.user_id, look),
  channel: (leaf, look) => channel(leaf.channel_id, look),
  emoji: (leaf) => emoji(leaf.name) ?? leaf.unicode?.split("-").map((code) => String.fromCodePoint(Number.parseInt(code, 16))).join("") ?? `:${leaf.name}:`,
  broadcast: (leaf) => h("span", { class: "mention broadcast" }, `@${leaf.range}`),
  usergroup: (leaf) => h("span", { class: "mention" }, `@${leaf.usergroup_id}`),
  date: (leaf, look) => h("time", {}, filled(leaf.timestamp, leaf.format, look.reading)),
  color: (leaf) => h("span", { class: "color-leaf" }, h("span", { class: "swatch", style: { background: leaf.value } }), leaf.value),
};

function lines(text) {
  return text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));
}

function styled(leaf, node) {
  const style = leaf.style ?? {};
  let out = node;
  if (style.code) out = h("code", {}, out);
  if (style.strike) out = h("s", {}, out);
  if (style.italic) out = h("em", {}, out);
  if (style.bold) out = h("strong", {}, out);
  return out;
}

function unknown(part) {
  return h("span", { class: "unsupported", role: "note" }, `Not drawn here: ${part.type}`);
}
