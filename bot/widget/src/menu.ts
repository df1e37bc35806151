// The things one does seldom: a button that unfolds a short list.

import { button, el, type Icon } from "./dom";

export interface Item {
  words: string;
  icon: Icon;
  act: () => void;
}

export class Menu {
  readonly button = button("更多", () => this.toggle(), { class: "bar", "aria-expanded": "false", "aria-controls": "menu" }, "menu");
  readonly list: HTMLElement;

  constructor(items: Item[]) {
    this.list = el(
      "ul",
      { id: "menu", class: "menu", hidden: true },
      items.map((item) => el("li", {}, button(item.words, () => this.choose(item), {}, item.icon))),
    );
    this.list.addEventListener("keydown", (event) => this.keyed(event));
    this.list.addEventListener("focusout", (event) => {
      const to = event.relatedTarget;
      if (to instanceof Node && to !== this.button && !this.list.contains(to)) this.close(false);
    });
  }

  get isOpen(): boolean {
    return !this.list.hidden;
  }

  close(refocus = true): void {
    this.list.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    if (refocus) this.button.focus();
  }

  /** A click anywhere else in the panel closes the menu. */
  closeOutside(panel: HTMLElement): void {
    panel.addEventListener("click", (event) => {
      const path = event.composedPath();
      if (this.isOpen && !path.includes(this.list) && !path.includes(this.button)) this.close(false);
    });
  }

  private toggle(): void {
    if (this.isOpen) return this.close();
    this.list.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.list.querySelector("button")?.focus();
  }

  private choose(item: Item): void {
    this.close();
    item.act();
  }

  private keyed(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.stopPropagation();
      return this.close();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...this.list.querySelectorAll("button")];
    const at = all.findIndex((one) => one === (this.list.getRootNode() as ShadowRoot).activeElement);
    all[(at + step + all.length) % all.length]?.focus();
  }
}
