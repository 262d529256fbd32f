/* Block Kit's interactive elements: buttons, choices, pickers and inputs, with their confirmations and spinners. */

import { openCalendar } from "./calendar.js";
import { confirmed } from "./confirm.js";
import { day, pickedDay } from "./dates.js";
import { h } from "./dom.js";
import { spoken } from "./form.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { plain, textObject } from "./mrkdwn.js";

let counter = 0;

/**
 * One element. `frame`: `id` and `describedBy` inside an input block, `dispatches` when a change there is an action too,
 * `label` as the spoken name where the element has none of its own.
 */
export function drawElement(element, block, sheet, frame) {
  const kind = KINDS[element.type];
  if (!kind) return unsupported(element, "element");
  const node = kind(element, { element, block, sheet, frame, acts: block.type !== "input" || frame.dispatches });
  node.dataset.element = element.type;
  if (element.action_id) node.dataset.actionId = element.action_id;
  return node;
}

/** The evident box for what cannot be drawn, with its JSON to open. */
export function unsupported(thing, noun, why) {
  const title = why ? `Could not draw this ${noun}: ${thing.type} (${why})` : `Not drawn here: ${noun} “${thing.type}”`;
  return h("details", { class: "unsupported", role: "note" }, h("summary", {}, icon("warning"), title), h("pre", {}, JSON.stringify(thing, null, 2)));
}

const KINDS = {
  button, overflow, datepicker, timepicker, checkboxes, radio_buttons: radios,
  plain_text_input: textInput, number_input: textInput, email_text_input: textInput, url_text_input: textInput,
  static_select: select, external_select: select, users_select: select, conversations_select: select, channels_select: select,
  multi_static_select: select, multi_external_select: select, multi_users_select: select,
  multi_conversations_select: select, multi_channels_select: select,
};

/** Send the press, showing on `node` that it is under way, or that it went wrong. */
async function act(desk, node, value) {
  if (!desk.acts) return;
  if (desk.element.confirm && !(await confirmed(desk.element.confirm, desk.sheet.look, node))) return;
  node.classList.remove("failed");
  node.classList.add("busy");
  node.setAttribute("aria-busy", "true");
  const answer = await desk.sheet.act({ block_id: desk.block.block_id, action_id: desk.element.action_id, value: spoken(desk.element.type, value) });
  node.classList.remove("busy");
  node.removeAttribute("aria-busy");
  if (answer && !answer.ok) {
    node.classList.add("failed");
    node.title = answer.error ?? "This did not work.";
  }
}

function keep(desk, value) {
  desk.sheet.form.set(desk.block, desk.element, value);
}

function held(desk) {
  return desk.sheet.form.get(desk.block, desk.element);
}

function focusName(desk) {
  return `${desk.block.block_id ?? ""}/${desk.element.action_id ?? ""}`;
}

function button(element, desk) {
  const classes = ["button", element.style].filter(Boolean).join(" ");
  const node = h("button", { class: classes, type: "button", "aria-label": element.accessibility_label, dataset: { focus: focusName(desk) } },
    h("span", { class: "button-text" }, plain(element.text.text, element.text)));
  node.addEventListener("click", async () => {
    if (node.classList.contains("busy")) return;
    if (element.url) window.open(element.url, "_blank", "noopener,noreferrer");
    await act(desk, node, element.value ?? null);
  });
  return node;
}

function overflow(element, desk) {
  const node = h("button", { class: "button overflow", type: "button", "aria-label": "More actions", "aria-haspopup": "listbox", "aria-expanded": "false", dataset: { focus: focusName(desk) } }, icon("dots"));
  node.addEventListener("click", () => openMenu({
    anchor: node, label: "More actions", items: element.options.map(item),
    onPick: (picked) => {
      if (picked.option.url) window.open(picked.option.url, "_blank", "noopener,noreferrer");
      act(desk, node, picked.option);
    },
  }));
  return node;
}

function item(option) {
  return { label: option.text.text, description: option.description?.text, value: option.value, option };
}

