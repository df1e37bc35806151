// Where one writes: grows with the text, counts what is left, sends with Enter.

import { button, el } from "./dom";

const TALLEST = 160; // pixels

export class Composer {
  readonly node: HTMLFormElement;
  limit = 1000;
  private readonly box = el("textarea", { id: "text", rows: "1", placeholder: "想问什么政策", autocomplete: "off", enterkeyhint: "send" });
  private readonly left = el("p", { class: "left", "aria-live": "polite" });
  private readonly submit = button("发送", () => undefined, { type: "submit", class: "send" }, "send");

  constructor(send: (text: string) => void) {
    this.node = el(
      "form",
      { class: "composer" },
      el("label", { class: "sr", for: "text" }, "想问什么"),
      this.box,
      this.submit,
      this.left,
    );
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.submit.disabled || !this.box.value.trim()) return;
      send(this.box.value);
      this.text = "";
    });
    this.box.addEventListener("input", () => this.measure());
    this.box.addEventListener("keydown", (event) => {
      // 229: an input method is still choosing characters, in browsers that do not say so
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.submit.click();
    });
  }

  get text(): string {
    return this.box.value;
  }

  set text(words: string) {
    this.box.value = words;
    this.measure();
  }

  focus(): void {
    this.box.focus({ preventScroll: true });
  }

  private measure(): void {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight, TALLEST)}px`;
    const left = this.limit - this.box.value.length;
    this.left.textContent = left >= 100 ? "" : left >= 0 ? `还可以写${left}个字` : `超出${-left}个字，请分几次发送`;
    this.submit.disabled = left < 0;
  }
}
