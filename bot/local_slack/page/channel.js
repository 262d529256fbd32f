/* The middle: a channel or direct message with its head, its messages and the composer. */

import { avatar } from "./avatar.js";
import { composer } from "./composer.js";
import { conversation } from "./conversation.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { channel, channelLabel, isTopLevel, itemsIn, markRead, nameOf, person, standing, store, unread } from "./store.js";

/** The pane, built once; `draw(id)` shows a channel. `head: false` leaves the head to the app's tabs. */
export function channelPane({ head = true } = {}) {
  const title = h("div", { class: "pane-title" });
  const talk = conversation("Messages");
  const box = composer();
  const note = h("div", { class: "channel-note", hidden: true });
  const node = h("section", { class: "channel-pane", "aria-label": "Channel" }, head ? h("div", { class: "pane-head" }, title) : null, note, talk.node, box.node);
  let shown = null;
  const draw = (id) => {
    const one = channel(id);
    const key = `${store.me}/${id}`;
    const fresh = shown !== key;
    if (fresh) {
      const first = unread(id)[0];
      store.newFrom.set(key, first && (store.server.messages[id] ?? [])[0] !== first ? first.ts : null);
    }
    shown = key;
    if (head) drawTitle(title, one);
    drawNote(note, one);
    const items = itemsIn(id).filter(isTopLevel);
    talk.draw(items, id, { fresh, newFrom: store.newFrom.get(key), beginning: beginning(one) });
    node.classList.toggle("empty", !items.length);
    box.draw({ channel: id, placeholder: one.is_im ? `Message ${channelLabel(one)}` : `Message #${one.name}`, locked: lockedBecause(one) });
    if (!document.hidden) markRead(id);
    if (fresh) focusSoon(box);
  };
  return { node, draw, focus: () => box.focus() };
}

/** What stands above the first message. */
function beginning(one) {
  const name = channelLabel(one);
  const who = one.is_im ? `This is the beginning of your messages with ${name}.` : `This is the beginning of #${name}.`;
  const hint = "Type / to see what the app can do here.";
  return { key: "beginning", signature: `${who}${store.me}`, draw: () => h("li", { class: "beginning" }, h("b", {}, who), h("span", {}, hint)) };
}

/** Give the composer the focus when one arrives, unless one is in the middle of something, or a keyboard would rise. */
function focusSoon(box) {
  if (window.matchMedia("(pointer: coarse)").matches) return;
  requestAnimationFrame(() => {
    const busy = document.activeElement?.closest(".sidebar, dialog, .drawer, .menu, .thread");
    if (!busy) box.focus();
  });
}

function drawTitle(title, one) {
  const signature = JSON.stringify([one, store.me]);
  if (title.dataset.signature === signature) return;
  title.dataset.signature = signature;
  const members = (one.members ?? []).map(person).filter(Boolean);
  const drawing = one.is_archived ? "archived" : one.is_private ? "lock" : "hash";
  title.replaceChildren(...[
    one.is_im ? avatar(members.find((each) => each.id !== store.me), "small") : icon(drawing),
    h("h2", {}, one.is_im ? channelLabel(one) : one.name),
    one.is_ext_shared ? h("span", { class: "shared-mark", title: "Shared with another organisation" }, icon("shared"), "shared") : null,
    h("span", { class: "members", title: members.map(nameOf).join(", "), "aria-label": `${members.length} members: ${members.map(nameOf).join(", ")}` },
      members.filter((each) => !each.is_bot).slice(0, 4).map((each) => avatar(each, "tiny")), h("span", {}, String(members.length))),
  ].filter(Boolean));
}

function drawNote(note, one) {
  const guests = (one.members ?? []).map(person).filter((each) => each && standing(each) === "Guest");
  const text = one.is_ext_shared ? "People of another organisation are in this channel." : guests.length && !one.is_im ? `${guests.map(nameOf).join(", ")} is here as a guest.` : "";
  note.hidden = !text;
  note.textContent = text;
}

function lockedBecause(one) {
  return one.is_archived ? "This channel is archived. Nothing can be written here." : "";
}
