/* The page's own line drawings, each a list of strokes on a 20 × 20 square. */

import { drawing } from "./dom.js";

const STROKES = {
  hash: ["M4 7.5h12M3.5 12.5h12M8 3.5l-1.5 13M13.5 3.5L12 16.5"],
  lock: ["M5.5 9h9a1 1 0 0 1 1 1v5.5a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1z", "M7 9V6.5a3 3 0 0 1 6 0V9"],
  shared: ["M3 10l4-4 4 4-4 4z", "M11.5 6.5L13 5l5 5-5 5-1.5-1.5"],
  archived: ["M3 4.5h14V8H3z", "M4.5 8v7.5h11V8", "M8 11h4"],
  home: ["M3 9.5L10 4l7 5.5", "M5 8.5V16h3.5v-4h3v4H15V8.5"],
  info: ["M10 2.8a7.2 7.2 0 1 1 0 14.4 7.2 7.2 0 0 1 0-14.4z", "M10 9v5M10 6.2v.2"],
  smile: ["M10 2.8a7.2 7.2 0 1 1 0 14.4 7.2 7.2 0 0 1 0-14.4z", "M7.3 8v.3M12.7 8v.3", "M6.8 11.6c1.7 2.4 4.7 2.4 6.4 0"],
  reply: ["M3.5 5.5a1 1 0 0 1 1-1h11a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H9l-3.5 3v-3h-1a1 1 0 0 1-1-1z", "M7 8h6M7 10.5h4"],
  send: ["M3.5 4l13.5 6-13.5 6 2-6z", "M5.5 10H11"],
  close: ["M5 5l10 10M15 5L5 15"],
  back: ["M12 4.5L6.5 10l5.5 5.5"],
  next: ["M8 4.5l5.5 5.5L8 15.5"],
  down: ["M5.5 8l4.5 4.5L14.5 8"],
  clock: ["M10 2.8a7.2 7.2 0 1 1 0 14.4 7.2 7.2 0 0 1 0-14.4z", "M10 6v4.2l2.8 1.8"],
  calendar: ["M4 5.5h12v10.5H4z", "M4 9h12M7.5 3.5v3M12.5 3.5v3"],
  dots: ["M4.5 10h.01M10 10h.01M15.5 10h.01"],
  more: ["M10 4.5v.01M10 10v.01M10 15.5v.01"],
  warning: ["M10 3.5l7.5 13h-15z", "M10 8.5v3.5M10 14v.2"],
  bars: ["M3.5 5.5h13M3.5 10h13M3.5 14.5h13"],
  panel: ["M3.5 4.5h13v11h-13z", "M12 4.5v11"],
  eye: ["M2.5 10c3.5-6 11.5-6 15 0-3.5 6-11.5 6-15 0z", "M10 7.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4z"],
  source: ["M7 6l-4 4 4 4M13 6l4 4-4 4"],
  slash: ["M4 4.5h12v11H4z", "M11.5 7l-3 6"],
  at: ["M13.2 10a3.2 3.2 0 1 1-6.4 0 3.2 3.2 0 0 1 6.4 0z", "M13.2 7v4.5c0 2.2 3.6 2 3.6-1.5a6.8 6.8 0 1 0-3 5.6"],
  picture: ["M3.5 4.5h13v11h-13z", "M3.5 13l4-4 3.5 3.5 2-2 3.5 3.5", "M12.5 7.5h.01"],
  funnel: ["M3.5 4.5h13l-5 6.2v4.1l-3 1.7v-5.8z"],
  bolt: ["M11 3L5 11h4.5L9 17l6-8h-4.5z"],
};

/** The drawing called `name`. */
export function icon(name, className = "icon") {
  return drawing(STROKES[name], className);
}
