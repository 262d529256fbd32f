/* Making and renewing elements: everything a person or the app wrote becomes a text node, never markup. */

const SVG = "http://www.w3.org/2000/svg";

/** An element with properties and children; `on` holds listeners, `style` goes through the CSSOM. */
export function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) setProperty(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function setProperty(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  else if (name === "style") Object.assign(node.style, value);
  else if (name === "dataset") Object.assign(node.dataset, value);
  else node.setAttribute(name, value === true ? "" : value);
}

/** A small line drawing; `paths` are the `d` values of its strokes on a 20 × 20 square. */
export function drawing(paths, className = "icon") {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 20 20", "aria-hidden": "true", class: className })) {
    svg.setAttribute(name, value);
  }
  for (const d of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/**
 * Make `parent` hold one node per entry `{key, signature, draw}`, in order, keeping nodes whose signature is unchanged,
 * so that focus, scrolling, open menus and half-typed text survive a new state.
 */
export function keyed(parent, entries) {
  const old = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  let place = parent.firstElementChild;
  for (const { key, signature, draw } of entries) {
    let node = old.get(key);
    old.delete(key);
    if (!node || node.dataset.signature !== signature) {
      const fresh = draw();
      fresh.dataset.key = key;
      fresh.dataset.signature = signature;
      if (node) {
        const stays = place === node;
        replaceKeepingFocus(node, fresh);
        if (stays) place = fresh;
      }
      node = fresh;
    }
    if (node !== place) parent.insertBefore(node, place);
    else place = place.nextElementSibling;
  }
  for (const gone of old.values()) gone.remove();
}

/** Put `fresh` where `node` stood; whoever had the focus inside gets it back by its `data-focus` name. */
function replaceKeepingFocus(node, fresh) {
  const held = node.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined;
  node.replaceWith(fresh);
  if (held) named(fresh, held)?.focus({ preventScroll: true });
}

/** The element below `root` with this focus name, or one of the same action where block ids were given anew. */
export function named(root, focus) {
  const action = focus.slice(focus.indexOf("/"));
  return root.querySelector(`[data-focus="${CSS.escape(focus)}"]`) ?? (action.length > 1 ? root.querySelector(`[data-focus$="${CSS.escape(action)}"]`) : null);
}

/** Say it to screen readers, through the page's live region. */
export function announce(sentence) {
  const region = document.getElementById("announcer");
  if (region) region.replaceChildren(h("p", {}, sentence));
}

/** Move the focus among `items` with the arrow keys, Home and End; for lists, tabs and toolbars. */
export function roving(container, selector, { vertical = true } = {}) {
  const [back, onward] = vertical ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
  container.addEventListener("keydown", (event) => {
    const items = [...container.querySelectorAll(selector)];
    const at = items.indexOf(document.activeElement);
    const to = { [back]: at - 1, [onward]: at + 1, Home: 0, End: items.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    items[(to + items.length) % items.length].focus();
  });
}
