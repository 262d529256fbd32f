/* The question before an act that cannot be taken lightly: Block Kit's confirm object. */

import { h } from "./dom.js";
import { plain, textObject } from "./mrkdwn.js";

/** Ask; true when confirmed. `opener` gets the focus back. */
export function confirmed(confirm, look, opener) {
  return new Promise((resolve) => {
    const title = plain(confirm.title?.text ?? "Are you sure?", confirm.title ?? {});
    const answer = (yes) => {
      dialog.close();
      dialog.remove();
      opener?.focus({ preventScroll: true });
      resolve(yes);
    };
    const deny = h("button", { type: "button", class: "button", on: { click: () => answer(false) } }, plain(confirm.deny?.text ?? "Cancel", confirm.deny ?? {}));
    const yes = h("button", { type: "button", class: `button ${confirm.style ?? "primary"}`, on: { click: () => answer(true) } }, plain(confirm.confirm?.text ?? "Yes", confirm.confirm ?? {}));
    const dialog = h("dialog", { class: "modal confirm", role: "alertdialog", "aria-labelledby": "confirm-title", "aria-describedby": "confirm-text" },
      h("div", { class: "modal-head" }, h("h2", { id: "confirm-title" }, title)),
      h("div", { class: "modal-body text", id: "confirm-text" }, confirm.text ? textObject(confirm.text, look) : null),
      h("div", { class: "modal-foot" }, deny, yes));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      answer(false);
    });
    document.body.append(dialog);
    dialog.showModal();
    deny.focus();
  });
}
