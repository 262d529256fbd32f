/* The app's modals: a stack of views, with errors under the fields, a spinner while it works, and three ways out. */

import { call } from "./api.js";
import { drawBlocks, showErrors } from "./blocks.js";
import { h, named } from "./dom.js";
import { Form, spoken } from "./form.js";
import { icon } from "./icons.js";
import { avatar } from "./avatar.js";
import { plain } from "./mrkdwn.js";
import { pressed, suggest, TROUBLE } from "./message.js";
import { look, store } from "./store.js";

const forms = new Map();
const shown = { dialog: null, top: null, signature: null, errors: null, opener: null };

/** Show the views that are open for the person one is. */
export function drawModals() {
  const stack = store.server.views.filter((each) => each.user === store.me && each.view.type === "modal");
  for (const id of forms.keys()) if (!store.server.views.some((each) => each.id === id)) forms.delete(id);
  const top = stack.at(-1);
  if (!top) return leave();
  if (!shown.dialog) open();
  const signature = JSON.stringify([store.me, top.id, top.view, stack.length]);
  if (signature !== shown.signature) drawTop(top, stack, signature);
  const errors = JSON.stringify(top.errors ?? {});
  if (errors !== shown.errors) {
    shown.errors = errors;
    showErrors(shown.dialog, top.errors ?? {});
  }
  return undefined;
}

function open() {
  shown.opener = document.activeElement;
  shown.dialog = h("dialog", { class: "modal", "aria-labelledby": "modal-title" });
  shown.dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    dismiss(true);
  });
  document.body.append(shown.dialog);
  shown.dialog.showModal();
}

function leave() {
  if (!shown.dialog) return;
  shown.dialog.close();
  shown.dialog.remove();
  shown.opener?.isConnected && shown.opener.focus({ preventScroll: true });
  Object.assign(shown, { dialog: null, top: null, signature: null, errors: null, opener: null });
}

function drawTop(top, stack, signature) {
  const isSame = shown.top === top.id;
  const held = isSame && shown.dialog.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  const caret = held ? document.activeElement.selectionStart : null;
  forms.set(top.id, new Form(top.view.blocks, { earlier: forms.get(top.id), state: top.state }));
  Object.assign(shown, { top: top.id, signature, errors: "{}" });
  shown.dialog.classList.toggle("stacked", stack.length > 1);
  shown.dialog.replaceChildren(...viewNodes(top.view, { depth: stack.length, ...liveSheet(top), onClose: dismiss, onSubmit: submit }));
  const again = held && named(shown.dialog, held);
  const first = shown.dialog.querySelector("[autofocus]") ?? shown.dialog.querySelector(".modal-body :is(input, textarea, .select)") ?? shown.dialog.querySelector(".modal-foot .button:last-child, .icon-button");
  (again ?? first)?.focus({ preventScroll: Boolean(again) });
  if (again && caret !== null && again.setSelectionRange) again.setSelectionRange(caret, caret);
}

function liveSheet(top) {
  const form = forms.get(top.id);
  const at = { user: store.me, view_id: top.id };
  return {
    sheet: {
      look: look(), surface: "modal", form, errors: {},
      act: (press) => tellAndPress(form, at, press), suggest: (press) => suggest({ ...at, ...press }),
    },
  };
}

/** An action carries what stands in the view: tell what was typed since, then press. */
async function tellAndPress(form, at, press) {
  for (const each of form.untold()) {
    const told = await call("press", { ...at, block_id: each.block.block_id, action_id: each.element.action_id, value: spoken(each.type, each.value) });
    if (told.ok) form.told(each);
  }
  return pressed({ ...at, ...press });
}

/** A view's head, body and foot; the gallery draws them without a dialog. */
export function viewNodes(view, { sheet, depth = 1, onClose, onSubmit }) {
  const closeText = view.close ? plain(view.close.text, view.close) : "Cancel";
  const head = h("div", { class: "modal-head" },
    depth > 1 ? h("button", { class: "icon-button", type: "button", "aria-label": "Back", on: { click: () => onClose?.(false) } }, icon("back")) : avatar({ is_bot: true }, "small"),
    h("h2", { id: "modal-title" }, plain(view.title?.text ?? "", view.title ?? {})),
    h("button", { class: "icon-button", type: "button", "aria-label": "Close", on: { click: () => onClose?.(true) } }, icon("close")));
  const body = h("div", { class: "modal-body" }, h("div", { class: "modal-trouble", role: "alert", hidden: true }), drawBlocks(view.blocks, sheet));
  const buttons = [h("button", { class: "button", type: "button", on: { click: () => onClose?.(false) } }, closeText)];
  if (view.submit) buttons.push(h("button", { class: "button primary submit", type: "button", on: { click: () => onSubmit?.() } }, h("span", { class: "button-text" }, plain(view.submit.text, view.submit))));
  const isEmpty = !view.submit && !view.close;
  body.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented || !view.submit) return;
    if (event.target.matches("input[type=text], input[type=email], input[type=url]") || event.metaKey || event.ctrlKey) onSubmit?.();
  });
  return [head, body, isEmpty && depth === 1 ? null : h("div", { class: "modal-foot" }, buttons)].filter(Boolean);
}

async function submit() {
  const { dialog, top } = shown;
  const button = dialog.querySelector(".submit");
  if (!button || button.classList.contains("busy")) return;
  const form = forms.get(top);
  const problems = form.problems();
  dialog.querySelector(".modal-trouble").hidden = true;
  showErrors(dialog, problems);
  if (Object.keys(problems).length) return;
  busy(dialog, button, true);
  const answer = await call("submit", { user: store.me, view_id: top, values: form.changes() });
  if (shown.dialog !== dialog || !button.isConnected) return;
  busy(dialog, button, false);
  if (answer.errors) showErrors(dialog, answer.errors);
  else if (!answer.ok || answer.failure) trouble(dialog, answer.error ?? TROUBLE);
}

function busy(dialog, button, on) {
  button.classList.toggle("busy", on);
  dialog.classList.toggle("working", on);
  dialog.setAttribute("aria-busy", on ? "true" : "false");
  dialog.querySelector(".modal-body").inert = on;
}

function trouble(dialog, text) {
  const line = dialog.querySelector(".modal-trouble");
  line.hidden = false;
  line.replaceChildren(icon("warning"), text);
}

async function dismiss(all) {
  const { dialog, top } = shown;
  const answer = await call("close", { user: store.me, view_id: top, ...(all ? { all: true } : {}) });
  if (!answer.ok && shown.dialog === dialog) trouble(dialog, answer.error ?? "This could not be closed.");
}
