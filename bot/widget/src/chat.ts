// The panel: puts the parts together and carries what happens in one to the others.

import type { Api, CallError } from "./api";
import { Chips } from "./chips";
import { Composer } from "./composer";
import { confirmed } from "./confirm";
import { Desk } from "./desk";
import { button, el } from "./dom";
import { FactList } from "./facts";
import { Log } from "./log";
import type { Memory } from "./memory";
import { Menu } from "./menu";
import * as paper from "./paper";
import { type Phase, Talk } from "./talk";
import type { Answer, Outgoing, Start, State } from "./types";
import { hush, whenReadable } from "./voice";
import { Waiting } from "./waiting";

/** What the page around the widget has set. */
export interface Wishes {
  topic: string | null;
  region: string | null;
  as_of: string | null;
}

const FALLBACK: Start = {
  greeting: "您好，我是人社政策助手。说说您或单位的情况、想问哪项政策。",
  examples: [],
  regions: [],
  today: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10), // Beijing time
  limit: 1000,
  topic: null,
};

export class Chat {
  readonly panel: HTMLElement;
  readonly head: HTMLElement;
  private readonly log: Log;
  private readonly talk: Talk;
  private readonly desk: Desk;
  private readonly facts: FactList;
  private readonly chips: Chips;
  private readonly composer: Composer;
  private readonly waiting = new Waiting();
  private readonly menu: Menu;
  private readonly toast = el("p", { class: "toast", role: "status" });
  private readonly banner = el("p", { class: "banner", role: "status", hidden: true });
  private readonly elder = button("长辈版", () => this.setElder(!this.memory.elder), { class: "bar bar--words" });
  private readonly factsButton = button("情况", () => this.toggleFacts(), { class: "chip chip--button", "aria-expanded": "false" }, "list");
  private start: Start = FALLBACK;
  private opened: Promise<void> | null = null;
  private fading = 0;

  constructor(
    private readonly root: ShadowRoot,
    private readonly api: Api,
    private readonly memory: Memory,
    private readonly wishes: Wishes,
    private readonly arrived: () => void,
  ) {
    const announce = (words: string): void => this.announce(words);
    const say = (text: string): void => this.say(text);
    this.log = new Log({
      host: api.host,
      say,
      announce,
      rate: (message, said) => api.feedback(this.talk.session, message, said),
      handover: () => void this.desk.call(),
    });
    this.talk = new Talk(api, memory, {
      phase: (phase) => this.phase(phase),
      said: (message) => this.log.said(message.text, message.message_id),
      answered: (_, answer) => this.answered(answer),
      failed: (message, error, final) => this.failed(message, error, final),
    });
    this.desk = new Desk(api, memory, {
      state: (state, agent) => this.state(state, agent),
      wrote: (agent, text) => {
        this.log.agent(agent, text);
        this.arrived();
      },
      failed: (words) => this.log.failed(words, null),
    });
    this.facts = new FactList({
      fact: (id) => api.fact(id),
      say: (text, set) => this.talk.say(text, { set }),
      announce,
    });
    this.chips = new Chips((text, settings) => this.talk.say(text, settings), this.factsButton);
    this.composer = new Composer(say);
    this.menu = new Menu([
      { words: "重新开始", icon: "again", act: () => void this.over(false) },
      { words: "转人工（12333）", icon: "phone", act: () => this.say("转人工") },
      { words: "打印对话", icon: "print", act: () => paper.print("人社政策问答", this.log.copies()) },
      { words: "保存对话", icon: "save", act: () => this.save() },
      { words: "删除记录", icon: "remove", act: () => void this.over(true) },
    ]);
    this.head = el(
      "header",
      { class: "head" },
      el("h2", { class: "title", id: "title", tabindex: "-1" }, "人社政策助手"),
      el("div", { class: "bars" }, this.elder, this.menu.button),
    );
    this.panel = el(
      "section",
      { class: "panel", "aria-labelledby": "title" },
      this.head,
      this.menu.list,
      el(
        "div",
        { class: "body" },
        this.chips.node,
        this.facts.node,
        el(
          "div",
          { class: "talk" },
          this.banner,
          this.log.node,
          el("div", { class: "under" }, this.log.more, this.toast),
          this.waiting.node,
          this.composer.node,
          el("p", { class: "fine" }, "供参考，以经办机构审核为准。", el("span", {}, "请勿输入证件号、银行卡号。")),
        ),
      ),
    );
    this.panel.addEventListener("click", (event) => {
      const path = event.composedPath();
      if (this.menu.isOpen && !path.includes(this.menu.list) && !path.includes(this.menu.button)) this.menu.close(false);
    });
    whenReadable(() => this.panel.classList.add("can-read"));
    this.setElder(memory.elder);
  }

  /** Loads what the chat opens with and what was said before, once. */
  open(): Promise<void> {
    this.opened ??= this.load();
    return this.opened;
  }

  /** Puts the focus where one goes on: the box to write in, or on touch screens the top. */
  focus(): void {
    if (matchMedia("(pointer: coarse)").matches) this.head.querySelector("h2")?.focus();
    else this.composer.focus();
  }

  /** Says something in the citizen's name: a typed message, a quick reply, a host page's button. */
  say(text: string): void {
    const started = this.memory.get("started");
    const { region, as_of } = this.wishes;
    this.talk.say(text, started ? {} : { ...(region && { region }), ...(as_of && { as_of }) });
    this.focus();
  }

