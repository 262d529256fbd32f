/* The box one types in: commands and names complete themselves, Enter sends, the arrow up brings back earlier lines. */

import { call } from "./api.js";
import { avatar } from "./avatar.js";
import { h } from "./dom.js";
import { character } from "./emoji.js";
import { pickEmoji } from "./emojipicker.js";
import { icon } from "./icons.js";
import { say } from "./message.js";
import { globalMenu, offered } from "./shortcuts.js";
import { nameOf, store } from "./store.js";

let counter = 0;

/** A composer; `draw({channel, thread, placeholder, locked})` tells it where it writes. */
export function composer() {
  const id = `composer-${++counter}`;
  const box = h("textarea", {
    id, rows: "1", "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": `${id}-list`, spellcheck: "false", autocomplete: "off",
  });
  const list = h("ul", { class: "complete", id: `${id}-list`, role: "listbox", "aria-label": "Suggestions", hidden: true });
  const usage = h("div", { class: "usage", hidden: true });
  const send = h("button", { class: "send", type: "button", "aria-label": "Send", title: "Send (Enter)" }, icon("send"));
  const bolt = tool("bolt", "Shortcuts", (event) => globalMenu(event.currentTarget, (sentence) => say(self.at.channel, sentence, self.at.thread)));
  const tools = h("div", { class: "composer-tools" }, bolt, tool("slash", "Commands", () => insert(self, "/")), tool("at", "Mention someone", () => insert(self, "@")),
    tool("smile", "Emoji", (event) => pickEmoji(event.currentTarget, (name) => insert(self, `${character(name)} `))), h("span", { class: "composer-hint" }, "Enter sends, Shift + Enter starts a new line"), send);
  const locked = h("p", { class: "composer-locked", hidden: true });
  const frame = h("div", { class: "composer" }, list, usage, box, tools);
  const self = { node: h("div", { class: "composer-place" }, frame, locked), frame, box, list, usage, send, bolt, locked, at: null, found: [], active: -1, history: -1 };
  send.addEventListener("click", () => submit(self));
  box.addEventListener("input", () => typed(self));
  box.addEventListener("keydown", (event) => onKey(self, event));
  box.addEventListener("blur", () => hide(self));
  return { node: self.node, draw: (at) => draw(self, at), focus: () => box.focus() };
}

function tool(drawing, label, onClick) {
  return h("button", { class: "tool", type: "button", "aria-label": label, title: label, on: { click: onClick } }, icon(drawing));
}

function draw(self, at) {
  const key = `${store.me}/${at.channel}/${at.thread ?? ""}`;
  if (self.key !== key) {
    self.key = key;
    self.history = -1;
    self.box.value = store.drafts.get(key) ?? "";
    hide(self);
    grow(self);
  }
  self.at = at;
  self.box.placeholder = at.placeholder;
  self.box.setAttribute("aria-label", at.placeholder);
  self.bolt.hidden = !offered("global").length;
  self.frame.hidden = Boolean(at.locked);
  self.locked.hidden = !at.locked;
  self.locked.textContent = at.locked ?? "";
}

function grow(self) {
  self.box.style.height = "auto";
  self.box.style.height = `${Math.min(self.box.scrollHeight, 220)}px`;
  self.send.disabled = !self.box.value.trim();
}

function insert(self, text) {
  const { box } = self;
  const before = box.value.slice(0, box.selectionStart);
  const start = text === "/" ? "" : before;
  box.value = `${start}${text}${box.value.slice(box.selectionEnd)}`;
  box.setSelectionRange(start.length + text.length, start.length + text.length);
  box.focus();
  typed(self);
}

function typed(self) {
  store.drafts.set(self.key, self.box.value);
  self.history = -1;
  grow(self);
  complete(self);
}

