/* Draws blocks without a server: reads `window.GALLERY`, or is called as `window.drawGallery(items)`. */

import { drawBlocks } from "./blocks.js";
import { avatar } from "./avatar.js";
import { reader, time } from "./dates.js";
import { h } from "./dom.js";
import { Form } from "./form.js";
import { viewNodes } from "./modals.js";
import { mrkdwn } from "./mrkdwn.js";

const DRAW = { message, modal, home };

/**
 * Draw `items`: `{name, kind, payload}` and, where wished, `locale`, `tz`, `clock` (ISO), `people` `[{id, name, real_name, title}]`,
 * `channels` `[{id, name}]`, `files` `{id: data URL}`, `errors` `{block_id: text}`, `app` (the app's name), `values` `{block_id: text}`.
 * Each gets `<figure class="shot" id="shot-NUMBER" data-name="NAME">`, its picture being `.frame` inside.
 */
export function drawGallery(items) {
  const place = document.getElementById("gallery");
  place.replaceChildren(...items.map((item, index) => shot(item, index)));
  document.documentElement.dataset.ready = String(items.length);
}

function shot(item, index) {
  const frame = DRAW[item.kind]?.(item.payload, sheetFor(item), item);
  if (!frame) throw new Error(`No such kind of drawing: ${item.kind}`);
  return h("figure", { class: "shot", id: `shot-${index}`, dataset: { name: item.name, kind: item.kind } }, h("figcaption", {}, item.name), frame);
}

function sheetFor(item) {
  const at = item.clock ? new Date(item.clock) : new Date("2026-06-15T05:00:00Z");
  const people = (item.people ?? []).map((each) => ({ ...each, name: each.real_name || each.name }));
  const channels = (item.channels ?? []).map((each) => ({ ...each, label: `#${each.name}` }));
  const look = {
    me: item.me, reading: reader({ locale: item.locale ?? "fi-FI", tz: item.tz }, () => at),
    person: (id) => people.find((each) => each.id === id), people: () => people,
    channel: (id) => channels.find((each) => each.id === id), conversation: (id) => channels.find((each) => each.id === id), conversations: () => channels,
    file: (slackFile) => item.files?.[slackFile.id] ?? slackFile.url ?? null,
  };
  const form = new Form(item.payload.blocks ?? []);
  return { look, surface: item.kind, form, errors: item.errors ?? {}, act: async () => ({ ok: true }), suggest: async () => ({ options: [] }) };
}

function message(payload, sheet, item) {
  const body = payload.blocks?.length ? drawBlocks(payload.blocks, sheet) : h("div", { class: "text" }, mrkdwn(payload.text ?? "", sheet.look));
  const stamp = h("time", { class: "stamp" }, time(sheet.look.reading.now(), sheet.look.reading));
  return h("div", { class: "frame message-frame" }, h("div", { class: "message" }, h("div", { class: "gutter" }, avatar({ is_bot: true })),
    h("div", { class: "message-body" }, h("div", { class: "message-head" }, h("b", { class: "author" }, item.app ?? "Putki"), h("span", { class: "tag" }, "App"), stamp), body)));
}

function modal(payload, sheet) {
  return h("div", { class: "frame modal-frame" }, viewNodes(payload, { sheet }));
}

function home(payload, sheet) {
  return h("div", { class: "frame home-frame" }, h("div", { class: "home" }, drawBlocks(payload.blocks, sheet)));
}

window.drawGallery = drawGallery;
if (window.GALLERY) drawGallery(window.GALLERY);
