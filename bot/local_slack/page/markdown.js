/* The markdown block: the common part of Markdown (headings, lists, quotes, code, tables, emphasis, links) as nodes. */

import { h } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { anchor } from "./mrkdwn.js";

/** The nodes of a Markdown text. */
export function markdown(text) {
  const lines = text.split("\n");
  const nodes = [];
  for (let at = 0; at < lines.length; ) {
    const [node, used] = KINDS.map((kind) => kind(lines, at)).find(Boolean);
    if (node) nodes.push(node);
    at += used;
  }
  return nodes;
}

const KINDS = [blank, fence, heading, rule, table, quote, listing, paragraph];

function blank(lines, at) {
  return lines[at].trim() === "" && [null, 1];
}

function fence(lines, at) {
  if (!lines[at].startsWith("```")) return null;
  let end = at + 1;
  while (end < lines.length && !lines[end].startsWith("```")) end++;
  return [h("pre", {}, lines.slice(at + 1, end).join("\n")), end - at + 1];
}

function heading(lines, at) {
  const match = /^(#{1,6})\s+(.*?)\s*#*$/.exec(lines[at]);
  return match && [h("div", { class: `md-heading md-${match[1].length}`, role: "heading", "aria-level": String(match[1].length + 2) }, inline(match[2])), 1];
}

function rule(lines, at) {
  return /^\s*([-*_])(\s*\1){2,}\s*$/.test(lines[at]) && [h("hr"), 1];
}

function table(lines, at) {
  if (!lines[at].includes("|") || !/^\s*\|?(\s*:?-+:?\s*\|)+\s*(:?-+:?\s*)?$/.test(lines[at + 1] ?? "")) return null;
  let end = at + 2;
  while (end < lines.length && lines[end].includes("|")) end++;
  const aligns = cells(lines[at + 1]).map((mark) => (/^:-+:$/.test(mark) ? "center" : mark.endsWith(":") ? "right" : "left"));
  const row = (line, tag) => h("tr", {}, cells(line).map((cell, index) => h(tag, { class: `align-${aligns[index] ?? "left"}` }, inline(cell))));
  const body = lines.slice(at + 2, end).map((line) => row(line, "td"));
  return [h("div", { class: "table-scroll" }, h("table", {}, h("thead", {}, row(lines[at], "th")), h("tbody", {}, body))), end - at];
}

function cells(line) {
  return line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
}

function quote(lines, at) {
  let end = at;
  while (end < lines.length && /^>/.test(lines[end])) end++;
  return end > at && [h("blockquote", {}, markdown(lines.slice(at, end).map((line) => line.replace(/^>\s?/, "")).join("\n"))), end - at];
}

const ITEM = /^\s*(?:([-*+])|(\d+)[.)])\s+(.*)$/;

function listing(lines, at) {
  const first = ITEM.exec(lines[at]);
  if (!first) return null;
  let end = at;
  const items = [];
  for (let match; end < lines.length && (match = ITEM.exec(lines[end])); end++) items.push(h("li", {}, task(match[3])));
  return [h(first[1] ? "ul" : "ol", first[2] ? { start: first[2] } : {}, items), end - at];
}

function task(text) {
  const match = /^\[([ xX])\]\s+(.*)$/.exec(text);
  return match ? [match[1] === " " ? "☐ " : "☑ ", ...inline(match[2])] : inline(text);
}

function paragraph(lines, at) {
  let end = at + 1;
  while (end < lines.length && KINDS.slice(0, -1).every((kind) => !kind(lines, end))) end++;
  const text = lines.slice(at, end);
  return [h("p", {}, text.flatMap((line, index) => (index ? [h("br"), ...inline(line)] : inline(line)))), end - at];
}

const SPANS = [
  [/\\([\\`*_{}[\]()#+.!|~>-])/y, (match) => match[1]],
  [/`([^`]+)`/y, (match) => h("code", {}, match[1])],
  [/\*\*(?=\S)(.+?[*_]*\S?)\*\*/y, (match) => h("strong", {}, inline(match[1]))],
  [/__(?=\S)(.+?)__/y, (match) => h("strong", {}, inline(match[1]))],
  [/~~(?=\S)(.+?)~~/y, (match) => h("s", {}, inline(match[1]))],
  [/\*(?=\S)([^*]+)\*/y, (match) => h("em", {}, inline(match[1]))],
  [/_(?=\S)([^_]+)_(?![\p{L}\p{N}])/uy, (match) => h("em", {}, inline(match[1]))],
  [/!?\[([^\]]*)\]\(([^()\s]+)\)/y, (match) => anchor(match[2], match[1])],
];

function inline(text) {
  const nodes = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const found = SPANS.map(([pattern, make]) => ((pattern.lastIndex = at), [pattern.exec(text), make])).find(([match]) => match);
    if (!found) {
      plain += text[at++];
      continue;
    }
    nodes.push(withEmoji(plain), found[1](found[0]));
    plain = "";
    at += found[0][0].length;
  }
  return [...nodes, withEmoji(plain)].filter((node) => node !== "");
}
