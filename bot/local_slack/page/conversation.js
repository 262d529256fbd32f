/* A list of messages with its day dividers, groups, the line where the new ones begin, and its scrolling. */

import { day, dividerDay } from "./dates.js";
import { h, keyed, roving } from "./dom.js";
import { icon } from "./icons.js";
import { drawItem, writer } from "./message.js";
import { look, now, store, writtenAt } from "./store.js";

const GROUP_SECONDS = 300;

/** A scrolling list; `draw(items, channel, options)` makes it show them, `toEnd()` goes to the last. */
export function conversation(label) {
  const list = h("ol", { class: "messages", "aria-label": label });
  const jump = h("button", { class: "jump", type: "button", hidden: true, on: { click: () => toEnd() } }, icon("down"), "New messages");
  const scroll = h("div", { class: "scroll", tabindex: "-1" }, list);
  const node = h("div", { class: "conversation" }, scroll, jump);
  roving(list, ".message, .notice");
  const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
  const toEnd = () => {
    scroll.scrollTop = scroll.scrollHeight;
    jump.hidden = true;
  };
  list.addEventListener("load", () => scroll.dataset.follow === "yes" && toEnd(), true);
  scroll.addEventListener("scroll", () => {
    scroll.dataset.follow = atEnd() ? "yes" : "no";
    if (atEnd()) jump.hidden = true;
  });
  new ResizeObserver(() => scroll.dataset.follow === "yes" && toEnd()).observe(scroll);
  const draw = (items, channel, options = {}) => {
    const end = items.at(-1);
    const isNew = !options.fresh && end?.ts !== list.dataset.end;
    const stick = options.fresh || atEnd() || (isNew && (end?.user === store.me || end?.kind === "notice"));
    list.dataset.end = end?.ts ?? "";
    keyed(list, entries(items, channel, options));
    const last = list.querySelector(":scope > :is(.message, .notice):last-of-type") ?? list.lastElementChild;
    for (const node of list.querySelectorAll('[tabindex="0"].message, [tabindex="0"].notice')) node.tabIndex = -1;
    if (last) last.tabIndex = 0;
    if (stick) toEnd();
    else if (isNew) jump.hidden = false;
  };
  return { node, draw };
}

function entries(items, channel, { inThread = false, newFrom = null, dividers = true, beginning = null }) {
  const out = beginning ? [beginning] : [];
  const reading = look().reading;
  const replies = repliesIn(channel);
  let previous = null;
  let lastDay = null;
  for (const item of items) {
    const date = writtenAt(item);
    const civil = day(date, reading);
    let fresh = false;
    if (dividers && civil !== lastDay) {
      out.push(divider(`day-${civil}`, dividerDay(date, reading)));
      fresh = true;
    }
    lastDay = civil;
    if (newFrom && item.ts === newFrom) {
      out.push(divider("new-from", "New", "new"));
      fresh = true;
    }
    const grouped = !fresh && joins(previous, item, replies);
    out.push(line(item, channel, { grouped, inThread, replies: inThread ? [] : replies.get(item.ts) ?? [] }));
    previous = item;
  }
  return out;
}

function divider(key, text, className = "") {
  return { key, signature: text, draw: () => h("li", { class: `divider ${className}`.trim() }, h("span", {}, text)) };
}

function line(item, channel, options) {
  const { replies, grouped } = options;
  const signature = JSON.stringify([item, grouped, replies.length, replies.at(-1)?.ts, store.me, look().reading.locale, day(now(), look().reading)]);
  return { key: `${item.kind}-${item.ts}-${item.id ?? ""}`, signature, draw: () => drawItem(item, channel, options) };
}

/** The replies of each thread of a channel, by the ts of its first message. */
function repliesIn(channel) {
  const threads = new Map();
  for (const each of store.server.messages[channel] ?? []) {
    if (!each.thread_ts || each.thread_ts === each.ts) continue;
    if (!threads.has(each.thread_ts)) threads.set(each.thread_ts, []);
    threads.get(each.thread_ts).push(each);
  }
  return threads;
}

function joins(previous, item, replies) {
  if (!previous || previous.kind !== item.kind || item.kind !== "message" || item.blocks?.length) return false;
  const near = Number.parseFloat(item.ts) - Number.parseFloat(previous.ts) < GROUP_SECONDS;
  return near && !replies.has(previous.ts) && writer(previous)?.id === writer(item)?.id;
}
