/* The page of the local Slack: puts the parts together and draws them after each new state. */

import { follow } from "./api.js";
import { appPane } from "./apphome.js";
import { channelPane } from "./channel.js";
import { drawer, drawDrawer } from "./drawer.js";
import { h } from "./dom.js";
import { drawModals } from "./modals.js";
import { go, linked, readAddress } from "./route.js";
import { drawSidebar, scrim, sidebar } from "./sidebar.js";
import { change, ephemeralKey, myChannels, readTheOld, store, subscribe, unread } from "./store.js";
import { threadPanel } from "./thread.js";
import { noticeNews, toasts } from "./toast.js";
import { drawTopbar, topbar } from "./topbar.js";

const middle = h("main", { class: "middle" });
const room = channelPane();
const app = appPane();
const thread = threadPanel();
const greeted = new Set();

function draw() {
  if (!store.server || !store.place) return;
  drawMiddle();
  thread.draw();
  drawTopbar(); // after what one reads by now: it counts what is unread
  drawSidebar();
  drawDrawer();
  drawModals();
  showWanted();
  noticeNews(!greeted.has(store.me));
  greeted.add(store.me);
  const waiting = myChannels().filter((one) => one.is_im).reduce((sum, one) => sum + unread(one.id).length, 0);
  document.title = waiting ? `(${waiting}) Local Slack` : "Local Slack";
  document.documentElement.dataset.version = String(store.server.version);
}

function drawMiddle() {
  const isApp = store.place.kind === "app";
  const wanted = isApp ? app.node : room.node;
  if (middle.firstElementChild !== wanted) middle.replaceChildren(wanted);
  if (isApp) app.draw(store.place.tab);
  else {
    app.leave();
    room.draw(store.place.id);
  }
}

/** A reload takes ephemerals away, as it does in Slack. */
function forgetEphemerals(state) {
  if (performance.getEntriesByType("navigation")[0]?.type !== "reload") return;
  for (const each of state.ephemerals) store.hidden.add(ephemeralKey(each));
}

function onState(state) {
  const isFirst = store.server === null || state.version < store.server.version;
  store.server = state;
  store.receivedAt = performance.now();
  store.lost = false;
  if (isFirst) {
    store.read.clear();
    readTheOld(state);
    forgetEphemerals(state);
    document.getElementById("loading")?.remove();
  }
  if (isFirst || store.unmet || (store.place?.kind === "channel" && !myChannels().some((one) => one.id === store.place.id))) readAddress();
  else change();
}

/** A link to a message of this workspace leads to it here, as in Slack, and not out of the page. */
function followLink(event) {
  const address = event.target.closest("a[href]")?.href;
  const to = address && store.server && linked(address);
  if (!to) return;
  event.preventDefault();
  store.wanted = to;
  go(to);
}

/** Bring the message into view that a link led to. */
function showWanted() {
  const { ts, thread: inThread } = store.wanted ?? {};
  const node = ts && document.querySelector(`${inThread ? ".thread" : ".middle"} [data-ts="${CSS.escape(ts)}"]`);
  if (!node) return;
  store.wanted = null;
  requestAnimationFrame(() => {
    node.scrollIntoView({ block: "center" });
    node.focus({ preventScroll: true });
  });
}

document.getElementById("app").replaceChildren(topbar(), h("div", { class: "columns" }, sidebar(), scrim(), middle, thread.node, drawer()), toasts());
subscribe(draw);
document.addEventListener("click", followLink);
window.addEventListener("hashchange", () => store.server && readAddress());
document.addEventListener("visibilitychange", () => change());
follow(onState, () => store.server && change({ lost: true }));