const BRING = {
  static: (desk) => ({ items: options(desk.element), filter: options(desk.element).length > 7 }),
  external: (desk) => ({
    load: async (query) => (query.length >= (desk.element.min_query_length ?? 3) ? suggestions(desk, query) : []),
  }),
  users: (desk) => ({ items: desk.sheet.look.people().map((person) => ({ label: person.name, description: person.title, value: person.id })), filter: true }),
  conversations: (desk) => ({ items: desk.sheet.look.conversations(desk.element.filter).map((one) => ({ label: one.label, value: one.id })), filter: true }),
  channels: (desk) => ({ items: desk.sheet.look.conversations({ include: ["public"] }).map((one) => ({ label: one.label, value: one.id })), filter: true }),
};

function options(element) {
  if (!element.option_groups?.length) return (element.options ?? []).map(item);
  return element.option_groups.flatMap((group) => group.options.map((option) => ({ ...item(option), group: group.label.text })));
}

async function suggestions(desk, query) {
  const found = await desk.sheet.suggest({ block_id: desk.block.block_id, action_id: desk.element.action_id, typed: query });
  return options(found);
}

function select(element, desk) {
  const many = element.type.startsWith("multi_");
  const source = element.type.replace(/^multi_|_select$/g, "");
  const text = h("span", { class: "select-text" });
  const node = h("button", {
    class: many ? "select many" : "select", type: "button", id: desk.frame.id, "aria-haspopup": "listbox", "aria-expanded": "false", role: "combobox",
    "aria-describedby": desk.frame.describedBy, dataset: { focus: focusName(desk) },
  }, text, icon("down"));
  const placeholder = element.placeholder?.text ?? (many ? "Select options" : "Select an item");
  const show = () => showPicked(node, text, held(desk), source, placeholder, desk);
  node.addEventListener("click", () => openMenu({
    anchor: node, many, label: placeholder, ...checked(BRING[source](desk), held(desk), source),
    onPick: (picked) => onPick({ desk, node, many, source, show }, picked),
    onClose: many ? () => act(desk, node, held(desk)) : undefined,
  }));
  node.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    node.click();
  });
  show();
  return node;
}

function onPick({ desk, node, many, source, show }, picked) {
  const value = source === "static" || source === "external" ? picked.option : picked.value;
  if (many) {
    const rest = held(desk).filter((each) => valueOf(each) !== valueOf(value));
    keep(desk, picked.checked ? [...rest, value] : rest);
    show();
    return;
  }
  keep(desk, value);
  show();
  act(desk, node, value);
}

function valueOf(one) {
  return one && typeof one === "object" ? one.value : one;
}

function checked(menu, value, source) {
  const picked = new Set([value].flat().filter(Boolean).map(valueOf));
  const mark = (one) => ({ ...one, checked: picked.has(one.value) });
  if (source !== "external") return { ...menu, items: menu.items.map(mark) };
  return { load: async (query) => (await menu.load(query)).map(mark) };
}

function showPicked(node, text, value, source, placeholder, desk) {
  const names = [value].flat().filter(Boolean).map((one) => pickedName(one, source, desk.sheet.look));
  text.replaceChildren(...(names.length ? names.flatMap((name, index) => (index ? [", ", name] : [name])) : [placeholder]));
  node.classList.toggle("empty", !names.length);
  const spoken = names.length ? names.join(", ") : placeholder;
  const label = desk.block.label?.text;
  node.setAttribute("aria-label", label ? `${label}: ${spoken}` : spoken);
}

function pickedName(one, source, look) {
  if (source === "users") return look.person(one)?.name ?? one;
  if (source === "conversations" || source === "channels") return look.conversation(one)?.label ?? one;
  return one.text.text;
}

function picker(element, desk, { drawing, show, placeholder, open }) {
  const text = h("span", { class: "select-text" });
  const node = h("button", {
    class: "select", type: "button", id: desk.frame.id, "aria-haspopup": "dialog", "aria-expanded": "false",
    "aria-describedby": desk.frame.describedBy, dataset: { focus: focusName(desk) },
  }, icon(drawing), text, icon("down"));
  const refresh = () => {
    const value = held(desk);
    text.textContent = value ? show(value) : (element.placeholder?.text ?? placeholder);
    node.classList.toggle("empty", !value);
    const label = desk.block.label?.text;
    node.setAttribute("aria-label", label ? `${label}: ${text.textContent}` : text.textContent);
    node.dataset.value = value ?? "";
  };
  const pick = (value) => {
    keep(desk, value);
    refresh();
    act(desk, node, value);
  };
  node.addEventListener("click", () => open(node, pick));
  refresh();
  return node;
}

