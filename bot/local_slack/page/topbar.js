/* The bar on top: what this is, the clock, whether the app is connected, and who one is. */

import { avatar } from "./avatar.js";
import { short } from "./dates.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { go } from "./route.js";
import { cast, change, languageOf, look, me, myChannels, nameOf, now, standing, store, unread } from "./store.js";

const parts = {};

/** The bar's element, built once. */
export function topbar() {
  parts.clock = h("button", { class: "bar-button clock", type: "button", on: { click: () => toggleDrawer("clock") } });
  parts.link = h("button", { class: "bar-button delivery", type: "button", on: { click: () => toggleDrawer("faults") } });
  parts.refusals = h("button", { class: "bar-button refusal-count", type: "button", hidden: true, on: { click: () => toggleDrawer("refusals") } });
  parts.panel = h("button", { class: "bar-button", type: "button", "aria-label": "Control panel", "aria-expanded": "false", on: { click: () => toggleDrawer("clock") } }, icon("panel"), h("span", { class: "panel-text" }, "Panel"));
  parts.nav = h("button", { class: "nav-button", type: "button", "aria-label": "Channels", "aria-expanded": "false", "aria-controls": "sidebar", on: { click: () => change({ nav: !store.nav }) } });
  parts.who = h("button", { class: "who", type: "button", "aria-haspopup": "listbox", "aria-expanded": "false", on: { click: choosePerson } });
  parts.who.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    choosePerson();
  });
  window.setInterval(tick, 1000);
  return h("header", { class: "topbar" }, parts.nav, h("h1", {}, h("b", {}, "Local Slack"), h("span", {}, " — on this machine")),
    h("div", { class: "bar-right" }, parts.refusals, parts.link, parts.clock, parts.panel, parts.who));
}

function toggleDrawer(tab) {
  change({ drawer: store.drawer && (store.drawer === tab || tab === "clock") ? null : tab });
}

function choosePerson() {
  openMenu({
    anchor: parts.who, label: "You are", wide: true,
    items: cast().map((someone) => ({ label: nameOf(someone), description: about(someone), value: someone.id, checked: someone.id === store.me, picture: avatar(someone) })),
    onPick: (picked) => go({ me: picked.value, place: placeFor(picked.value) }),
  });
}

/** The same channel where the other person is in it, else where they start. */
function placeFor(id) {
  const here = store.place;
  if (here?.kind === "app") return here;
  const there = store.server.channels.find((each) => each.id === here?.id);
  return there && !there.is_im && there.members.includes(id) ? here : null;
}

function about(someone) {
  return [someone.title, standing(someone), languageOf(someone)].filter(Boolean).join(" · ");
}

/** Draw it for the present state. */
export function drawTopbar() {
  const { delivery, refusals } = store.server;
  const up = delivery?.connected && !store.lost;
  const words = store.lost ? "Local Slack is not answering" : up ? "App connected" : "App not connected";
  parts.link.replaceChildren(h("span", { class: up ? "dot up" : "dot down" }), h("span", { class: "delivery-text" }, words));
  parts.link.title = `Deliveries by ${delivery?.mode === "http" ? "HTTP" : "Socket Mode"}`;
  parts.refusals.hidden = !refusals.length;
  parts.refusals.replaceChildren(icon("warning"), `${refusals.length} refused`);
  drawNavButton();
  parts.panel.setAttribute("aria-expanded", store.drawer ? "true" : "false");
  if (parts.who.dataset.person !== store.me) {
    parts.who.dataset.person = store.me;
    parts.who.replaceChildren(avatar(me(), "small"), h("span", { class: "who-text" }, h("small", {}, "you are"), h("b", {}, nameOf(me())), h("small", {}, about(me()))), icon("down"), h("span", { class: "unseen" }, "Be someone else"));
  }
  tick();
}

/** On a telephone it opens the sidebar, and says that something waits there. */
function drawNavButton() {
  parts.nav.setAttribute("aria-expanded", store.nav ? "true" : "false");
  const waiting = myChannels().reduce((sum, one) => sum + (one.is_im ? unread(one.id).length : 0), 0);
  if (parts.nav.childElementCount && parts.nav.dataset.waiting === String(waiting)) return;
  parts.nav.dataset.waiting = String(waiting);
  parts.nav.replaceChildren(icon("bars"), waiting ? h("span", { class: "badge" }, String(waiting), h("span", { class: "unseen" }, " unread")) : "");
}

function tick() {
  if (!store.server || !store.me) return;
  const text = short(now(), look().reading);
  if (parts.clock.dataset.text === text) return;
  parts.clock.dataset.text = text;
  parts.clock.replaceChildren(icon("clock"), text);
  parts.clock.setAttribute("aria-label", `The local Slack's clock: ${text}`);
}
