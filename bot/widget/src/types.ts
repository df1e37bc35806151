// What the bot's API sends and takes, as far as the widget reads it.

export interface Citation {
  document?: string;
  number?: string | null;
  clause?: string | null;
  on?: string | null;
}

export interface Condition {
  text: string;
  state: "met" | "failed" | "unknown" | "office";
  role?: "require" | "presume";
  would_hold_if?: string | null;
  citation?: Citation | null;
  children?: Condition[];
}

export interface Amount {
  text?: string;
  citation?: Citation | null;
}

export type Said = string | { text: string };

export interface Limb {
  id: string;
  name: string;
  status: Status;
  amount?: Amount | null;
}

export interface Apply {
  automatic?: boolean;
  pending?: string | null;
  steps?: string[];
  channels?: (string | { text?: string; url?: string | null })[];
  bring?: Said[];
  handled_by?: string | null;
  time_limit?: string | null;
  deadline?: string | null;
  if_not_paid?: string | null;
}

export interface Provision extends Citation {
  title?: string | null;
  region?: string;
  from?: string;
  to?: string | null;
  forwarded_by?: Citation[];
}

export type Status = "eligible" | "ineligible" | "undetermined" | "not_in_force";

export interface Verdict {
  measure: string;
  name: string;
  status: Status;
  subject_to?: Said[];
  amount?: Amount | null;
  provision?: Provision | null;
  selected_because?: string | null;
  conditions?: Condition[];
  limbs?: Limb[];
  apply?: Apply | null;
  notes?: Said[];
  ended?: Citation | null;
  starts?: Citation | null;
}

export interface Choice {
  text: string;
  say?: string;
}

export interface Link {
  text: string;
  url: string;
}

export interface Reply {
  kind: "text" | "verdict" | "question";
  text: string;
  part?: string;
  card?: Verdict;
  choices?: Choice[];
  links?: Link[];
  handover?: boolean;
}

/** A fact told so far, in the words a citizen reads. */
export interface Told {
  fact: string;
  text: string;
}

/** Who answers: the bot, nobody yet (waiting for an agent), or an agent. */
export type State = "bot" | "waiting" | "agent";

export interface Answer {
  session_id: string;
  message_id: string;
  replies: Reply[];
  facts: Record<string, unknown>;
  told: Told[];
  region: string | null;
  as_of: string;
  state?: State;
}

export interface Past {
  message_id: string;
  text: string;
  at: string;
  answer: Answer;
}

export interface AgentMessage {
  id: number;
  text: string;
  at: string;
}

export interface Updates {
  state: State;
  agent: string | null;
  messages: AgentMessage[];
}

/** One fact's vocabulary, for setting it by hand. */
export interface Fact {
  id: string;
  name: string;
  type: "boolean" | "integer" | "number" | "money" | "ratio" | "date" | "year" | "choice" | "set" | "text";
  unit: string | null;
  choices: { value: string; text: string }[];
  true_text: string | null;
  false_text: string | null;
}

/** What the chat opens with. */
export interface Start {
  greeting: string;
  examples: string[];
  regions: string[];
  today: string;
  limit: number;
  topic: { id: string; say: string } | null;
}

/** A message on its way out: kept until it is answered, so that it is sent once and only once. */
export interface Outgoing {
  message_id: string;
  text: string;
  region?: string;
  as_of?: string;
  set?: Record<string, unknown>;
}

export interface Feedback {
  rating: "up" | "down";
  reason?: string;
  comment?: string;
}
