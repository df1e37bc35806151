// What the browser keeps: the session, messages not yet answered, the reader's preferences.

import type { Outgoing } from "./types";

interface Kept {
  session: string;
  /** Whether anything was answered in this session, so that there is something to restore. */
  started: boolean;
  outbox: Outgoing[];
  /** Topics whose opening question was asked already. */
  topics: string[];
  /** Set while an agent may have written: what was said is then fetched on restoring. */
  handed: boolean;
}

const ELDER = "policy-chat.elder";

/** 128 random bits: nobody can guess another visitor's session. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is switched off: this page's memory has to do
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // full or switched off: the talk goes on, only a reload forgets it
  }
}

/** The memory of one bot's conversation in this browser. */
export class Memory {
  /** Called when another tab of the same browser has started over. */
  moved: () => void = () => undefined;
  private readonly key: string;
  private kept: Kept;

  constructor(host: string) {
    this.key = `policy-chat:${host}`;
    this.kept = { ...Memory.fresh(), ...this.load() };
    addEventListener("storage", ({ key }) => {
      if (key !== this.key) return;
      const { session } = this.kept;
      this.kept = { ...this.kept, ...this.load() };
      if (session !== this.kept.session) this.moved();
    });
  }

  private static fresh(): Kept {
    return { session: randomId(), started: false, outbox: [], topics: [], handed: false };
  }

  private load(): Partial<Kept> {
    try {
      return JSON.parse(read(this.key) ?? "{}") as Partial<Kept>;
    } catch {
      return {};
    }
  }

  get<K extends keyof Kept>(name: K): Kept[K] {
    return this.kept[name];
  }

  set(changes: Partial<Kept>): void {
    this.kept = { ...this.kept, ...changes };
    write(this.key, JSON.stringify(this.kept));
  }

  /** A new session; the old one is no longer known here. */
  renew(): void {
    this.set(Memory.fresh());
  }

  get elder(): boolean {
    return read(ELDER) === "1";
  }

  set elder(on: boolean) {
    write(ELDER, on ? "1" : "0");
  }
}
