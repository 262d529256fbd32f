/* The left side: workspace, channels, direct messages and the app, with what is unread. */

import { avatar } from "./avatar.js";
import { h, keyed, roving } from "./dom.js";
import { icon } from "./icons.js";
import { go } from "./route.js";
import { appChannel, change, channelLabel, myChannels, person, store, unread } from "./store.js";

const parts = {};

/** The sidebar's element, built once. */
export function sidebar() {
  parts.team = h("div", { class: "team" });
  parts.channels = h("ul", { class: "nav-list" });
  parts.directs = h("ul", { class: "nav-list" });
  parts.apps = h("ul", { class: "nav-list" });
  const nav = h("nav", { class: "sidebar", id: "sidebar", "aria-label": "Channels" }, parts.team,
    h("div", { class: "nav-scroll" }, h("h2", {}, "Channels"), parts.channels, h("h2", { class: "directs-title" }, "Direct messages"), parts.directs, h("h2", {}, "Apps"), parts.apps));
  roving(nav, ".nav-item");
  nav.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && store.nav) change({ nav: false });
  });
  nav.addEventListener("click", (event) => event.target.closest(".nav-item") && change({ nav: false }));
  parts.nav = nav;
  return nav;
}

/** What darkens the messages while the sidebar lies on them; a press on it closes the sidebar. */
export function scrim() {
  return h("div", { class: "scrim", on: { click: () => change({ nav: false }) } });
}

/** On a telephone the sidebar is a drawer: whoever opens it goes on in it, whoever closes it goes back. */
function drawAsDrawer() {
  const wasOpen = parts.nav.classList.contains("open");
  if (wasOpen === store.nav) return;
  parts.nav.classList.toggle("open", store.nav);
  const next = store.nav ? parts.nav.querySelector(".nav-item.here, .nav-item") : document.querySelector(".nav-button");
  if (store.nav || parts.nav.contains(document.activeElement)) next?.focus({ preventScroll: true });
}

/** Draw it for the present state. */
export function drawSidebar() {
  const { team, bot } = store.server;
  drawAsDrawer();
  if (parts.team.dataset.name !== team.name) {
    parts.team.dataset.name = team.name;
    parts.team.replaceChildren(h("span", { class: "team-mark", "aria-hidden": "true" }, team.name[0]), h("span", { class: "team-name" }, team.name));
  }
  const mine = myChannels();
  const rooms = mine.filter((each) => !each.is_im).sort((a, b) => a.is_archived - b.is_archived || a.name.localeCompare(b.name, "fi"));
  const app = appChannel();
  keyed(parts.channels, rooms.map(channelEntry));
  keyed(parts.directs, mine.filter((each) => each.is_im && each !== app).map(directEntry));
  parts.directs.previousElementSibling.hidden = !parts.directs.children.length;
  keyed(parts.apps, [appEntry(bot, app)]);
}

function entry({ key, here, label, picture, count, bold, open, note }) {
  const signature = JSON.stringify([here, label, count, bold, note]);
  const draw = () => h("li", {}, h("button", {
    class: ["nav-item", here && "here", bold && "unread"].filter(Boolean).join(" "), type: "button", "aria-current": here ? "page" : null,
    title: label, dataset: { focus: key }, on: { click: open },
  }, picture(), h("span", { class: "nav-label" }, label), note ? h("small", { class: "nav-note" }, note) : null, count ? h("span", { class: "badge" }, count > 99 ? "99+" : String(count)) : null, bold ? h("span", { class: "unseen" }, "unread") : null));
  return { key, signature, draw };
}

function channelEntry(one) {
  const fresh = unread(one.id);
  const pings = fresh.filter((each) => each.text?.includes(`<@${store.me}>`) || /<!(channel|here|everyone)>/.test(each.text ?? "")).length;
  const name = one.is_archived ? "archived" : one.is_private ? "lock" : "hash";
  return entry({
    key: one.id, here: store.place?.id === one.id, label: one.name, picture: () => icon(name), bold: fresh.length > 0, count: pings,
    note: one.is_ext_shared ? "shared" : "", open: () => go({ place: { kind: "channel", id: one.id } }),
  });
}

function directEntry(one) {
  const other = person((one.members ?? []).find((id) => id !== store.me));
  const count = unread(one.id).length;
  return entry({ key: one.id, here: store.place?.id === one.id, label: channelLabel(one), picture: () => avatar(other, "tiny"), bold: count > 0, count, open: () => go({ place: { kind: "channel", id: one.id } }) });
}

function appEntry(bot, app) {
  const count = app ? unread(app.id).length : 0;
  const here = store.place?.kind === "app";
  return entry({
    key: "app", here, label: bot.name, picture: () => avatar({ is_bot: true }, "tiny"), bold: count > 0, count, note: "app",
    open: () => go({ place: { kind: "app", tab: count ? "messages" : here ? store.place.tab : "home" } }),
  });
}