function complete(self) {
  const before = self.box.value.slice(0, self.box.selectionStart);
  const command = /^\/(\S*)$/.exec(before);
  const name = /(?:^|[\s(])@([\p{L}\p{N} ._-]{0,24})$/u.exec(before);
  self.found = command ? commands(command[1]) : name ? people(name[1]) : [];
  show(self);
  const known = store.server.commands.find((each) => self.box.value.startsWith(`${each.command} `));
  self.usage.hidden = !known;
  if (known) self.usage.replaceChildren(h("b", {}, known.command), ` ${known.usage_hint ?? ""}`, h("span", { class: "quiet" }, known.description ?? ""));
}

function commands(start) {
  return store.server.commands.filter((each) => each.command.slice(1).startsWith(start.toLowerCase())).map((each) => ({
    label: each.command, hint: each.usage_hint, description: each.description, insert: `${each.command} `, picture: avatar({ is_bot: true }, "small"), from: 0,
  }));
}

function people(start) {
  const words = start.toLowerCase();
  const fits = (someone) => nameOf(someone).toLowerCase().startsWith(words) || someone.name.toLowerCase().startsWith(words);
  return store.server.people.filter((each) => !each.deleted && fits(each)).slice(0, 8).map((each) => ({
    label: nameOf(each), description: each.title ?? (each.is_bot ? "App" : ""), insert: `@${each.name} `, picture: avatar(each, "small"), from: -start.length - 1,
  }));
}

function show(self) {
  self.active = self.found.length ? 0 : -1;
  self.list.replaceChildren(...self.found.map((each, index) => h("li", {
    class: "complete-item", role: "option", id: `${self.list.id}-${index}`, "aria-selected": "false",
    on: { pointerdown: (event) => event.preventDefault(), click: () => take(self, index), pointermove: () => activate(self, index) },
  }, each.picture, h("span", { class: "complete-text" }, h("span", {}, h("b", {}, each.label), each.hint ? h("span", { class: "complete-hint" }, ` ${each.hint}`) : null), each.description ? h("small", {}, each.description) : null))));
  self.list.hidden = !self.found.length;
  activate(self, self.active);
}

function activate(self, index) {
  self.active = index;
  for (const [at, node] of [...self.list.children].entries()) {
    node.classList.toggle("active", at === index);
    node.setAttribute("aria-selected", at === index ? "true" : "false");
  }
  if (index >= 0) self.box.setAttribute("aria-activedescendant", `${self.list.id}-${index}`);
  else self.box.removeAttribute("aria-activedescendant");
}

function hide(self) {
  self.found = [];
  show(self);
}

function take(self, index) {
  const { box } = self;
  const picked = self.found[index];
  const end = box.selectionStart;
  const start = picked.from < 0 ? end + picked.from : picked.from;
  box.value = box.value.slice(0, start) + picked.insert + box.value.slice(end);
  box.setSelectionRange(start + picked.insert.length, start + picked.insert.length);
  typed(self);
  hide(self);
}

function onKey(self, event) {
  if (event.isComposing) return;
  const handled = self.found.length ? inList(self, event) : inBox(self, event);
  if (handled) event.preventDefault();
}

function inList(self, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) activate(self, (self.active + step + self.found.length) % self.found.length);
  else if (event.key === "Tab" || event.key === "Enter") take(self, self.active);
  else if (event.key === "Escape") {
    hide(self);
    event.stopPropagation();
  } else return false;
  return true;
}

function inBox(self, event) {
  if (event.key === "Enter" && !event.shiftKey) submit(self);
  else if (event.key === "ArrowUp" && (!self.box.value || self.history >= 0)) recall(self, 1);
  else if (event.key === "ArrowDown" && self.history >= 0) recall(self, -1);
  else return false;
  return true;
}

function recall(self, step) {
  const lines = store.sent.get(store.me) ?? [];
  const to = Math.min(Math.max(self.history + step, -1), lines.length - 1);
  self.history = to;
  self.box.value = to < 0 ? "" : lines[to];
  store.drafts.set(self.key, self.box.value);
  grow(self);
}

async function submit(self) {
  const text = self.box.value.trim();
  if (!text || !self.at?.channel) return;
  const { key, at } = self;
  const { me } = store;
  const lines = store.sent.get(me) ?? [];
  store.sent.set(me, [text, ...lines.filter((each) => each !== text)].slice(0, 50));
  self.box.value = "";
  typed(self);
  self.frame.classList.add("busy");
  const answer = await call("type", { user: me, channel: at.channel, text, ...(at.thread ? { thread_ts: at.thread } : {}) });
  self.frame.classList.remove("busy");
  if (answer.ok && !answer.failure) return;
  if (!answer.ok) say(at.channel, answer.error, at.thread);
  if (self.key === key && !self.box.value) {
    self.box.value = text;
    typed(self);
  }
}
