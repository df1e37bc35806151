// Asks before something that cannot be undone.

import { button, el } from "./dom";

/** Asks within `root`; resolves to whether it was agreed to. Focus goes back to where it was. */
export function confirmed(root: ShadowRoot, question: string, yes: string): Promise<boolean> {
  if (!("showModal" in HTMLDialogElement.prototype)) return Promise.resolve(window.confirm(question));
  return new Promise((resolve) => {
    const before = root.activeElement;
    const dialog = el(
      "dialog",
      { class: "ask", "aria-labelledby": "ask" },
      el("p", { id: "ask" }, question),
      el("div", { class: "row" }, button("取消", () => dialog.close(), { class: "plain" }), button(yes, () => dialog.close("yes"), { class: "main" })),
    );
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before instanceof HTMLElement) before.focus();
      resolve(dialog.returnValue === "yes");
    });
    root.querySelector(".panel")?.append(dialog);
    dialog.showModal();
  });
}
