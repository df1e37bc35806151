// What is seen between a message and its answer: at once that it is being worked on, then at what.

import { el } from "./dom";
import type { Phase } from "./talk";

const WORDS: [number, string][] = [
  [1200, "正在核对政策…"],
  [6000, "网络有点慢，还在等回答…"],
];

export class Waiting {
  private readonly words = el("span", { class: "waiting__words" });
  readonly node = el(
    "div",
    { class: "waiting", hidden: true },
    el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")),
    el("span", { role: "status" }, this.words),
  );
  private timers: number[] = [];

  show(phase: Phase): void {
    this.timers.forEach(clearTimeout);
    this.timers = [];
    this.node.hidden = phase === "idle";
    this.node.classList.toggle("is-offline", phase === "offline");
    this.words.textContent =
      phase === "offline" ? "网络断开了，连上后自动发送。" : phase === "again" ? "没有连上，正在再试…" : "";
    if (phase === "sending") {
      this.timers = WORDS.map(([after, words]) =>
        window.setTimeout(() => (this.words.textContent = words), after),
      );
    }
  }
}
