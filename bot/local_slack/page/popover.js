/* A box that floats over the page beside what opened it, gone with Esc, Tab or a press elsewhere. */

import { h } from "./dom.js";
import { place } from "./menu.js";

/** Open a box under `anchor`; `fill(box, close)` puts things in and gives the focus. `close(refocus)` ends it. */
export function openBox({ anchor, className, label, fill }) {
  const box = h("div", { class: `menu ${className}`, popover: "manual", role: "dialog", "aria-label": label });
  const stop = new AbortController();
  const close = (refocus = true) => {
    stop.abort();
    box.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (refocus) anchor.focus({ preventScroll: true });
  };
  (anchor.closest("dialog") ?? document.body).append(box);
  box.showPopover();
  anchor.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", (event) => {
    if (!box.contains(event.target)) close(false);
  }, { signal: stop.signal, capture: true });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" && event.key !== "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  }, { signal: stop.signal });
  fill(box, close);
  place(box, anchor);
  return close;
}
