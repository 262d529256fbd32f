/* The small choice of emoji for reactions and for the composer. */

import { h } from "./dom.js";
import { REACTIONS, character } from "./emoji.js";
import { openBox } from "./popover.js";

const COLUMNS = 8;
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS };

/** Open it under `anchor`; `onPick(name)`. */
export function pickEmoji(anchor, onPick) {
  openBox({
    anchor, className: "emoji-picker", label: "Pick an emoji",
    fill: (box, close) => {
      const pick = (name) => {
        close();
        onPick(name);
      };
      const buttons = REACTIONS.map((name, index) => h("button", {
        type: "button", class: "emoji-choice", tabindex: index ? "-1" : "0", title: `:${name}:`, "aria-label": name.replace(/_/g, " "), on: { click: () => pick(name) },
      }, character(name)));
      box.append(h("div", { class: "emoji-grid" }, buttons));
      box.addEventListener("keydown", (event) => {
        const to = buttons.indexOf(document.activeElement) + (STEPS[event.key] ?? Number.NaN);
        if (!buttons[to]) return;
        event.preventDefault();
        buttons[to].focus();
      });
      buttons[0].focus({ preventScroll: true });
    },
  });
}