function datepicker(element, desk) {
  const { reading } = desk.sheet.look;
  return picker(element, desk, {
    drawing: "calendar", placeholder: "Select a date", show: (iso) => pickedDay(iso, reading),
    open: (anchor, onPick) => openCalendar({ anchor, iso: held(desk), today: day(reading.now(), reading), reading, onPick }),
  });
}

function timepicker(element, desk) {
  const { locale } = desk.sheet.look.reading;
  const show = (text) => new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", timeZone: "UTC" }).format(new Date(`2000-01-01T${text}:00Z`));
  const times = Array.from({ length: 48 }, (_, index) => `${String(index >> 1).padStart(2, "0")}:${index % 2 ? "30" : "00"}`);
  return picker(element, desk, {
    drawing: "clock", placeholder: "Select a time", show,
    open: (anchor, onPick) => {
      const all = [...new Set([...times, held(desk) ?? "08:00"])].sort();
      openMenu({ anchor, label: "Time", items: all.map((value) => ({ label: show(value), value, checked: value === (held(desk) ?? "08:00") })), onPick: (picked) => onPick(picked.value) });
    },
  });
}

const TYPES = { number_input: "text", email_text_input: "email", url_text_input: "url" };

function textInput(element, desk) {
  const properties = {
    class: "text-input", id: desk.frame.id, placeholder: element.placeholder?.text, maxlength: element.max_length, autocomplete: "off",
    "aria-describedby": desk.frame.describedBy, dataset: { focus: focusName(desk) }, autofocus: element.focus_on_load,
  };
  const tall = element.type === "plain_text_input" && element.multiline;
  const node = tall ? h("textarea", { ...properties, rows: "4" })
    : h("input", { ...properties, type: TYPES[element.type] ?? "text", inputmode: element.type === "number_input" ? (element.is_decimal_allowed ? "decimal" : "numeric") : null });
  node.value = held(desk) ?? "";
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  node.addEventListener("input", () => {
    keep(desk, node.value);
    if (on.includes("on_character_entered")) act(desk, node, node.value);
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || tall || !desk.acts || !on.includes("on_enter_pressed")) return;
    event.preventDefault();
    act(desk, node, node.value);
  });
  return node;
}

function choices(element, desk, type, isPicked, onChange) {
  const name = `choice-${++counter}`;
  const rows = element.options.map((option) => {
    const input = h("input", { type, name, value: option.value, checked: isPicked(option), dataset: { focus: `${focusName(desk)}/${option.value}` } });
    input.addEventListener("change", () => onChange(option, input.checked));
    return h("label", { class: "choice" }, input, h("span", {}, h("span", { class: "choice-text" }, textObject(option.text, desk.sheet.look)),
      option.description ? h("span", { class: "choice-description" }, textObject(option.description, desk.sheet.look)) : null));
  });
  return h("div", { class: "choices", role: type === "radio" ? "radiogroup" : "group", id: desk.frame.id, "aria-labelledby": desk.frame.id && `${desk.frame.id}-label`, "aria-describedby": desk.frame.describedBy }, rows);
}

function radios(element, desk) {
  const node = choices(element, desk, "radio", (option) => held(desk)?.value === option.value, (option) => {
    keep(desk, option);
    act(desk, node, option);
  });
  return node;
}

function checkboxes(element, desk) {
  let picked = held(desk) ?? [];
  const node = choices(element, desk, "checkbox", (option) => picked.some((each) => each.value === option.value), (option, on) => {
    picked = picked.filter((each) => each.value !== option.value);
    if (on) picked = [...picked, option];
    keep(desk, picked);
    act(desk, node, picked);
  });
  return node;
}
