/* The playground's own panel: the clock, faults, what the local Slack refused and why, and every call. */

import { call, read } from "./api.js";
import { day, full, time } from "./dates.js";
import { h, keyed, roving } from "./dom.js";
import { FAULTS } from "./faults.js";
import { icon } from "./icons.js";
import { change, look, me, now, store } from "./store.js";

const TABS = [["clock", "Clock"], ["faults", "Faults"], ["refusals", "Refusals"], ["calls", "Calls"]];
const parts = { pages: {} };

/** The drawer, built once. */
export function drawer() {
  parts.tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "Playground" }, TABS.map(([tab, label]) => h("button", {
    class: "tab", type: "button", role: "tab", dataset: { tab }, on: { click: () => change({ drawer: tab }) },
  }, label)));
  roving(parts.tabs, ".tab", { vertical: false });
  parts.pages = { clock: clockPage(), faults: faultsPage(), refusals: listPage(), calls: callsPage() };
  parts.body = h("div", { class: "drawer-body", role: "tabpanel" });
  parts.node = h("aside", { class: "drawer", "aria-label": "Playground panel", hidden: true },
    h("div", { class: "pane-head" }, h("div", { class: "pane-title" }, h("h2", {}, "Playground")), h("button", { class: "icon-button", type: "button", "aria-label": "Close the panel", on: { click: () => change({ drawer: null }) } }, icon("close"))), parts.tabs, parts.body);
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
  const to = h("input", { class: "text-input", type: "datetime-local", id: "clock-to", "aria-label": "Day and time" });
  const form = h("form", { class: "panel-row", on: { submit: (event) => {
    event.preventDefault();
    if (to.value) move({ to: zoned(to.value, me().tz) }, event.submitter);
  } } }, to, h("button", { class: "button", type: "submit" }, h("span", { class: "button-text" }, "Go")));
  const node = h("div", {}, h("p", { class: "quiet" }, "The clock of the local Slack and of the app. It only goes forward."), shown,
    h("div", { class: "panel-buttons" }, jump("+1 hour", { by: "1h" }), jump("+1 day", { by: "1d" }), jump("Next Monday 8:00", () => ({ to: nextMonday() })), jump("+1 week", { by: "7d" })),
    h("label", { class: "input-label", for: "clock-to" }, "To a day and time"), form, busy, error);
  const draw = () => {
    shown.textContent = full(now(), look().reading);
  };
  window.setInterval(() => node.isConnected && store.server && draw(), 1000);
  return { node, draw };
}

/** A civil moment "2026-06-15T08:00" in a zone, as UTC text. */
export function zoned(local, zone) {
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
  const failed = each.answer?.ok === false || each.status >= 400;
  return h("li", {}, h("details", {}, h("summary", {}, h("code", {}, each.method), each.answer?.error ? h("b", { class: "error-code" }, each.answer.error) : null,
    failed && !each.answer?.error ? h("b", { class: "error-code" }, String(each.status ?? "failed")) : null, h("time", { class: "quiet" }, time(new Date(each.at), look().reading))), h("pre", {}, JSON.stringify(each, null, 2))));
}
