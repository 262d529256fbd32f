/* The app's own place: its Home, the messages with it, and what it is. */

import { call } from "./api.js";
import { avatar } from "./avatar.js";
import { drawBlocks } from "./blocks.js";
import { channelPane } from "./channel.js";
import { composer } from "./composer.js";
import { h, named, roving } from "./dom.js";
import { Form } from "./form.js";
import { pressed, suggest } from "./message.js";
import { go } from "./route.js";
import { appChannel, look, store } from "./store.js";

const TABS = [["home", "Home"], ["messages", "Messages"], ["about", "About"]];

/** The pane, built once; `draw(tab)`. */
export function appPane() {
  const name = h("h2", {});
  const tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "App" }, TABS.map(([tab, label]) => h("button", {
    class: "tab", type: "button", role: "tab", id: `tab-${tab}`, dataset: { tab }, "aria-controls": "app-panel", on: { click: () => go({ place: { kind: "app", tab } }) },
  }, label)));
  roving(tabs, ".tab", { vertical: false });
  const messages = channelPane({ head: false });
  const first = firstWords();
  const home = h("div", { class: "home-scroll" });
  const about = h("div", { class: "about" });
  const panel = h("div", { class: "app-panel", id: "app-panel", role: "tabpanel" });
  const node = h("section", { class: "app-pane", "aria-label": "App" }, h("div", { class: "pane-head app-head" }, h("div", { class: "pane-title" }, avatar({ is_bot: true }, "small"), name, h("span", { class: "tag" }, "App")), tabs), panel);
  const self = { name, tabs, panel, messages, home, about, first, opened: null };
  return { node, draw: (tab) => draw(self, tab), leave: () => { self.opened = null; } };
}

function draw(self, tab) {
  self.name.textContent = store.server.bot.name;
  for (const node of self.tabs.children) {
    const here = node.dataset.tab === tab;
    node.setAttribute("aria-selected", here ? "true" : "false");
    node.tabIndex = here ? 0 : -1;
  }
  self.panel.setAttribute("aria-labelledby", `tab-${tab}`);
  const key = `${store.me}/${tab}`;
  if (self.opened !== key) {
    self.opened = key;
    if (tab !== "about") call("open_home", { user: store.me, tab });
  }
  if (tab === "home") drawHome(self);
  else if (tab === "messages") drawMessages(self);
  else drawAbout(self);
}

function put(self, node) {
  if (self.panel.firstElementChild !== node || self.panel.childElementCount !== 1) self.panel.replaceChildren(node);
}

function drawMessages(self) {
  const app = appChannel();
  put(self, app ? self.messages.node : self.first.node);
  if (app) self.messages.draw(app.id);
  else self.first.draw();
}

/** What stands on the Messages tab before the first word between the person and the app. */
function firstWords() {
  const box = composer();
  const text = h("p", {});
  const node = h("section", { class: "channel-pane empty" }, h("div", { class: "home-empty" }, avatar({ is_bot: true }, "large"), text), box.node);
  const drawFirst = () => {
    const { bot } = store.server;
    text.textContent = `This is the beginning of your messages with ${bot.name}.`;
    box.draw({ channel: "@app", placeholder: `Message ${bot.name}` });
  };
  return { node, draw: drawFirst };
}

function drawHome(self) {
  put(self, self.home);
  const view = homeOf(store.me);
  const signature = JSON.stringify([store.me, view && { ...view, state: null }]);
  if (self.home.dataset.signature === signature) return;
  self.home.dataset.signature = signature;
  const held = self.home.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  self.home.replaceChildren(view ? drawView(view, self) : emptyHome());
  if (held) named(self.home, held)?.focus({ preventScroll: true });
}

function homeOf(user) {
  const found = store.server.homes[user];
  return found ? { ...found.view, id: found.id, state: found.state } : null;
}

function drawView(view, self) {
  self.form = new Form(view.blocks, { earlier: self.formOf === store.me ? self.form : null, state: view.state });
  self.formOf = store.me;
  const at = { user: store.me, view_id: view.id };
  return h("div", { class: "home" }, drawBlocks(view.blocks, {
    look: look(), surface: "home", form: self.form,
    act: (press) => pressed({ ...at, ...press }), suggest: (press) => suggest({ ...at, ...press }),
  }));
}

function emptyHome() {
  return h("div", { class: "home-empty" }, avatar({ is_bot: true }, "large"), h("p", {}, `${store.server.bot.name} has not published a Home for you yet.`));
}

function drawAbout(self) {
  put(self, self.about);
  const { bot, commands, shortcuts } = store.server;
  self.about.replaceChildren(h("h3", {}, bot.name), h("p", {}, "Runs beside this page, as a process of its own, and reaches the local Slack as it would reach the real one."),
    h("h3", {}, "Commands"), h("dl", { class: "commands" }, commands.flatMap((each) => [h("dt", {}, h("code", {}, each.command), ` ${each.usage_hint ?? ""}`), h("dd", {}, each.description ?? "")])),
    shortcuts.length ? h("h3", {}, "Shortcuts") : "", h("dl", { class: "commands" }, shortcuts.flatMap((each) => [h("dt", {}, each.name), h("dd", {}, `${each.description} (${each.type})`)])));
}
