/* What a telephone would show: the plain text of each new message that concerns the person, for a moment, and read aloud. */

import { avatar } from "./avatar.js";
import { announce, h } from "./dom.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { writer } from "./message.js";
import { go } from "./route.js";
import { appChannel, channelLabel, ephemeralKey, look, myChannels, nameOf, store } from "./store.js";

const STAYS_MS = 6000;
const known = new Set();
let place = null;

/** The corner where they appear, built once. */
export function toasts() {
  place = h("div", { class: "toasts" });
  return place;
}

/** Compare with what was known: announce what is new here, show what is new elsewhere. */
export function noticeNews(isFirst) {
  for (const one of myChannels()) {
    for (const item of store.server.messages[one.id] ?? []) tell(one, item, `${store.me}/${one.id}/${item.ts}`, isFirst);
  }
  for (const item of store.server.ephemerals) {
    const one = myChannels().find((each) => each.id === item.channel);
    if (one && item.user === store.me) tell(one, { kind: "ephemeral", ...item }, `${store.me}/${ephemeralKey(item)}`, isFirst);
  }
  for (const each of store.server.notices) {
    const key = `${each.user}/${each.at}/${each.text}`;
    if (each.user !== store.me || known.has(key)) continue;
    known.add(key);
    if (!isFirst) hear(each);
  }
}

/** What Slack itself says: aloud always; in the corner where no conversation shows it. */
function hear(notice) {
  announce(`Slack: ${notice.text}`);
  if (notice.channel || document.querySelector("dialog[open]")) return;
  stay(h("div", { class: "toast failed", role: "status" }, icon("warning"), h("span", { class: "toast-text" }, h("b", {}, "Slack"), h("span", {}, notice.text))));
}

function tell(one, item, key, isFirst) {
  if (known.has(key)) return;
  known.add(key);
  const own = item.kind !== "ephemeral" && item.user === store.me && !item.bot_id;
  if (isFirst || own) return;
  const from = nameOf(writer({ kind: "message", ...item }));
  const isHere = store.place?.id === one.id || (store.place?.kind === "app" && store.place.tab === "messages" && appChannel()?.id === one.id);
  const concerns = one.is_im || (item.text ?? "").includes(`<@${store.me}>`) || /<!(channel|here|everyone)>/.test(item.text ?? "");
  if (isHere || concerns || item.kind === "ephemeral") announce(`${from}, ${channelLabel(one)}: ${item.text ?? ""}`);
  if (concerns && !(isHere && !document.hidden) && item.kind !== "ephemeral") show(one, item, from);
}

function show(one, item, from) {
  const node = h("button", { class: "toast", type: "button", on: { click: () => open(one, node) } },
    avatar(writer({ kind: "message", ...item })), h("span", { class: "toast-text" }, h("b", {}, one.is_im ? from : `${from} in #${one.name}`), h("span", {}, mrkdwn(item.text ?? "", look()))));
  stay(node);
}

function stay(node) {
  place.append(node);
  setTimeout(() => node.remove(), STAYS_MS);
  while (place.childElementCount > 3) place.firstElementChild.remove();
}

function open(one, node) {
  node.remove();
  go({ place: one === appChannel() ? { kind: "app", tab: "messages" } : { kind: "channel", id: one.id } });
}
