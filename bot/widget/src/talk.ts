// The conversation apart from how it looks: messages leave one at a time, in order, each exactly once.

import type { Api } from "./api";
import { CallError } from "./api";
import { type Memory, randomId } from "./memory";
import type { Answer, Outgoing, Past } from "./types";

/** Where the message under way stands. */
export type Phase = "sending" | "again" | "offline" | "idle";

/** Whoever shows the conversation. */
export interface Viewer {
  phase(phase: Phase): void;
  said(message: Outgoing): void;
  answered(message: Outgoing, answer: Answer): void;
  /** `final`: the message was refused and will not be sent again by itself. */
  failed(message: Outgoing, error: CallError, final: boolean): void;
}

const PAUSES = [1000, 2000, 4000, 8000]; // milliseconds before each further attempt

export class Talk {
  private running: string | null = null; // the session whose messages are being sent
  private settled = false; // what was said before is known, so that nothing is shown twice

  constructor(
    private readonly api: Api,
    private readonly memory: Memory,
    private readonly viewer: Viewer,
  ) {
    addEventListener("online", () => void this.pump());
  }

  get session(): string {
    return this.memory.get("session");
  }

  /** Says something; it is kept until it has been answered, over reloads too. */
  say(text: string, settings: Omit<Outgoing, "message_id" | "text"> = {}): void {
    const words = text.trim();
    if (!words) return;
    const message = { message_id: randomId(), text: words, ...settings };
    this.memory.set({ outbox: [...this.memory.get("outbox"), message] });
    this.viewer.said(message);
    if (!this.settled) this.viewer.phase(navigator.onLine ? "sending" : "offline");
    void this.pump();
  }

  /** What was said before in this session, oldest first; null when there is nothing to restore. */
  async restore(): Promise<Past[] | null> {
    this.settled = false;
    if (!this.memory.get("started")) return null;
    try {
      const past = await this.api.history(this.session);
      const known = new Set(past.map((one) => one.message_id));
      this.memory.set({ outbox: this.memory.get("outbox").filter((one) => !known.has(one.message_id)) });
      return past;
    } catch (error) {
      if (!(error instanceof CallError) || error.status !== 404) throw error;
      return this.memory.get("outbox").length ? [] : null; // expired or deleted on the server
    }
  }

  /** Messages of an earlier page that were never answered are shown and sent now. */
  resume(): void {
    this.settled = true;
    this.memory.get("outbox").forEach((message) => this.viewer.said(message));
    void this.pump();
  }

  /** Forgets the session here, and on the server as well if asked to. */
  async leave(erase: boolean): Promise<void> {
    const { session } = this;
    const said = this.memory.get("started") || this.memory.get("outbox").length > 0;
    this.memory.renew();
    this.viewer.phase("idle");
    if (erase && said) await this.api.forget(session).catch(passOverMissing);
  }

  /** Sends what waits, oldest first; stops where something has to be done by hand. */
  async pump(): Promise<void> {
    const { session } = this;
    if (!this.settled || this.running === session) return;
    this.running = session;
    try {
      for (let next = this.head(); next && session === this.session; next = this.head()) {
        if (!(await this.exchange(session, next))) break;
      }
    } finally {
      if (this.running === session) {
        this.running = null;
        this.viewer.phase(this.head() && !navigator.onLine ? "offline" : "idle");
      }
    }
  }

  private head(): Outgoing | undefined {
    return this.memory.get("outbox")[0];
  }

  private async exchange(session: string, message: Outgoing): Promise<boolean> {
    try {
      const answer = await this.deliver(session, message);
      if (session !== this.session) return true; // started over meanwhile
      this.memory.set({ started: true });
      this.drop(message);
      this.viewer.answered(message, answer);
      return true;
    } catch (error) {
      if (session !== this.session) return true;
      if (!(error instanceof CallError)) throw error;
      if (!navigator.onLine) return false; // the online event takes it up again
      if (!error.retriable) this.drop(message);
      this.viewer.failed(message, error, !error.retriable);
      return !error.retriable;
    }
  }

  private async deliver(session: string, message: Outgoing): Promise<Answer> {
    for (let attempt = 0; ; attempt += 1) {
      this.viewer.phase(navigator.onLine ? (attempt ? "again" : "sending") : "offline");
      try {
        return await this.api.send(session, message);
      } catch (error) {
        const pause = PAUSES[attempt];
        const hopeless = !(error instanceof CallError) || !error.retriable || pause === undefined;
        if (hopeless || !navigator.onLine || session !== this.session) throw error;
        await new Promise((wake) => setTimeout(wake, Math.max(pause, error.wait)));
      }
    }
  }

  private drop(message: Outgoing): void {
    const rest = this.memory.get("outbox").filter((one) => one.message_id !== message.message_id);
    this.memory.set({ outbox: rest });
  }
}

function passOverMissing(error: unknown): void {
  if (!(error instanceof CallError) || error.status !== 404) throw error;
}
