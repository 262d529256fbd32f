/* One line of a conversation: a message, an ephemeral, or what Slack itself says. */

import { call } from "./api.js";
import { avatar } from "./avatar.js";
import { drawBlocks } from "./blocks.js";
import { dayAndTime, full, time } from "./dates.js";
import { h } from "./dom.js";
import { character } from "./emoji.js";
import { pickEmoji } from "./emojipicker.js";
import { Form } from "./form.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { unsupported } from "./elements.js";
import { openBox } from "./popover.js";
import { go } from "./route.js";
import { messageMenu } from "./shortcuts.js";
import { change, ephemeralKey, look, nameOf, person, store, writtenAt } from "./store.js";

/** What Slack says when the app does not answer. */
export const TROUBLE = "We had some trouble connecting. Try again?";
const QUICK = ["eyes", "white_check_mark", "zzz"];

/** Draw `item` of `channel`; `grouped` leaves out face and name; `inThread` leaves out the thread link. */
export function drawItem(item, channel, { grouped = false, inThread = false, replies = [] } = {}) {
  if (item.kind === "notice") return drawNotice(item);
  const author = writer(item);
  const classes = ["message", item.kind, grouped && "grouped"].filter(Boolean);
  const reading = look().reading;
  const at = writtenAt(item);
  const stamp = h("time", { class: "stamp", datetime: at.toISOString(), title: full(at, reading) }, time(at, reading));
  const head = h("div", { class: "message-head" }, h("b", { class: "author" }, nameOf(author)), author?.is_bot ? h("span", { class: "tag" }, "App") : null, stamp);
  const node = h("li", { class: classes.join(" "), tabindex: "-1", dataset: { ts: item.ts }, "aria-label": spoken(item, author, at, reading) },
    item.kind === "ephemeral" ? h("div", { class: "only-you" }, icon("eye"), "Only visible to you") : null,
    h("div", { class: "gutter" }, grouped ? stamp : avatar(author)),
    h("div", { class: "message-body" }, grouped ? null : head, content(item, channel), item.edited && !item.blocks?.length ? h("small", { class: "edited" }, "(edited)") : null,
      reactions(item, channel), threadLink(item, replies)));
  const addTools = () => node.lastElementChild.matches(".toolbar") || node.append(toolbar(item, channel, inThread));
  // Not where a finger goes down: the tap would press what appears under it.
  node.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && addTools());
  node.addEventListener("focusin", addTools);
  return node;
}

function spoken(item, author, at, reading) {
  return `${nameOf(author)}, ${time(at, reading)}: ${item.text ?? ""}`;
}

/** Who wrote it: a person, or the app. */
export function writer(item) {
  if (item.kind === "ephemeral" || item.bot_id) return { ...(person(store.server.bot.user_id) ?? {}), is_bot: true, real_name: item.username ?? store.server.bot.name, id: store.server.bot.user_id };
  return person(item.user) ?? { id: item.user, real_name: item.user };
}

/** The text or the blocks, with what else hangs on it. */
function content(item, channel) {
  const parts = [];
  if (item.blocks?.length) parts.push(drawBlocks(item.blocks, messageSheet(item, channel)));
  else if (item.text) parts.push(h("div", { class: "text" }, mrkdwn(item.text, look())));
  for (const file of item.files ?? []) parts.push(drawFile(file));
  if (item.attachments?.length) parts.push(unsupported({ type: "attachments", attachments: item.attachments }, "part"));
  return h("div", { class: "content" }, parts);
}

function messageSheet(item, channel) {
  const at = { user: store.me, channel, ts: item.ts, ...(item.id ? { id: item.id } : {}) };
  return {
    look: look(), surface: "message", form: new Form(item.blocks, { state: item.state }),
    act: (press) => pressed({ ...at, ...press }),
    suggest: (press) => suggest({ ...at, ...press }),
  };
}

/** Press or choose; an answer that the app did not give in time is no success. */
export async function pressed(press) {
  const answer = await call("press", press);
  return answer.ok && answer.failure ? { ...answer, ok: false, error: TROUBLE } : answer;
}

/** Ask the app for the options of an external select. */
export async function suggest(press) {
  const answer = await call("suggest", press);
  if (!answer.ok || answer.acked === false) throw new Error(answer.error);
  return answer;
}

function drawFile(file) {
  const address = file.url_private ?? look().file(file);
  const isPicture = file.mimetype?.startsWith("image/");
  const name = file.title || file.name;
  if (isPicture && address) return h("figure", { class: "file" }, h("figcaption", {}, name), h("img", { class: "wide-image", src: address, alt: file.alt_txt ?? name }));
  return h("a", { class: "file-link", href: address, download: file.name }, icon("archived"), name);
}

