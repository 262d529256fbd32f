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
function initial(element) {
  return INITIAL[element.type]?.(element);
}

/**
 * The inputs of `blocks`; `earlier` is the form before an update, whose typed values stay; `state` is what the server holds of them
 * (block id → action id → entry).
 */
export class Form {
  constructor(blocks, { earlier = null, state = {} } = {}) {
    this.cells = new Map();
    for (const block of blocks) for (const element of elementsOf(block)) this.#start(block, element, earlier, state);
  }

  #start(block, element, earlier, state) {
    if (initial(element) === undefined) return;
    const key = cell(block, element);
    const kept = earlier?.cells.get(key);
    if (kept?.type === element.type) {
      this.cells.set(key, { ...kept, element, block });
      return;
    }
    const entry = state[block.block_id]?.[element.action_id];
    const value = entry?.type === element.type ? heldIn(entry) ?? initial(element) : initial(element);
    this.cells.set(key, { element, block, type: element.type, value, sent: value });
  }

  get(block, element) {
    return this.cells.get(cell(block, element))?.value;
  }

  set(block, element, value) {
    const found = this.cells.get(cell(block, element));
    if (found) found.value = value;
  }

  /** What was changed in the input blocks since it was last told, by block id, as the control calls take it. */
  changes() {
    const changed = [...this.cells.values()].filter((each) => each.block.type === "input" && each.value !== each.sent);
    return Object.fromEntries(changed.map((each) => [each.block.block_id, spoken(each.type, each.value)]));
  }

  /** The changed inputs that no action tells of: what must be told before another action of the view. */
  untold() {
    return [...this.cells.values()].filter((each) => each.block.type === "input" && !each.block.dispatch_action && each.value !== each.sent);
  }

  /** Remember that the server knows this cell's value. */
  told({ block, element, value }) {
    const found = this.cells.get(cell(block, element));
    if (found) found.sent = value;
  }

  /** What Slack itself finds wrong before it asks the app: error texts by block id. */
  problems() {
    const found = [...this.cells.values()].filter((each) => each.block.type === "input").map((each) => [each.block.block_id, problem(each)]);
    return Object.fromEntries(found.filter(([, text]) => text));
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

const KEYS = [
  "value", "selected_option", "selected_options", "selected_date", "selected_time", "selected_user", "selected_users",
  "selected_conversation", "selected_conversations", "selected_channel", "selected_channels",
];

function heldIn(entry) {
  return entry[KEYS.find((key) => key in entry)];
}

function problem({ block, element, value }) {
  if (value === null || value === "" || (Array.isArray(value) && !value.length)) return block.optional ? null : "Please complete this required field.";
  if (element.min_length && value.length < element.min_length) return `Enter at least ${element.min_length} characters.`;
  if (element.type === "number_input") return numberProblem(element, value);
  if (element.type === "email_text_input" && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value)) return "Enter a valid e-mail address.";
  if (element.type === "url_text_input" && !/^https?:\/\/\S+$/.test(value)) return "Enter a valid address, with https://.";
  return null;
}

function numberProblem(element, value) {
  const number = /^[-+]?\d*\.?\d+$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isNaN(number)) return "Enter a valid number.";
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return "Enter a whole number.";
  if (element.min_value !== undefined && number < Number(element.min_value)) return `Enter a number of at least ${element.min_value}.`;
  if (element.max_value !== undefined && number > Number(element.max_value)) return `Enter a number of at most ${element.max_value}.`;
  return null;
}

/** One element's value as the control calls take it; an outside option goes by its label, which the app is asked for again. */
export function spoken(type, value) {
  if (Array.isArray(value)) return value.map((each) => spoken(type, each));
  if (value && typeof value === "object") return type.endsWith("external_select") ? value.text.text : value.value;
  return value === "" ? null : value;
}
