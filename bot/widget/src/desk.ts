// The hand-over to an agent: asks for one, then listens for what the agent writes.

import { type Api, CallError } from "./api";
import type { Memory } from "./memory";
import type { State, Updates } from "./types";

const EVERY = 3000; // milliseconds between looks

interface Viewer {
  state(state: State, agent: string | null): void;
  wrote(agent: string, text: string): void;
  failed(words: string): void;
}

export class Desk {
  private state: State = "bot";
  private after = 0;
  private timer = 0;

  constructor(
    private readonly api: Api,
    private readonly memory: Memory,
    private readonly viewer: Viewer,
  ) {}

  /** Asks for an agent. */
  async call(): Promise<void> {
    try {
      this.follow(await this.api.handover(this.memory.get("session")));
    } catch (error) {
      const none = error instanceof CallError && error.status === 404;
      this.viewer.failed(none ? "现在不能在线接通坐席，请拨打12333，工作时间有人接听。" : (error as Error).message);
    }
  }

  /** Follows the state that an answer tells. */
  follow(state: State | undefined): void {
    if (state && state !== this.state) this.move(state, null);
    if (this.state !== "bot") this.listen();
  }

  /** What agents wrote earlier, for restoring; and goes on listening where the talk is still theirs. */
  async catchUp(): Promise<Updates | null> {
    if (!this.memory.get("handed")) return null;
    const updates = await this.api.updates(this.memory.get("session"), 0).catch(() => null);
    if (!updates) return null;
    this.after = Math.max(0, ...updates.messages.map((one) => one.id));
    this.move(updates.state, updates.agent);
    if (this.state !== "bot") this.listen();
    return updates;
  }

  /** The talk starts anew. */
  reset(): void {
    clearTimeout(this.timer);
    this.timer = 0;
    this.after = 0;
    this.state = "bot";
    this.viewer.state("bot", null);
  }

  private move(state: State, agent: string | null): void {
    if (state !== "bot") this.memory.set({ handed: true });
    this.state = state;
    this.viewer.state(state, agent);
  }

  private listen(): void {
    if (!this.timer) this.timer = window.setTimeout(() => void this.look(), EVERY);
  }

  private async look(): Promise<void> {
    const session = this.memory.get("session");
    const updates = await this.api.updates(session, this.after).catch(() => null);
    if (session !== this.memory.get("session")) return;
    this.timer = 0;
    if (updates) {
      for (const one of updates.messages) this.viewer.wrote(updates.agent ?? "坐席", one.text);
      this.after = Math.max(this.after, ...updates.messages.map((one) => one.id));
      if (updates.state !== this.state) this.move(updates.state, updates.agent);
    }
    if (this.state !== "bot") this.listen();
  }
}
