/* Where one is, in the address: `#/PERSON/CHANNEL/THREAD`, `#/PERSON/app/home`; so reload, back and links work. */

import { appChannel, change, myChannels, store } from "./store.js";

/** Go somewhere: `{me?, place?, thread?}`; what is left out stays. */
export function go({ me = store.me, place = store.place, thread = null }) {
  const at = place?.kind === "app" ? ["app", place.tab] : [place?.id ?? ""];
  const hash = `#/${[me, ...at, ...(thread ? [thread] : [])].map(encodeURIComponent).join("/")}`;
  if (location.hash === hash) change({ me, place, thread });
  else location.hash = hash;
}

/** Where a message's own link leads, as Slack makes them: `{place, thread, ts}`; null for any other address. */
export function linked(address) {
  const found = /^https?:\/\/([^/]+)\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})(?:\?(?:.*&)?thread_ts=([\d.]+))?/.exec(address);
  if (!found || ![`${store.server.team.domain}.slack.com`, location.host].includes(found[1])) return null;
  const one = myChannels().find((each) => each.id === found[2]);
  if (!one) return null;
  const place = one === appChannel() ? { kind: "app", tab: "messages" } : { kind: "channel", id: one.id };
  return { place, thread: found[5] ?? null, ts: `${found[3]}.${found[4]}` };
}

/** Read the address into the store, minding people and channels that are not there; `unmet`: it names one that may come. */
export function readAddress() {
  const [me, first, ...rest] = location.hash.replace(/^#\//, "").split("/").map(decodeURIComponent);
  const someone = store.server.people.find((each) => each.id === me && !each.is_bot) ?? store.server.people.find((each) => !each.is_bot);
  store.me = someone.id;
  if (first === "app") return change({ unmet: false, place: { kind: "app", tab: rest[0] || "home" }, thread: rest[1] || null });
  const mine = store.server.channels.filter((each) => !each.is_im && each.members?.includes(someone.id));
  const known = store.server.channels.find((each) => each.id === first && (each.is_im ? each.user === someone.id : each.members?.includes(someone.id)));
  const found = known ?? mine[0];
  return change({ unmet: Boolean(first) && !known, place: found ? { kind: "channel", id: found.id } : { kind: "app", tab: "home" }, thread: known ? rest[0] || null : null });
}
