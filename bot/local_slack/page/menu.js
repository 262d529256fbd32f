/* Lists that drop down: options, people, overflow items, emoji. Arrow keys, typing to filter, Enter, Esc. */

import { h } from "./dom.js";

let open = null;
let counter = 0;

/** Close the list that is open, giving the focus back to what opened it unless told otherwise. */
function closeMenu({ refocus = true } = {}) {
  if (!open) return;
  const { box, anchor, stop, onClose } = open;
  open = null;
  stop.abort();
  box.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (refocus && anchor.isConnected) anchor.focus({ preventScroll: true });
  onClose?.();
}

/**
 * Open a list under `anchor`. `items`: `{label, description?, group?, picture?, value, checked?, danger?}`; `load(query)` may bring
 * them instead. With `filter` the person types to narrow it. `many` keeps it open and toggles.
 */
export function openMenu({ anchor, items = [], load, filter = false, many = false, label, wide, onPick, onClose }) {
  const again = open?.anchor === anchor;
  closeMenu({ refocus: false });
  if (again) return;
  const id = `menu-${++counter}`;
  const list = h("ul", {
    class: "menu-list", id, role: "listbox", "aria-label": label ?? "Options", "aria-multiselectable": many ? "true" : null,
    on: { mousedown: (event) => event.preventDefault() }, // the focus stays where keys are read
  });
  const input = filter || load ? h("input", {
    class: "menu-filter", type: "text", placeholder: "Search", role: "combobox", autocomplete: "off",
    "aria-label": label ? `Search: ${label}` : "Search", "aria-controls": id, "aria-expanded": "true",
  }) : null;
  const box = h("div", { class: wide ? "menu menu-wide" : "menu", popover: "manual" }, input, list);
  const stop = new AbortController();
  open = { box, anchor, stop, onClose };
  const state = { all: items, shown: [], at: -1, list, input, many, onPick, load };
  (anchor.closest("dialog") ?? document.body).append(box);
  box.showPopover();
  place(box, anchor);
  listen(state, box, anchor, stop.signal);
  show(state, load ? [] : items);
  if (!load) place(box, anchor);
  if (load) bring(state, "");
  anchor.setAttribute("aria-expanded", "true");
  (input ?? list).setAttribute("tabindex", "0");
  (input ?? list).focus({ preventScroll: true });
}

/** Put a floating box under its anchor, or above it where there is no room. */
export function place(box, anchor) {
  const around = anchor.getBoundingClientRect();
  const room = window.innerHeight - around.bottom - 12;
  box.style.maxHeight = "";
  const tall = Math.min(box.scrollHeight, 340);
  box.style.minWidth = `${Math.max(around.width, 180)}px`;
  box.style.left = `${Math.max(8, Math.min(around.left, window.innerWidth - Math.max(box.offsetWidth, around.width) - 8))}px`;
  if (room >= tall || room > around.top) {
    box.style.top = `${around.bottom + 4}px`;
    box.style.bottom = "auto";
    box.style.maxHeight = `${Math.max(room, 120)}px`;
  } else {
    box.style.top = "auto";
    box.style.bottom = `${window.innerHeight - around.top + 4}px`;
    box.style.maxHeight = `${around.top - 12}px`;
  }
}

function listen(state, box, anchor, signal) {
  const outside = (event) => {
    if (!box.contains(event.target) && !anchor.contains(event.target)) closeMenu({ refocus: false });
  };
  document.addEventListener("pointerdown", outside, { signal, capture: true });
  window.addEventListener("resize", () => closeMenu(), { signal });
  box.addEventListener("keydown", (event) => onKey(state, event), { signal });
  state.input?.addEventListener("input", () => narrow(state), { signal });
}

function onKey(state, event) {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) move(state, state.at + steps[event.key]);
  else if (event.key === "Home" && !state.input) move(state, 0);
  else if (event.key === "End" && !state.input) move(state, state.shown.length - 1);
  else if (event.key === "Enter" || (event.key === " " && !state.input)) choose(state, state.shown[state.at]);
  else if (event.key === "Escape") closeMenu();
  else if (event.key === "Tab") return closeMenu({ refocus: true });
  else if (!state.input && event.key.length === 1) return jump(state, event.key);
  else return undefined;
  event.preventDefault();
  event.stopPropagation();
  return undefined;
}

function jump(state, letter) {
  const match = state.shown.findIndex((item, index) => index > state.at && item.label.toLowerCase().startsWith(letter.toLowerCase()));
  const first = state.shown.findIndex((item) => item.label.toLowerCase().startsWith(letter.toLowerCase()));
  if (match >= 0 || first >= 0) move(state, match >= 0 ? match : first);
}

function narrow(state) {
  const words = state.input.value.trim().toLowerCase();
  if (state.load) bring(state, state.input.value);
  else show(state, state.all.filter((item) => item.label.toLowerCase().includes(words)));
}

async function bring(state, query) {
  state.asked = query;
  state.list.replaceChildren(h("li", { class: "menu-note", role: "presentation" }, "Loading…"));
  const found = await state.load(query).catch(() => null);
  if (state.asked !== query) return;
  if (found === null) state.list.replaceChildren(h("li", { class: "menu-note menu-error", role: "alert" }, "Could not load the options."));
  else show(state, found);
}

function show(state, items) {
  state.shown = items;
  state.at = Math.max(0, items.findIndex((item) => item.checked));
  let group;
  const rows = [];
  for (const [index, item] of items.entries()) {
    if (item.group && item.group !== group) rows.push(h("li", { class: "menu-group", role: "presentation" }, (group = item.group)));
    rows.push(row(state, item, index));
  }
  if (!items.length) rows.push(h("li", { class: "menu-note", role: "presentation" }, "No results"));
  state.list.replaceChildren(...rows);
  move(state, state.at);
}

function row(state, item, index) {
  const id = `${state.list.id}-${index}`;
  const classes = ["menu-item", item.danger && "danger", item.className].filter(Boolean).join(" ");
  return h("li", {
    class: classes, id, role: "option", "aria-selected": item.checked ? "true" : "false", dataset: { index: String(index) },
    on: { click: () => choose(state, item), pointermove: () => state.at !== index && move(state, index, false) },
  }, item.picture ?? null, h("span", { class: "menu-text" }, h("span", { class: "menu-label" }, item.label),
    item.description ? h("span", { class: "menu-description" }, item.description) : null),
  state.many || item.checked ? h("span", { class: "menu-tick", "aria-hidden": "true" }, item.checked ? "✓" : "") : null);
}

function move(state, to, scroll = true) {
  const rows = [...state.list.querySelectorAll(".menu-item")];
  if (!rows.length) return;
  state.at = (to + rows.length) % rows.length;
  for (const [index, node] of rows.entries()) node.classList.toggle("active", index === state.at);
  (state.input ?? state.list).setAttribute("aria-activedescendant", rows[state.at].id);
  if (scroll) rows[state.at].scrollIntoView({ block: "nearest" });
}

function choose(state, item) {
  if (!item) return;
  if (!state.many) {
    closeMenu();
    state.onPick(item);
    return;
  }
  item.checked = !item.checked;
  state.onPick(item);
  const at = state.at;
  show(state, state.shown);
  move(state, at);
}
