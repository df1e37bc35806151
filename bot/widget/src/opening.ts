// How a conversation opens: with a greeting, with what was said before, or with a topic.

import type { Log } from "./log";
import type { AgentMessage, Answer, Past, Start, Updates } from "./types";

/** What opens the chat when the bot cannot be reached yet. */
export const FALLBACK: Start = {
  greeting: "您好，我是人社政策助手。说说您或单位的情况、想问哪项政策。",
  examples: [],
  regions: [],
  today: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10), // Beijing time
  limit: 1000,
  topic: null,
};

/** Clears the log and greets. */
export function greet(log: Log, start: Start): void {
  log.clear();
  log.greet(start.greeting, start.examples.map((text) => ({ text })));
}

/** Shows what was said before, agents' words among the rest where they belong in time. */
export function replay(log: Log, past: Past[], updates: Updates | null, know: (answer: Answer) => void): void {
  const written: AgentMessage[] = [...(updates?.messages ?? [])];
  const agent = (one: AgentMessage): void => log.agent(updates?.agent ?? "坐席", one.text);
  for (const one of past) {
    while (written[0] && written[0].at < one.at) agent(written.shift() as AgentMessage);
    log.said(one.text);
    log.answered(one.answer, { scroll: false });
    know(one.answer);
  }
  written.forEach(agent);
}