  get menuOpen(): boolean {
    return this.menu.isOpen;
  }

  private async load(): Promise<void> {
    try {
      this.start = await this.api.start(this.wishes.topic);
    } catch {
      this.opened = null; // offline: what is kept here has to do until it is opened again
    }
    const { start } = this;
    this.composer.limit = start.limit;
    this.chips.open(start);
    this.chips.show(this.wishes.region, this.wishes.as_of);
    await this.log.quietly(() => this.restore());
    this.talk.resume();
    this.askTopic();
  }

  private greet(): void {
    this.log.clear();
    this.log.greet(this.start.greeting, this.start.examples.map((text) => ({ text })));
  }

  private async restore(): Promise<void> {
    this.greet();
    try {
      const past = await this.talk.restore();
      if (past === null) return;
      const updates = await this.desk.catchUp();
      const written = [...(updates?.messages ?? [])];
      for (const one of past) {
        while (written[0] && written[0].at < one.at) this.log.agent(updates?.agent ?? "坐席", written.shift()?.text ?? "");
        this.log.said(one.text);
        this.log.answered(one.answer, { scroll: false });
        this.know(one.answer);
      }
      written.forEach((one) => this.log.agent(updates?.agent ?? "坐席", one.text));
    } catch (error) {
      this.opened = null;
      this.log.failed(`以前的对话暂时没能取回。${(error as Error).message}`, () => void this.open());
    }
  }

  /** On a topic's page the chat opens with that topic's question, once. */
  private askTopic(): void {
    const { topic } = this.start;
    const asked = this.memory.get("topics");
    if (!topic || asked.includes(topic.id)) return;
    this.say(topic.say);
    this.memory.set({ topics: [...asked, topic.id] });
  }

  private answered(answer: Answer): void {
    this.log.answered(answer);
    this.know(answer);
    this.desk.follow(answer.state);
    this.arrived();
  }

  private know(answer: Answer): void {
    const count = this.facts.show(answer);
    this.countFacts(count);
    this.chips.show(answer.region, answer.as_of);
  }

  private countFacts(count: number): void {
    const words = this.factsButton.querySelector(".words");
    if (words) words.textContent = count ? `情况 ${count}` : "情况";
  }

  private failed(message: Outgoing, error: CallError, final: boolean): void {
    this.log.failed(error.message, final ? null : () => void this.talk.pump());
    if (final && !message.set && !this.composer.text) this.composer.text = message.text;
    this.arrived();
  }

  private phase(phase: Phase): void {
    this.waiting.show(phase);
  }

  private state(state: State, agent: string | null): void {
    const words = { bot: "", waiting: "正在为您联系坐席，请稍候。可以继续写，坐席接通后都能看到。", agent: `${agent ?? "坐席"}正在和您对话。` }[state];
    if (!words && !this.banner.hidden) this.log.note("坐席已结束对话，下面由助手继续回答。");
    this.banner.hidden = !words;
    this.banner.textContent = words;
  }

  private async over(erase: boolean): Promise<void> {
    const question = erase
      ? "删除这次对话的全部记录？删除后找不回来。"
      : "重新开始？前面说的情况不再算数，屏幕上的对话会清空。";
    if (!(await confirmed(this.root, question, erase ? "删除" : "重新开始"))) return;
    hush();
    const leaving = this.talk.leave(erase);
    this.desk.reset();
    this.countFacts(this.facts.show(null));
    this.chips.show(this.wishes.region, this.wishes.as_of);
    await this.log.quietly(() => this.greet());
    this.focus();
    try {
      await leaving;
      this.announce(erase ? "记录已删除。" : "已经重新开始。");
    } catch (error) {
      this.log.failed(`记录没能删除，会在到期后自动删除。${(error as Error).message}`, null);
    }
  }

  private save(): void {
    const text = this.log.copies().map((turn) => readable(turn as HTMLElement)).join("\n\n");
    paper.save(`人社政策问答-${this.start.today}.txt`, text);
    this.announce("已保存为文本文件。");
  }

  private toggleFacts(): void {
    const open = this.panel.classList.toggle("shows-facts");
    this.factsButton.setAttribute("aria-expanded", String(open));
    if (open) this.facts.focus();
  }

  private setElder(on: boolean): void {
    this.memory.elder = on;
    this.root.host.toggleAttribute("elder", on);
    this.elder.textContent = on ? "标准版" : "长辈版";
    this.elder.setAttribute("aria-label", on ? "换回标准版" : "换成长辈版，字更大");
  }

  private announce(words: string): void {
    clearTimeout(this.fading);
    this.toast.textContent = words;
    this.fading = window.setTimeout(() => (this.toast.textContent = ""), 5000);
  }
}

/** The words of a turn, one line per block. */
function readable(turn: HTMLElement): string {
  const blocks = turn.querySelectorAll("p, h3, summary, .sr, li > div, .badge");
  const lines: string[] = [];
  for (const block of blocks) {
    const own = block.matches("li > div") ? ownText(block) : (block.textContent ?? "");
    if (own.trim()) lines.push(own.trim());
  }
  return lines.join("\n");
}

function ownText(node: Element): string {
  return [...node.childNodes]
    .filter((child) => child.nodeType === Node.TEXT_NODE || (child as Element).matches?.("span"))
    .map((child) => child.textContent ?? "")
    .join("");
}
