/* A month to pick a day from, in the reader's language, weeks from Monday. */

import { pickedDay } from "./dates.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { openBox } from "./popover.js";

/** Open a month under `anchor` with `iso` ("2026-06-15", or null for the month of `today`) marked; `onPick(iso)`. */
export function openCalendar({ anchor, iso, today, reading, onPick }) {
  openBox({
    anchor, className: "calendar", label: "Pick a day",
    fill: (box, close) => {
      const pick = (day) => {
        close();
        onPick(day);
      };
      const state = { day: iso ?? today, iso, today, reading, box, pick };
      box.addEventListener("keydown", (event) => onKey(state, event));
      draw(state);
    },
  });
}

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

function onKey(state, event) {
  if (event.key in STEPS) go(state, shifted(state.day, STEPS[event.key]));
  else if (event.key === "PageUp" || event.key === "PageDown") go(state, monthShifted(state.day, event.key === "PageUp" ? -1 : 1));
  else return;
  event.preventDefault();
}

function go(state, day) {
  state.day = day;
  draw(state);
}

function shifted(iso, days) {
  return new Date(Date.parse(iso) + days * 86_400_000).toISOString().slice(0, 10);
}

function monthShifted(iso, months) {
  const [year, month, day] = iso.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

function draw(state) {
  const { reading, day } = state;
  const title = new Intl.DateTimeFormat(reading.locale, { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(day));
  const turn = (by, name, drawing) => h("button", { type: "button", class: "icon-button", tabindex: "-1", "aria-label": name, on: { click: () => go(state, monthShifted(day, by)) } }, icon(drawing));
  const first = `${day.slice(0, 8)}01`;
  const start = shifted(first, -((new Date(first).getUTCDay() + 6) % 7));
  const days = Array.from({ length: 42 }, (_, index) => shifted(start, index));
  const names = days.slice(0, 7).map((name) => new Intl.DateTimeFormat(reading.locale, { weekday: "short", timeZone: "UTC" }).format(new Date(name)));
  state.box.replaceChildren(
    h("div", { class: "calendar-head" }, turn(-1, "Earlier month", "back"), h("span", { "aria-live": "polite" }, title), turn(1, "Later month", "next")),
    h("div", { class: "calendar-grid" }, names.map((name) => h("span", { class: "calendar-name" }, name)), days.map((each) => dayButton(state, each))),
  );
  state.box.querySelector('[tabindex="0"]').focus({ preventScroll: true });
}

function dayButton(state, each) {
  const classes = ["calendar-day", each.slice(0, 7) !== state.day.slice(0, 7) && "other", each === state.today && "today", each === state.iso && "picked"];
  return h("button", {
    type: "button", class: classes.filter(Boolean).join(" "), tabindex: each === state.day ? "0" : "-1",
    "aria-label": pickedDay(each, state.reading), "aria-pressed": each === state.iso ? "true" : "false", on: { click: () => state.pick(each) },
  }, String(Number(each.slice(8))));
}