function reactions(item, channel) {
  if (!item.reactions?.length) return null;
  return h("div", { class: "reactions" }, item.reactions.map((each) => reaction(item, channel, each)),
    item.kind === "message" ? h("button", { class: "reaction add", type: "button", "aria-label": "Add a reaction", dataset: { focus: `${item.ts}/add` }, on: { click: (event) => pickEmoji(event.currentTarget, (name) => react(item, channel, name)) } }, icon("smile")) : null);
}

function reaction(item, channel, { name, users, count }) {
  const mine = users.includes(store.me);
  const who = users.map((id) => (id === store.me ? "you" : nameOf(person(id)))).join(", ");
  return h("button", {
    class: mine ? "reaction mine" : "reaction", type: "button", "aria-pressed": mine ? "true" : "false", title: `${who} reacted with :${name}:`,
    "aria-label": `${name.replace(/_/g, " ")}, ${count}, ${mine ? "take yours off" : "react too"}`, dataset: { focus: `${item.ts}/${name}` }, on: { click: () => react(item, channel, name) },
  }, h("span", { class: "emoji" }, character(name) ?? `:${name}:`), h("span", { class: "reaction-count" }, String(count ?? users.length)));
}

async function react(item, channel, emoji) {
  const answer = await call("react", { user: store.me, channel, ts: item.ts, emoji });
  if (!answer.ok) say(channel, answer.error);
}

/** Show a line that only this person sees, as Slack does when something does not work. */
export function say(channel, text, thread = undefined) {
  const at = store.server ? new Date(Date.parse(store.server.clock) + (performance.now() - store.receivedAt)).toISOString() : new Date().toISOString();
  change({ said: [...store.said, { user: store.me, channel, text: text ?? "This did not work.", at, error: "page", thread_ts: thread }] });
}

function threadLink(item, replies) {
  if (item.kind !== "message" || !replies.length) return null;
  const faces = [...new Map(replies.map((each) => [each.bot_id ?? each.user, writer({ kind: "message", ...each })])).values()].slice(0, 3);
  return h("button", { class: "thread-link", type: "button", dataset: { focus: `${item.ts}/thread` }, on: { click: () => openThread(item) } },
    faces.map((someone) => avatar(someone, "tiny")), h("b", {}, replies.length === 1 ? "1 reply" : `${replies.length} replies`),
    h("span", { class: "quiet" }, dayAndTime(writtenAt(replies.at(-1)), look().reading)));
}

function openThread(item) {
  store.wantsThreadFocus = true;
  go({ thread: item.thread_ts ?? item.ts });
}

function toolbar(item, channel, inThread) {
  const tool = (name, label, onClick, face) => h("button", { class: "tool", type: "button", "aria-label": label, title: label, dataset: { focus: `${item.ts}/${name}` }, on: { click: onClick } }, face);
  const source = tool("source", "What was sent", (event) => showSource(event.currentTarget, item), icon("source"));
  if (item.kind === "ephemeral") {
    return h("div", { class: "toolbar", role: "toolbar", "aria-label": "Message" }, tool("dismiss", "Dismiss this message", () => {
      store.hidden.add(ephemeralKey({ ...item, channel }));
      change();
    }, icon("close")), source);
  }
  return h("div", { class: "toolbar", role: "toolbar", "aria-label": "Message" },
    QUICK.map((name) => tool(`quick-${name}`, `React with ${name.replace(/_/g, " ")}`, () => react(item, channel, name), h("span", { class: "emoji" }, character(name)))),
    tool("react", "Find a reaction", (event) => pickEmoji(event.currentTarget, (name) => react(item, channel, name)), icon("smile")),
    inThread ? null : tool("reply", "Reply in thread", () => openThread(item), icon("reply")), source,
    messageMenu(item, channel, (sentence) => say(channel, sentence, inThread ? item.thread_ts : undefined)));
}

/** What a notification would say, and the message as it was sent. */
function showSource(anchor, item) {
  openBox({
    anchor, className: "source", label: "What was sent",
    fill: (box) => {
      const { text, blocks, metadata } = item;
      box.append(h("h3", {}, "In a notification"), h("p", {}, text ? mrkdwn(text, look()) : h("em", {}, "Nothing: the message has no text.")), h("h3", {}, "As it was sent"), h("pre", { tabindex: "0" }, JSON.stringify({ text, blocks, metadata }, null, 2)));
      box.querySelector("pre").focus({ preventScroll: true });
    },
  });
}

function drawNotice(item) {
  return h("li", { class: item.error ? "notice failed" : "notice", tabindex: "-1", dataset: { ts: item.ts } },
    h("span", { class: "notice-icon" }, icon(item.error ? "warning" : "info")),
    h("div", {}, h("div", { class: "notice-text" }, mrkdwn(item.text, look())), h("small", {}, "Slack · Only visible to you")));
}
