// Where the parts of the panel stand, in the order they are reached by keyboard.

import { el } from "./dom";

/** What the panel is put together from. */
export interface Parts {
  elder: HTMLElement;
  menuButton: HTMLElement;
  menu: HTMLElement;
  chips: HTMLElement;
  facts: HTMLElement;
  banner: HTMLElement;
  log: HTMLElement;
  more: HTMLElement;
  toast: HTMLElement;
  waiting: HTMLElement;
  composer: HTMLElement;
}

/** The panel: a head of its own, place and day, the facts, and the conversation. */
export function panelOf(parts: Parts): HTMLElement {
  return el("section", { class: "panel", "aria-labelledby": "title" }, head(parts), parts.menu, body(parts));
}

function head({ elder, menuButton }: Parts): HTMLElement {
  const title = el("h2", { class: "title", id: "title", tabindex: "-1" }, "人社政策助手");
  return el("header", { class: "head" }, title, el("div", { class: "bars" }, elder, menuButton));
}

function body({ chips, facts, banner, log, more, toast, waiting, composer }: Parts): HTMLElement {
  const fine = el("p", { class: "fine" }, "供参考，以经办机构审核为准。", el("span", {}, "请勿输入证件号、银行卡号。"));
  const under = el("div", { class: "under" }, more, toast);
  const talk = el("div", { class: "talk" }, banner, log, under, waiting, composer, fine);
  return el("div", { class: "body" }, chips, facts, talk);
}
