// The conversation as it is seen: what was said, what was answered, what is on its way.

import { isWhole, verdictCard } from "./card";
import { button, type Child, el, icon, link, paragraphs } from "./dom";
import { toolbar } from "./tools";
import type { Answer, Choice, Feedback, Reply } from "./types";

interface Handles {
  host: string;
  say: (text: string) => void;
  rate: (message: string, said: Feedback) => Promise<void>;
  announce: (words: string) => void;
  handover: () => void;
}

export class Log {
  /** A live region: what is put into it is read out once; held still while restoring. */
  readonly node = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": "对话内容", tabindex: "0" });
  readonly more = button("下面还有", () => this.end(), { class: "more", hidden: true, tabindex: "-1" });
  private readonly turns = el("ol", { class: "turns" });
  private readonly sent = new Map<string, HTMLElement>();

  constructor(private readonly handles: Handles) {
    this.node.append(this.turns);
    this.node.addEventListener("scroll", () => this.pointDown());
  }

  clear(): void {
    this.turns.textContent = "";
    this.sent.clear();
    this.pointDown();
  }

  /** Puts many turns in at once without any of them being read out. */
  async quietly(work: () => Promise<void> | void): Promise<void> {
    this.node.setAttribute("aria-live", "off");
    try {
      await work();
      this.end();
    } finally {
      setTimeout(() => this.aloud(), 100); // once the browser has passed on the changes
    }
  }

  private aloud(): void {
    this.node.setAttribute("aria-live", "polite");
  }

  greet(text: string, choices: Choice[]): void {
    const bubble = el("div", { class: "bubble" }, paragraphs(text));
    this.offer(bubble, choices);
    this.add("bot", [bubble]);
  }

  said(text: string, id?: string): void {
    if (id) this.aloud();
    this.dropChoices();
    const turn = this.add("me", [el("div", { class: "bubble" }, el("span", { class: "sr" }, "您说："), paragraphs(text))]);
    if (id) this.sent.set(id, turn);
    turn.scrollIntoView({ block: "nearest" });
  }

  /** Shows an answer and brings its beginning, the question it answers, into view. */
  answered(answer: Answer, { scroll = true } = {}): void {
    const bubbles = answer.replies.map((reply) => this.bubble(reply));
    this.sent.get(answer.message_id)?.classList.remove("is-waiting");
    if (!bubbles.length) return;
    const text = answer.replies.map((reply) => reply.text).join("\n\n");
    const turn = el("li", { class: "turn turn--bot" }, el("span", { class: "sr" }, "助手说："), bubbles);
    turn.append(
      toolbar({
        text,
        nodes: () => bubbles,
        rate: (said) => this.handles.rate(answer.message_id, said),
        announce: this.handles.announce,
      }),
    );
    this.turns.append(turn);
    if (scroll) this.bring(this.sent.get(answer.message_id) ?? turn);
    this.pointDown();
  }

  /** Something an agent wrote. */
  agent(name: string, text: string): void {
    this.add("bot turn--agent", [el("div", { class: "bubble" }, el("p", { class: "label" }, name), paragraphs(text))]);
    this.end();
  }

  /** A line that is neither's: a hand-over, a deletion. */
  note(text: string): void {
    this.add("note", [el("p", {}, text)]);
    this.end();
  }

  failed(words: string, again: (() => void) | null): void {
    const turn = this.add("bot turn--error", [el("div", { class: "bubble" }, paragraphs(words))]);
    if (again) {
      const retry = (): void => {
        turn.remove();
        again();
      };
      turn.firstElementChild?.append(el("div", { class: "choices" }, button("再试一次", retry, { class: "choice" }, "again")));
    }
    this.end();
  }

  /** The whole conversation: nodes to print, words to keep. */
  copies(): Element[] {
    return [...this.turns.children].map((turn) => {
      const copy = turn.cloneNode(true) as Element;
      copy.querySelectorAll(".tools, .choices").forEach((one) => one.remove());
      return copy;
    });
  }

  end(): void {
    this.node.scrollTop = this.node.scrollHeight;
    this.pointDown();
  }

  dropChoices(): void {
    this.turns.querySelectorAll(".choices").forEach((one) => one.remove());
  }

  private add(kind: string, content: Child[]): HTMLElement {
    const turn = el("li", { class: `turn turn--${kind}` }, content);
    this.turns.append(turn);
    this.pointDown();
    return turn;
  }

  private bubble(reply: Reply): HTMLElement {
    const bubble = el("div", { class: `bubble bubble--${reply.kind}` }, this.content(reply));
    this.offer(bubble, reply.choices ?? []);
    if (reply.handover) bubble.append(this.phone());
    return bubble;
  }

  private content(reply: Reply): Child {
    if (reply.kind === "verdict" && reply.card) {
      const part = reply.part ?? "full";
      const card = verdictCard(reply.card, part, this.handles.host);
      if (isWhole(part)) return card;
      return [paragraphs(reply.text), el("details", { class: "whole" }, el("summary", {}, "完整的判断"), card)];
    }
    const links = reply.links ?? [];
    const lines = reply.text.split("\n").filter((line) => !links.some((one) => line.includes(one.url)));
    return [
      paragraphs(lines.join("\n")),
      links.length > 0 &&
        el("ul", { class: "links" }, links.map((one) => el("li", {}, link(one.text, one.url, this.handles.host)))),
    ];
  }

  private offer(bubble: HTMLElement, choices: Choice[]): void {
    if (!choices.length) return;
    const buttons = choices.map((one) => button(one.text, () => this.handles.say(one.say ?? one.text), { class: "choice" }));
    bubble.append(el("div", { class: "choices", role: "group", "aria-label": "可以直接点选" }, buttons));
  }

  private phone(): HTMLElement {
    return el(
      "div",
      { class: "phone" },
      el("a", { href: "tel:12333", class: "choice" }, icon("phone"), "拨打12333"),
      button("在线联系坐席", this.handles.handover, { class: "choice" }, "chat"),
    );
  }

  private bring(turn: HTMLElement): void {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = turn.getBoundingClientRect().top - this.node.getBoundingClientRect().top + this.node.scrollTop - 8;
    this.node.scrollTo({ top, behavior: calm ? "auto" : "smooth" });
  }

  private pointDown(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.node;
    this.more.hidden = scrollHeight - scrollTop - clientHeight < 60;
  }
}
