/* What stands in the inputs of one view: starts with the view's initial values, survives an update of the same blocks. */

const INITIAL = {
  plain_text_input: (element) => element.initial_value ?? "",
  number_input: (element) => element.initial_value ?? "",
  email_text_input: (element) => element.initial_value ?? "",
  url_text_input: (element) => element.initial_value ?? "",
  static_select: (element) => element.initial_option ?? null,
  external_select: (element) => element.initial_option ?? null,
  users_select: (element) => element.initial_user ?? null,
  conversations_select: (element) => element.initial_conversation ?? null,
  channels_select: (element) => element.initial_channel ?? null,
  multi_static_select: (element) => element.initial_options ?? [],
  multi_external_select: (element) => element.initial_options ?? [],
  multi_users_select: (element) => element.initial_users ?? [],
  multi_conversations_select: (element) => element.initial_conversations ?? [],
  multi_channels_select: (element) => element.initial_channels ?? [],
  datepicker: (element) => element.initial_date ?? null,
  timepicker: (element) => element.initial_time ?? null,
  radio_buttons: (element) => element.initial_option ?? null,
  checkboxes: (element) => element.initial_options ?? [],
};

/** The value an element starts with, or undefined for one that holds none (a button). */
export function initial(element) {
  return INITIAL[element.type]?.(element);
}

/** The inputs of `blocks`; `earlier` is the form before an update, whose typed values stay. */
export class Form {
  constructor(blocks, earlier) {
    this.cells = new Map();
    for (const block of blocks) for (const element of elementsOf(block)) this.#start(block, element, earlier);
  }

  #start(block, element, earlier) {
    const value = initial(element);
    if (value === undefined) return;
    const key = cell(block, element);
    const kept = earlier?.cells.get(key);
    this.cells.set(key, kept?.type === element.type ? kept : { block: block.block_id, type: element.type, value, input: block.type === "input" });
  }

  get(block, element) {
    return this.cells.get(cell(block, element))?.value;
  }

  set(block, element, value) {
    const found = this.cells.get(cell(block, element));
    if (found) found.value = value;
  }

  /** Values by block id, as the control calls take them: text, option values, lists of them, days, ids. */
  read() {
    const out = {};
    for (const { block, type, value } of this.cells.values()) if (block) out[block] = spoken(type, value);
    return out;
  }
}

function cell(block, element) {
  return `${block.block_id ?? ""}\n${element.action_id ?? ""}`;
}

function elementsOf(block) {
  if (block.type === "input") return [block.element];
  if (block.type === "section") return block.accessory ? [block.accessory] : [];
  return block.type === "actions" ? block.elements : [];
}

/** One element's value as the control calls take it. */
export function spoken(type, value) {
  if (Array.isArray(value)) return value.map((each) => spoken(type, each));
  if (value && typeof value === "object") return type.endsWith("external_select") ? { text: value.text, value: value.value } : value.value;
  return value === "" ? null : value;
}
