/* The right side: one message and what was answered to it. */

import { composer } from "./composer.js";
import { conversation } from "./conversation.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { go } from "./route.js";
import { appChannel, channel, channelLabel, itemsIn, store } from "./store.js";

/** The panel, built once; `draw()` shows the open thread, or nothing. */
export function threadPanel() {
  const where = h("small", {});
  const talk = conversation("Thread");
  const box = composer();
  const close = h("button", { class: "icon-button", type: "button", "aria-label": "Close the thread", on: { click: () => go({}) } }, icon("close"));
  const node = h("aside", { class: "thread", "aria-label": "Thread", hidden: true }, h("div", { class: "pane-head" }, h("div", { class: "pane-title" }, h("h2", {}, "Thread"), where), close), talk.node, box.node);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) go({});
  });
  let shown = null;
  const draw = () => {
    const id = threadChannel();
    const items = store.thread && id ? itemsIn(id).filter((each) => each.ts === store.thread || each.thread_ts === store.thread) : [];
    node.hidden = !items.length;
    if (!items.length) {
      shown = null;
      return;
    }
    const key = `${store.me}/${id}/${store.thread}`;
    const one = channel(id);
    where.textContent = one.is_im ? channelLabel(one) : `#${one.name}`;
    talk.draw(items, id, { inThread: true, fresh: shown !== key, dividers: false });
    shown = key;
    box.draw({ channel: id, thread: store.thread, placeholder: "Reply…", locked: one.is_archived ? "This channel is archived." : "" });
    if (store.wantsThreadFocus) box.focus();
    store.wantsThreadFocus = false;
  };
  return { node, draw };
}

function threadChannel() {
  return store.place?.kind === "app" ? appChannel()?.id : store.place?.id;
}
