/* What the page knows: the server's state, who one is, where one looks, and what one has read. */

import { moment, reader } from "./dates.js";

const listeners = new Set();
let queued = false;

/** `server` is the last state; the rest is this tab's own. */
export const store = {
  server: null,
  receivedAt: 0,
  lost: false,
  me: null,
  place: null,
  unmet: false,
  thread: null,
  drawer: null,
  nav: false,
  wantsThreadFocus: false,
  wanted: null,
  read: new Map(),
  newFrom: new Map(),
  drafts: new Map(),
  sent: new Map(),
  hidden: new Set(),
  pending: [],
  said: [],
};

/** Draw again soon; `patch` is merged first. */
export function change(patch = {}) {
  Object.assign(store, patch);
  if (queued) return;
  queued = true;
  queueMicrotask(() => {
    queued = false;
    for (const listener of listeners) listener(store);
  });
}

/** Call `listener(store)` after each change. */
export function subscribe(listener) {
  listeners.add(listener);
}

/** The local Slack's moment: the last state's clock, moved on by what has passed since. */
export function now() {
  if (!store.server) return new Date();
  return new Date(Date.parse(store.server.clock) + (performance.now() - store.receivedAt));
}

/** The person one is. */
export function me() {
  return person(store.me);
}

export function person(id) {
  return store.server?.people.find((each) => each.id === id);
}

/** How a person is called on the page. */
export function nameOf(someone) {
  return someone ? someone.real_name || someone.name : "Someone";
}

/** People one can be: no bots. */
export function cast() {
  return store.server.people.filter((each) => !each.is_bot && !each.deleted);
}

/** What a person is here, beside their title: Slack admin, guest, or of another workspace. */
export function standing(someone) {
  if (someone.is_bot) return "App";
  if (someone.is_restricted || someone.is_ultra_restricted) return "Guest";
  if (someone.is_stranger || (someone.team_id && someone.team_id !== store.server.team.id)) return "Another workspace";
  return someone.is_admin ? "Slack admin" : "";
}

/** The language a person reads, in its own name. */
export function languageOf(someone) {
  const code = (someone.locale || "en").slice(0, 2);
  const own = new Intl.DisplayNames([code], { type: "language" }).of(code);
  return own[0].toLocaleUpperCase(code) + own.slice(1);
}

export function channel(id) {
  return store.server?.channels.find((each) => each.id === id);
}

/** The channels and direct messages this person is in. */
export function myChannels() {
  return store.server.channels.filter((each) => (each.is_im ? each.user === store.me || each.members?.includes(store.me) : each.members?.includes(store.me)));
}

/** The person's direct message with the app, if it was ever opened. */
export function appChannel() {
  const bot = store.server.bot.user_id;
  return myChannels().find((each) => each.is_im && (each.members ? each.members.includes(bot) : true));
}

/** What lies in a channel for this person, in order: messages, ephemerals and Slack's own words, each marked by `kind`. */
export function itemsIn(id) {
  const { messages, ephemerals, notices } = store.server;
  const items = (messages[id] ?? []).map((each) => ({ kind: "message", ...each }));
  for (const each of ephemerals) {
    if (each.channel === id && each.user === store.me && !store.hidden.has(ephemeralKey(each))) items.push({ kind: "ephemeral", ...each, author: each.user });
  }
  for (const each of [...notices, ...store.said]) {
    if (each.user === store.me && each.channel === id) items.push({ kind: "notice", ts: stamp(each.at), thread_ts: each.thread_ts, text: each.text, error: each.error });
  }
  return items.sort((a, b) => Number.parseFloat(a.ts) - Number.parseFloat(b.ts));
}

/** What names an ephemeral for good. */
export function ephemeralKey(each) {
  return each.id ?? `${each.channel}/${each.ts}`;
}

function stamp(at) {
  return (Date.parse(at) / 1000).toFixed(6);
}

/** Is it shown among the channel's own messages (and not only in its thread)? */
export function isTopLevel(item) {
  return !item.thread_ts || item.thread_ts === item.ts || item.broadcast || item.subtype === "thread_broadcast";
}

/** Messages of others in a channel since one last looked. */
export function unread(id) {
  const mark = store.read.get(`${store.me}/${id}`) ?? 0;
  return (store.server.messages[id] ?? []).filter((each) => Number.parseFloat(each.ts) > mark && each.user !== store.me && isTopLevel(each));
}

/** Remember that this person has seen all of a channel. */
export function markRead(id) {
  const last = store.server.messages[id]?.at(-1);
  if (last) store.read.set(`${store.me}/${id}`, Number.parseFloat(last.ts));
}

/** At the first sight, what is older than a day counts as read by everybody. */
export function readTheOld(state) {
  const edge = Date.parse(state.clock) / 1000 - 86_400;
  for (const someone of state.people) for (const each of state.channels) {
    const old = (state.messages[each.id] ?? []).filter((message) => Number.parseFloat(message.ts) < edge).at(-1);
    if (old) store.read.set(`${someone.id}/${each.id}`, Number.parseFloat(old.ts));
  }
}

/** A channel's name as lists show it. */
export function channelLabel(one) {
  if (!one.is_im) return one.name;
  const other = (one.members ?? []).find((id) => id !== store.me) ?? store.server.bot.user_id;
  return nameOf(person(other));
}

/** How the person one is reads names, dates and files. */
export function look() {
  const named = (someone) => someone && { ...someone, name: nameOf(someone) };
  const labelled = (one) => one && { ...one, label: one.is_im ? channelLabel(one) : `#${one.name}` };
  return {
    me: store.me,
    reading: reader(me(), now),
    person: (id) => named(person(id)),
    people: () => store.server.people.filter((each) => !each.deleted).map(named),
    channel: (id) => channel(id),
    conversation: (id) => labelled(channel(id)),
    conversations: (filter) => myChannels().filter((one) => fits(one, filter)).map(labelled),
    file: (slackFile) => fileAddress(slackFile),
  };
}

function fits(one, filter) {
  const kind = one.is_im ? "im" : one.is_private ? "private" : "public";
  if (filter?.include && !filter.include.includes(kind)) return false;
  return !(filter?.exclude_external_shared_channels && one.is_ext_shared);
}

function fileAddress(slackFile) {
  if (slackFile.id) return `/files/${encodeURIComponent(slackFile.id)}`;
  return slackFile.url ?? null;
}

/** The moment a message was written. */
export function writtenAt(item) {
  return moment(item.ts);
}
