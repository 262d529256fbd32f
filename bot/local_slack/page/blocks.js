/* Block Kit on the page: one drawing function per block; what is not known here is shown as such, never dropped. */

import { drawElement, unsupported } from "./elements.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";
import { plain, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";

let counter = 0;

/**
 * The blocks as one element. `sheet`: `look` (names, dates, files), `surface` ("message", "modal", "home"), `form` (what stands in the inputs),
 * `act(press)`, `suggest(press, query)`, `errors` by block id.
 */
export function drawBlocks(blocks, sheet) {
  return h("div", { class: "blocks" }, blocks.map((block) => drawBlock(block, sheet)));
}

function drawBlock(block, sheet) {
  const kind = KINDS[block.type];
  if (!kind) return unsupported(block, "block");
  try {
    const node = kind(block, sheet);
    node.dataset.block = block.type;
    if (block.block_id) node.dataset.blockId = block.block_id;
    return node;
  } catch (problem) {
    return unsupported(block, "block", problem.message);
  }
}

const KINDS = { header, section, divider, context, actions, image, input, rich_text, table, markdown: markdownBlock };

function header(block) {
  return h("div", { class: "block-header", role: "heading", "aria-level": "3" }, plain(block.text.text, block.text));
}

function section(block, sheet) {
  if (!block.text && !block.fields) throw new Error("neither text nor fields");
  const body = h("div", { class: "section-body" });
  if (block.text) body.append(h("div", { class: "text" }, textObject(block.text, sheet.look)));
  if (block.fields) body.append(h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "text field" }, textObject(field, sheet.look)))));
  const side = block.accessory && h("div", { class: "accessory" }, accessory(block, sheet));
  return h("div", { class: "block-section" }, body, side);
}

function accessory(block, sheet) {
  if (block.accessory.type === "image") return h("img", { class: "thumbnail", src: source(block.accessory, sheet.look), alt: block.accessory.alt_text });
  return drawElement(block.accessory, block, sheet, { label: block.text?.text });
}

function divider() {
  return h("hr", { class: "block-divider" });
}

function context(block, sheet) {
  const part = (element) => {
    if (element.type === "image") return picture(element, sheet.look, "context-image");
    if (element.type === "mrkdwn" || element.type === "plain_text") return h("span", { class: "text" }, textObject(element, sheet.look));
    return unsupported(element, "element");
  };
  return h("div", { class: "block-context" }, block.elements.map(part));
}

function actions(block, sheet) {
  return h("div", { class: "block-actions", role: "group", "aria-label": "Actions" }, block.elements.map((element) => drawElement(element, block, sheet, {})));
}

function image(block, sheet) {
  return h("figure", { class: "block-image" }, block.title ? h("figcaption", {}, plain(block.title.text, block.title)) : null, picture(block, sheet.look, "wide-image"));
}

/** Only pictures of this server or in the address itself are shown: the page asks nobody else for anything. */
function source(element, look) {
  const address = element.slack_file ? look.file(element.slack_file) : element.image_url;
  return address && (address.startsWith("data:image/") || new URL(address, location.href).origin === location.origin) ? address : null;
}

function picture(element, look, className) {
  const address = source(element, look);
  if (address) return h("img", { class: className, src: address, alt: element.alt_text, title: element.alt_text });
  const why = element.image_url ? `Not fetched: ${new URL(element.image_url).host}` : "The file is not here";
  return h("span", { class: `${className} no-picture`, role: "img", "aria-label": element.alt_text }, icon("picture"), h("span", {}, h("b", {}, element.alt_text), h("small", {}, why)));
}

function input(block, sheet) {
  const id = `input-${++counter}`;
  const error = sheet.errors?.[block.block_id];
  const describedBy = [block.hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" ");
  const control = drawElement(block.element, block, sheet, { id, describedBy, dispatches: block.dispatch_action === true });
  const group = ["radio_buttons", "checkboxes"].includes(block.element.type);
  const label = h(group ? "div" : "label", { class: "input-label", id: `${id}-label`, for: group ? null : id }, plain(block.label.text, block.label),
    block.optional ? h("span", { class: "optional" }, " (optional)") : null);
  const line = h("div", { class: "input-error", id: `${id}-error`, role: "alert" }, error ? [icon("warning"), error] : null);
  const hint = block.hint && h("div", { class: "input-hint", id: `${id}-hint` }, plain(block.hint.text, block.hint));
  return h("div", { class: error ? "block-input has-error" : "block-input" }, label, control, line, hint);
}

/** Put errors by block id under the inputs already drawn, and the focus on the first; what was typed stays. */
export function showErrors(root, errors) {
  let first = null;
  for (const node of root.querySelectorAll(".block-input")) {
    const error = errors?.[node.dataset.blockId];
    node.classList.toggle("has-error", Boolean(error));
    node.querySelector(".input-error").replaceChildren(...(error ? [icon("warning"), error] : []));
    const control = node.querySelector("input, textarea, button, [tabindex]");
    control?.setAttribute("aria-invalid", error ? "true" : "false");
    first ??= error ? control : null;
  }
  first?.focus();
}

function rich_text(block, sheet) {
  return h("div", { class: "block-rich text" }, richText(block, sheet.look));
}

function markdownBlock(block) {
  return h("div", { class: "block-markdown text" }, markdown(block.text));
}

function table(block, sheet) {
  const setting = (index) => block.column_settings?.[index] ?? {};
  const cell = (content, index, tag) => h(tag, {
    class: [`align-${setting(index).align ?? "left"}`, setting(index).is_wrapped === false || !setting(index).is_wrapped ? "one-line" : ""].join(" ").trim(),
    scope: tag === "th" ? "col" : null,
  }, cellContent(content, sheet.look));
  const row = (cells, tag) => h("tr", {}, cells.map((content, index) => cell(content, index, tag)));
  const [head, ...body] = block.rows;
  return h("div", { class: "table-scroll block-table", tabindex: "0", role: "region", "aria-label": "Table" },
    h("table", {}, h("thead", {}, row(head, "th")), h("tbody", {}, body.map((cells) => row(cells, "td")))));
}

function cellContent(content, look) {
  if (content.type === "raw_text" || content.type === "raw_number") return String(content.text ?? content.value);
  if (content.type === "rich_text") return richText(content, look);
  return unsupported(content, "cell");
}
