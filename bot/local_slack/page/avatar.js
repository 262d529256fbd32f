/* A face for each person: two letters on a colour of their own. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { nameOf } from "./store.js";

const COLORS = ["#2f6f8f", "#a8583a", "#5b7d3a", "#7c5295", "#86671b", "#3d8277", "#9c4668", "#56689e", "#7a6448", "#4f7d5d"];

/** The square of a person or app; `size` is "small", "medium" or "large". */
export function avatar(someone, size = "medium") {
  const name = nameOf(someone);
  if (someone?.is_bot) return h("span", { class: `avatar ${size} app`, "aria-hidden": "true" }, icon("funnel"));
  const letters = name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toLocaleUpperCase();
  return h("span", { class: `avatar ${size}`, "aria-hidden": "true", style: { background: colorOf(someone) } }, letters);
}

function colorOf(someone) {
  const id = someone?.id ?? "";
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return COLORS[sum % COLORS.length];
}
