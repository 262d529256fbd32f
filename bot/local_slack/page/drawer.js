/* The control panel: the clock, faults, what the local Slack refused and why, and every call. */

import { call, read } from "./api.js";
import { openCalendar } from "./calendar.js";
import { day, full, language, pickedDay, time } from "./dates.js";
import { h, keyed, roving } from "./dom.js";
import { FAULTS } from "./faults.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { change, channelLabel, look, me, nameOf, now, store } from "./store.js";

const TABS = [["clock", "Clock"], ["faults", "Faults"], ["refusals", "Refusals"], ["calls", "Calls"]];
const parts = { pages: {} };

/** The drawer, built once. */
export function drawer() {
  parts.tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "Control panel" }, TABS.map(([tab, label]) => h("button", {
    class: "tab", type: "button", role: "tab", dataset: { tab }, on: { click: () => change({ drawer: tab }) },
  }, label)));
  roving(parts.tabs, ".tab", { vertical: false });
  parts.pages = { clock: clockPage(), faults: faultsPage(), refusals: listPage(), calls: callsPage() };
  parts.body = h("div", { class: "drawer-body", role: "tabpanel" });
  parts.node = h("aside", { class: "drawer", "aria-label": "Control panel", hidden: true },
    h("div", { class: "pane-head" }, h("div", { class: "pane-title" }, h("h2", {}, "Control panel")), h("button", { class: "icon-button", type: "button", "aria-label": "Close the panel", on: { click: () => change({ drawer: null }) } }, icon("close"))), parts.tabs, parts.body);
  parts.node.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) change({ drawer: null });
  });
  return parts.node;
}

/** Draw it for the present state. */
export function drawDrawer() {
  parts.node.hidden = !store.drawer;
  if (!store.drawer) return;
  for (const node of parts.tabs.children) {
    const here = node.dataset.tab === store.drawer;
    node.setAttribute("aria-selected", here ? "true" : "false");
    node.tabIndex = here ? 0 : -1;
    if (node.dataset.tab === "refusals") node.textContent = store.server.refusals.length ? `Refusals (${store.server.refusals.length})` : "Refusals";
  }
  const page = parts.pages[store.drawer];
  if (parts.body.firstElementChild !== page.node) parts.body.replaceChildren(page.node);
  page.draw();
}

function clockPage() {
  const shown = h("output", { class: "big-clock" });
  const error = h("p", { class: "panel-error", role: "alert", hidden: true });
  const busy = h("span", { class: "panel-busy", role: "status" });
  const move = async (body, button) => {
    button?.classList.add("busy");
    busy.textContent = "Moving; the app is doing what became due…";
    const answer = await call("clock", body);
    button?.classList.remove("busy");
    busy.textContent = "";
    const late = answer.ok && answer.settled === false;
    error.hidden = answer.ok && !late;
    error.textContent = late ? "The clock moved, but no app followed it." : answer.error ?? "";
  };
  const jump = (label, body) => h("button", { class: "button", type: "button", on: { click: (event) => move(typeof body === "function" ? body() : body, event.currentTarget) } }, h("span", { class: "button-text" }, label));
  const to = dayAndTimePicker();
  const go = h("button", { class: "button", type: "button", on: { click: () => to.moment() && move({ to: zoned(to.moment(), me().tz) }, go) } }, h("span", { class: "button-text" }, "Go"));
  const node = h("div", {}, h("p", { class: "quiet" }, "The clock of the local Slack and of the app. It only goes forward."), shown,
    h("div", { class: "panel-buttons" }, jump("+1 hour", { by: "1h" }), jump("+1 day", { by: "1d" }), jump("Next Monday 8:00", () => ({ to: nextMonday() })), jump("+1 week", { by: "7d" })),
    h("h3", {}, "To a day and time"), h("div", { class: "panel-row" }, to.node, go), busy, error);
  const draw = () => {
    shown.textContent = full(now(), look().reading);
  };
  window.setInterval(() => node.isConnected && store.server && draw(), 1000);
  return { node, draw };
}

/** A day from the calendar and a time from a list, in the person's own zone. */
function dayAndTimePicker() {
  let picked = null;
  let hour = "08:00";
  const dayText = h("span", { class: "select-text" }, "Pick a day");
  const timeText = h("span", { class: "select-text" });
  const pickDay = h("button", { class: "select", type: "button", "aria-haspopup": "dialog", on: { click: () => openCalendar({
    anchor: pickDay, iso: picked, today: day(now(), look().reading), reading: look().reading, onPick: (iso) => {
      picked = iso;
      dayText.textContent = pickedDay(iso, look().reading);
    },
  }) } }, icon("calendar"), dayText);
  const show = () => {
    timeText.textContent = hour.replace(":", language(look().reading) === "fi" ? "." : ":");
  };
  const hours = Array.from({ length: 48 }, (_, index) => `${String(index >> 1).padStart(2, "0")}:${index % 2 ? "30" : "00"}`);
  const pickTime = h("button", { class: "select", type: "button", "aria-label": "Time", "aria-haspopup": "listbox", on: { click: () => openMenu({
    anchor: pickTime, label: "Time", items: hours.map((value) => ({ label: value, value, checked: value === hour })), onPick: ({ value }) => {
      hour = value;
      show();
    },
  }) } }, timeText, icon("down"));
  timeText.textContent = hour;
  return { node: h("span", { class: "panel-picks" }, pickDay, pickTime), moment: () => picked && `${picked}T${hour}` };
}

