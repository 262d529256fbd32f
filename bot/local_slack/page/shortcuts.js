/* The app's shortcuts: those in the ⋮ menu of a message, and the global ones behind the bolt of the composer. */

import { call } from "./api.js";
import { avatar } from "./avatar.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { channel, me, store } from "./store.js";

/** The shortcuts of a kind ("message" or "global") that Slack offers to the person one is. */
export function offered(kind) {
  if (me().team_id !== store.server.team.id) return [];
  return store.server.shortcuts.filter((each) => each.type === kind);
}

/** The button of a message's menu; null where the menu would be empty. `onFailed(sentence)` hears what did not work. */
export function messageMenu(item, at, onFailed) {
  if (!offered("message").length || channel(at)?.is_archived) return null;
  return h("button", {
    class: "tool", type: "button", "aria-label": "More actions", title: "More actions", "aria-haspopup": "listbox", "aria-expanded": "false",
    dataset: { focus: `${item.ts}/more` }, on: { click: (event) => open(event.currentTarget, "message", { channel: at, ts: item.ts }, onFailed) },
  }, icon("more"));
}

/** Open the list of the global shortcuts under `anchor`. */
export function globalMenu(anchor, onFailed) {
  open(anchor, "global", {}, onFailed);
}

function open(anchor, kind, on, onFailed) {
  openMenu({
    anchor, label: "Shortcuts", wide: true,
    items: offered(kind).map((each) => ({ label: each.name, description: `${store.server.bot.name} · ${each.description}`, value: each.callback_id, picture: avatar({ is_bot: true }, "small") })),
    onPick: async (picked) => {
      const answer = await call("shortcut", { user: store.me, callback_id: picked.value, ...on });
      if (!answer.ok) onFailed(answer.error);
    },
  });
}
