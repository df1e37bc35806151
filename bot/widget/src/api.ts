// Calls to the bot, each with a time limit; what goes wrong becomes words that say what to do.

import type { Answer, Fact, Feedback, Outgoing, Past, Start, State, Updates } from "./types";

const PATIENCE = 20_000; // milliseconds for one attempt

/** A call that failed. `retriable`: the same call may succeed later, and does no harm twice. */
export class CallError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly retriable: boolean,
    readonly wait = 0,
  ) {
    super(message);
  }
}

interface Options {
  method?: "POST" | "DELETE";
  body?: unknown;
}

/** The API of the bot at `host`. */
export class Api {
  constructor(readonly host: string) {}

  start(topic: string | null): Promise<Start> {
    return this.call(`/start${topic ? `?topic=${encodeURIComponent(topic)}` : ""}`);
  }

  send(session: string, message: Outgoing): Promise<Answer> {
    return this.call("/messages", { method: "POST", body: { session_id: session, ...message } });
  }

  async history(session: string): Promise<Past[]> {
    return (await this.call<{ messages: Past[] }>(`/sessions/${session}`)).messages;
  }

  async forget(session: string): Promise<void> {
    await this.call(`/sessions/${session}`, { method: "DELETE" });
  }

  fact(id: string): Promise<Fact> {
    return this.call(`/facts/${encodeURIComponent(id)}`);
  }

  async feedback(session: string, message: string, said: Feedback): Promise<void> {
    await this.call("/feedback", { method: "POST", body: { session_id: session, message_id: message, ...said } });
  }

  async handover(session: string): Promise<State> {
    return (await this.call<{ state: State }>(`/sessions/${session}/handover`, { method: "POST" })).state;
  }

  updates(session: string, after: number): Promise<Updates> {
    return this.call(`/sessions/${session}/updates?after=${after}`);
  }

  private async call<T>(path: string, { method, body }: Options = {}): Promise<T> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), PATIENCE);
    try {
      const response = await fetch(`${this.host}/api/v1${path}`, {
        method: method ?? "GET",
        signal: limit.signal,
        credentials: "omit",
        ...(body === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
      });
      if (!response.ok) throw await refusal(response);
      return (response.status === 204 ? undefined : await response.json()) as T;
    } catch (error) {
      if (error instanceof CallError) throw error;
      throw new CallError("连不上助手。请检查网络，再点“再试一次”；急事请拨打12333。", 0, true);
    } finally {
      clearTimeout(timer);
    }
  }
}

async function refusal(response: Response): Promise<CallError> {
  const body = (await response.json().catch(() => ({}))) as { error?: { message?: string } };
  const { status } = response;
  const retriable = status >= 500 || status === 429 || status === 408;
  const words = body.error?.message ?? "助手暂时没有回应，请过一会儿再试；急事请拨打12333。";
  return new CallError(words, status, retriable, 1000 * Number(response.headers.get("Retry-After") || 0));
}