/** A civil moment "2026-06-15T08:00" in a zone, as UTC text. */
function zoned(local, zone) {
  const guess = new Date(`${local}:00Z`);
  const shownAs = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).format(guess).replace(" ", "T");
  return new Date(guess.getTime() - (Date.parse(`${shownAs}Z`) - guess.getTime())).toISOString();
}

function nextMonday() {
  const zone = me().tz;
  const today = day(now(), look().reading);
  const weekday = new Date(`${today}T12:00:00Z`).getUTCDay();
  let ahead = (8 - weekday) % 7;
  const iso = (days) => new Date(Date.parse(`${today}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  if (ahead === 0 && Date.parse(zoned(`${today}T08:00`, zone)) <= now().getTime()) ahead = 7;
  return zoned(`${iso(ahead)}T08:00`, zone);
}

function faultsPage() {
  const armed = h("ul", { class: "armed" });
  const error = h("p", { class: "panel-error", role: "alert", hidden: true });
  const groups = FAULTS.map(({ title, faults }) => h("section", {}, h("h3", {}, title), faults.map((each) => h("button", {
    class: "fault", type: "button", on: { click: async (event) => {
      const button = event.currentTarget;
      button.classList.add("busy");
      const answer = await call("fault", each.body);
      button.classList.remove("busy");
      error.hidden = answer.ok;
      error.textContent = answer.error ?? "";
    } },
  }, icon("bolt"), h("span", {}, h("b", {}, each.label), h("small", {}, each.what))))));
  const node = h("div", {}, h("p", { class: "quiet" }, "What goes wrong with the next deliveries and answers."), error, armed, groups);
  const draw = () => keyed(armed, store.server.faults.map((each, index) => {
    const text = `${each.kind}${each.of ? ` (${each.of})` : ""}${each.method ? ` (${each.method})` : ""}: ${each.left} more`;
    return { key: `${index}-${each.kind}`, signature: text, draw: () => h("li", {}, h("span", { class: "dot down" }), text) };
  }));
  return { node, draw };
}

function listPage() {
  const list = h("ol", { class: "refusals" });
  const none = h("p", { class: "quiet" }, "Nothing was refused so far. What the real Slack would refuse, this one refuses too, with Slack's own code and the page it rests on.");
  const draw = () => {
    none.hidden = store.server.refusals.length > 0;
    keyed(list, store.server.refusals.map((each, index) => ({ key: String(index), signature: JSON.stringify(each), draw: () => refusal(each) })).reverse());
  };
  return { node: h("div", {}, none, list), draw };
}

function refusal(each) {
  const cites = [each.cites ?? []].flat();
  return h("li", {}, h("div", {}, h("code", {}, each.method), " ", h("b", { class: "error-code" }, each.error), h("time", { class: "quiet" }, time(new Date(each.at), look().reading))), h("p", {}, each.why),
    cites.map((cite) => h("a", { href: /^https:/.test(cite) ? cite : null, target: "_blank", rel: "noreferrer noopener" }, cite)));
}

function callsPage() {
  const list = h("ol", { class: "calls" });
  let version = null;
  const draw = async () => {
    if (version === store.server.version) return;
    version = store.server.version;
    const log = await read("log").catch(() => null);
    const entries = (log?.entries ?? []).slice(-200);
    keyed(list, entries.map((each, index) => ({ key: `${each.at}-${each.method}-${index}`, signature: JSON.stringify(each), draw: () => logged(each) })).reverse());
  };
  return { node: h("div", {}, h("p", { class: "quiet" }, "Every call of the Web API and every acknowledgement, newest first."), list), draw };
}

function logged(each) {
  const error = each.answer?.error ?? (each.in_time === false ? "too late" : each.status >= 400 ? `HTTP ${each.status}` : null);
  const name = each.method === "ack" ? `ack ${each.payload?.kind ?? ""}`.trim() : each.method;
  return h("li", {}, h("details", {}, h("summary", {}, h("time", { class: "quiet" }, time(new Date(each.at), look().reading)), h("code", {}, name), error ? h("b", { class: "error-code" }, error) : null, h("span", { class: "gist" }, gist(each))), h("pre", {}, JSON.stringify(each, null, 2))));
}

/** In a few words, what a call said: the place and text, the view, or what an acknowledgement carried. */
function gist({ method, payload, answer }) {
  const said = method === "ack" ? answer : payload;
  if (!said || typeof said !== "object") return "";
  const where = said.channel && store.server.channels.find((each) => each.id === said.channel);
  const whom = said.user_id ?? said.users ?? said.user;
  const view = said.view?.title?.text ?? (said.view ? "Home" : null);
  const parts = [where && (where.is_im ? channelLabel(where) : `#${where.name}`), whom && nameOf(store.server.people.find((each) => each.id === whom)), said.response_action, view, said.options && `${said.options.length} options`, said.errors && Object.values(said.errors).join(" "), said.text];
  return parts.filter((each) => typeof each === "string").join(" · ");
}
