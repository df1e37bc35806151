// The chat: carries what happens in one of its parts to the others.

import type { Api, CallError } from "./api";
import { Chips } from "./chips";
import { Composer } from "./composer";
import { confirmed } from "./confirm";
import { Desk } from "./desk";
import { button, el } from "./dom";
import { FactList } from "./facts";
import { panelOf } from "./layout";
import { Log } from "./log";
import type { Memory } from "./memory";
import { Menu } from "./menu";
import { FALLBACK, greet, replay } from "./opening";
import * as paper from "./paper";
import { Talk } from "./talk";
import { transcript } from "./transcript";
import type { Answer, Outgoing, Start, State } from "./types";
import { hush, whenReadable } from "./voice";
import { Waiting } from "./waiting";

/** What the page around the widget has set. */
export interface Wishes {
  topic: string | null;
  region: string | null;
  as_of: string | null;
}

const TITLE = "人社政策问答";

export class Chat {
  readonly panel: HTMLElement;
  private readonly log: Log = this.makeLog();
  private readonly talk: Talk = this.makeTalk();
  private readonly desk: Desk = this.makeDesk();
  private readonly facts = new FactList({
    fact: (id) => this.api.fact(id),
    say: (text, set) => this.talk.say(text, { set }),
    announce: (words) => this.announce(words),
  });
  private readonly factsButton = button(
    "情况",
    () => this.toggleFacts(),
    { class: "chip chip--button", "aria-expanded": "false" },
    "list",
  );
  private readonly chips = new Chips((text, settings) => this.talk.say(text, settings), this.factsButton);
  private readonly composer = new Composer((text) => this.say(text));
  private readonly waiting = new Waiting();
  private readonly menu: Menu = this.makeMenu();
  private readonly elder = button("长辈版", () => this.setElder(!this.memory.elder), { class: "bar bar--words" });
  private readonly toast = el("p", { class: "toast", role: "status" });
  private readonly banner = el("p", { class: "banner", role: "status", hidden: true });
  private start: Start = FALLBACK;
  private opened: Promise<void> | null = null;
  private fading = 0;

  /** `arrived` is called whenever there is something new to read. */
  constructor(
    private readonly root: ShadowRoot,
    private readonly api: Api,
    private readonly memory: Memory,
    private readonly wishes: Wishes,
    private readonly arrived: () => void,
  ) {
    this.panel = panelOf({
      elder: this.elder,
      menuButton: this.menu.button,
      menu: this.menu.list,
      chips: this.chips.node,
      facts: this.facts.node,
      banner: this.banner,
      log: this.log.node,
      more: this.log.more,
      toast: this.toast,
      waiting: this.waiting.node,
      composer: this.composer.node,
    });
    this.menu.closeOutside(this.panel);
    whenReadable(() => this.panel.classList.add("can-read"));
    this.setElder(memory.elder);
    memory.moved = () => {
      this.empty();
      this.opened = null;
      if (this.panel.getClientRects().length) void this.open();
    };
  }

  /** Loads what the chat opens with and what was said before, once. */
  open(): Promise<void> {
    this.opened ??= this.load();
    return this.opened;
  }

  /** Puts the focus where one goes on: the box to write in, or on touch screens the top. */
  focus(): void {
    if (matchMedia("(pointer: coarse)").matches) this.panel.querySelector<HTMLElement>(".title")?.focus();
    else this.composer.focus();
  }

  /** Says something in the citizen's name: a typed message, a quick reply, a host page's button. */
  say(text: string): void {
    const { region, as_of } = this.wishes;
    const first = !this.memory.get("started"); // nothing was answered yet
    this.talk.say(text, first ? { ...(region && { region }), ...(as_of && { as_of }) } : {});
    this.focus();
  }

  private makeLog(): Log {
    return new Log({
      host: this.api.host,
      say: (text) => this.say(text),
      announce: (words) => this.announce(words),
      rate: (message, said) => this.api.feedback(this.talk.session, message, said),
      handover: () => void this.desk.call(),
    });
  }

  private makeTalk(): Talk {
    return new Talk(this.api, this.memory, {
      phase: (phase) => this.waiting.show(phase),
      said: (message) => this.log.said(message.text, message.message_id),
      answered: (_, answer) => this.answered(answer),
      failed: (message, error, final) => this.failed(message, error, final),
    });
  }

  private makeDesk(): Desk {
    return new Desk(this.api, this.memory, {
      state: (state, agent) => this.state(state, agent),
      wrote: (agent, text) => {
        this.log.agent(agent, text);
        this.arrived();
      },
      failed: (words) => this.log.failed(words, null),
    });
  }

  private makeMenu(): Menu {
    return new Menu([
      { words: "重新开始", icon: "again", act: () => void this.over(false) },
      { words: "转人工（12333）", icon: "phone", act: () => this.say("转人工") },
      { words: "打印对话", icon: "print", act: () => paper.print(TITLE, this.log.copies()) },
      { words: "保存对话", icon: "save", act: () => this.save() },
      { words: "删除记录", icon: "remove", act: () => void this.over(true) },
    ]);
  }

  private async load(): Promise<void> {
    try {
      this.start = await this.api.start(this.wishes.topic);
    } catch {
      this.opened = null; // offline: what is kept here has to do until it is opened again
    }
    this.composer.limit = this.start.limit;
    this.chips.open(this.start);
    this.chips.show(this.wishes.region, this.wishes.as_of);
    await this.log.quietly(() => this.restore());
    this.talk.resume();
    this.askTopic();
  }

  private async restore(): Promise<void> {
    greet(this.log, this.start);
    try {
      const past = await this.talk.restore();
      if (past) replay(this.log, past, await this.desk.catchUp(), (answer) => this.know(answer));
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
    this.countFacts(this.facts.show(answer));
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

  private state(state: State, agent: string | null): void {
    const words = {
      bot: "",
      waiting: "正在为您联系坐席，请稍候。可以继续写，坐席接通后都能看到。",
      agent: `${agent ?? "坐席"}正在和您对话。`,
    }[state];
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
    this.empty();
    await this.log.quietly(() => greet(this.log, this.start));
    this.focus();
    try {
      await leaving;
      this.announce(erase ? "记录已删除。" : "已经重新开始。");
    } catch (error) {
      this.log.failed(`记录没能删除，会在到期后自动删除。${(error as Error).message}`, null);
    }
  }

  /** Nothing is known and nobody is waited for: a talk is over, here or in another tab. */
  private empty(): void {
    this.banner.hidden = true;
    this.desk.reset();
    this.countFacts(this.facts.show(null));
    this.chips.show(this.wishes.region, this.wishes.as_of);
  }

  private save(): void {
    paper.save(`${TITLE}-${this.start.today}.txt`, transcript(this.log.copies()));
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
