// The facts told so far, each of which can be set right or taken back.

import { button, el } from "./dom";
import { editor } from "./editor";
import type { Answer, Fact, Told } from "./types";

interface Handles {
  fact: (id: string) => Promise<Fact>;
  /** Says a change in words, with the change itself beside them. */
  say: (text: string, set: Record<string, unknown>) => void;
  announce: (words: string) => void;
}

/** The list of what is known; `shown` follows how many facts there are. */
export class FactList {
  readonly node: HTMLElement;
  private readonly list = el("ul", { class: "facts" });
  private readonly none = el("p", { class: "muted" }, "还没有。您说到的情况会列在这里，说错了可以改。");
  private readonly heading = el("h2", { tabindex: "-1" }, "已了解的情况");
  private known = new Map<string, Fact>();

  constructor(private readonly handles: Handles) {
    this.node = el("section", { class: "case", "aria-label": "已了解的情况" }, this.heading, this.none, this.list);
  }

  /** Shows the facts of an answer; null when the talk starts anew. */
  show(answer: Pick<Answer, "told" | "facts"> | null): number {
    const told = answer?.told ?? [];
    this.none.hidden = told.length > 0;
    this.list.textContent = "";
    this.list.append(...told.map((one) => this.row(one, answer?.facts[one.fact])));
    return told.length;
  }

  focus(): void {
    this.heading.focus();
  }

  private row(told: Told, value: unknown): HTMLElement {
    const row = el("li", {}, el("span", { class: "fact" }, told.text));
    row.append(button("改", () => void this.edit(row, told, value), { "aria-label": `改正：${told.text}`, class: "small" }, "edit"));
    // whose case it is follows from the other facts, so it can be changed but not left open
    if (told.fact !== "audience") {
      const remove = (): void => this.change(`“${told.text}”不算了`, { [told.fact]: null });
      row.append(button("删", remove, { "aria-label": `删去：${told.text}`, class: "small" }, "remove"));
    }
    return row;
  }

  private change(text: string, set: Record<string, unknown>): void {
    this.handles.say(text, set);
    this.focus();
  }

  private async edit(row: HTMLElement, told: Told, value: unknown): Promise<void> {
    const open = row.querySelector<HTMLElement>("form");
    if (open) return open.querySelector<HTMLElement>("input, select, button")?.focus();
    try {
      const fact = this.known.get(told.fact) ?? (await this.handles.fact(told.fact));
      this.known.set(told.fact, fact);
      const close = (): void => {
        form.remove();
        row.querySelector("button")?.focus();
      };
      const form = editor(fact, value, (text, set) => this.change(text, { [fact.id]: set }), close);
      row.append(form);
      form.querySelector<HTMLElement>("input, select")?.focus();
    } catch (error) {
      this.handles.announce((error as Error).message);
    }
  }
}
