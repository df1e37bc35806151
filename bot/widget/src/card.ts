// A verdict as a card: status, amount, conditions, legal basis, how to apply, caveats.

import { type Child, el, link } from "./dom";
import type { Apply, Citation, Condition, Limb, Said, Status, Verdict } from "./types";

const STATUS: Record<Status, string> = {
  eligible: "可以享受",
  ineligible: "不符合条件",
  undetermined: "还要了解情况",
  not_in_force: "现在没有执行",
};

type Mark = Condition["state"] | "presumed";

const MARKS: Record<Mark, [string, string]> = {
  met: ["✔", "符合"],
  failed: ["✘", "不符合"],
  unknown: ["?", "还不清楚"],
  office: ["○", "由经办机构核实"],
  presumed: ["○", "一般都符合，审核时核实"],
};

/** Which parts stand unfolded for each way of telling a verdict; any other part is told in words. */
const UNFOLDED: Record<string, string[] | undefined> = { short: [], provisional: ["conditions"] };

/** The card of one verdict told as `part`; `host` is the bot's address for links to policy pages. */
export function verdictCard(verdict: Verdict, part: string, host: string): HTMLElement {
  const { status } = verdict;
  const usual = ["conditions", "basis", ...(status === "eligible" ? ["apply"] : [])];
  const open = UNFOLDED[part] ?? usual;
  const section = (id: string, title: string, content: Child): Child =>
    content && el("details", { class: `part part--${id}`, open: open.includes(id) }, el("summary", {}, title), content);
  return el(
    "article",
    { class: `card card--${status}` },
    el(
      "header",
      { class: "card__head" },
      el("h3", {}, link(verdict.name, `/policies/${verdict.measure}`, host)),
      el("span", { class: `badge badge--${status}` }, STATUS[status]),
    ),
    amount(verdict),
    subject(verdict),
    ended(verdict),
    section("conditions", "对照条件", conditions(verdict)),
    section("limbs", "其他情形", limbs(verdict.limbs)),
    section("basis", "政策依据", basis(verdict)),
    section("apply", "怎么办理", howToApply(verdict.apply, host)),
    section("materials", "要带的材料", list(verdict.apply?.bring)),
    section("notes", "注意", list(verdict.notes)),
  );
}

/** Whether a verdict told as `part` is told by its card alone, or in words with the card folded. */
export function isWhole(part: string): boolean {
  return part === "full" || part in UNFOLDED;
}

function amount({ amount: due, status }: Verdict): Child {
  if (!due?.text || status === "ineligible" || status === "not_in_force") return null;
  return el("p", { class: "card__amount" }, el("span", { class: "label" }, "标准"), due.text);
}

function subject({ subject_to: terms, status }: Verdict): Child {
  if (!terms?.length || (status !== "eligible" && status !== "undetermined")) return null;
  return el("p", { class: "card__subject" }, `前提：${terms.map(words).join("；")}`);
}

function ended({ ended: end, starts: start }: Verdict): Child {
  if (end) return el("p", {}, `执行到${end.on ?? "另有规定时"}为止${source(end)}。`);
  if (start) return el("p", {}, `从${start.on ?? "另有规定时"}起执行${source(start)}。`);
  return null;
}

function source(citation: Citation | null | undefined): string {
  const number = citation?.number ?? citation?.document;
  return number ? `（${number}${citation?.clause ? ` ${citation.clause}` : ""}）` : "";
}

function conditions(verdict: Verdict): Child {
  const all = conditionList(verdict.conditions, source(verdict.provision));
  const legend = all?.querySelector(".condition--office, .condition--presumed");
  return all && [all, legend && el("p", { class: "muted" }, "○ 一般都符合，或者由经办机构核实")];
}

/** Conditions with their marks; `known` is the citation that need not be repeated. */
function conditionList(all: Condition[] | undefined, known: string): HTMLElement | null {
  if (!all?.length) return null;
  return el("ul", { class: "conditions" }, all.map((one) => condition(one, known)));
}

function condition(one: Condition, known: string): HTMLElement {
  const cited = source(one.citation);
  const state: Mark = one.state === "unknown" && one.role === "presume" ? "presumed" : one.state;
  const [mark, meaning] = MARKS[state];
  return el(
    "li",
    { class: `condition condition--${state}` },
    el("span", { class: "mark", "aria-hidden": "true" }, mark),
    el(
      "div",
      {},
      el("span", { class: "sr" }, `${meaning}：`),
      one.text,
      cited !== known && el("span", { class: "cite" }, cited),
      one.state === "failed" && one.would_hold_if && el("p", { class: "mend" }, one.would_hold_if),
      conditionList(one.children, cited || known),
    ),
  );
}

function limbs(all: Limb[] | undefined): Child {
  if (!all || all.length < 2) return null;
  const told = (limb: Limb): string => (limb.amount?.text ? `，${limb.amount.text}` : "");
  return list(all.map((limb) => `${limb.name}：${STATUS[limb.status]}${told(limb)}`));
}

function basis({ provision: rule, selected_because: why }: Verdict): Child {
  if (!rule) return null;
  const forwarded = (rule.forwarded_by ?? []).map((one) => one.number ?? one.document ?? "");
  const until = rule.to ? `至${rule.to}` : "起，文件没有规定截止日期";
  return [
    el("p", {}, rule.title ? `《${rule.title}》` : "", `${rule.number ?? rule.document ?? ""} ${rule.clause ?? ""}`),
    forwarded.length > 0 && el("p", {}, `转发：${forwarded.join("、")}`),
    el("p", {}, `${rule.region ?? ""}${rule.from ? `，${rule.from}${until}` : ""}`),
    why && el("p", { class: "muted" }, why),
  ];
}

function howToApply(apply: Apply | null | undefined, host: string): Child {
  if (!apply) return null;
  const channels = (apply.channels ?? []).map((one) =>
    typeof one === "string" ? one : link(one.text ?? one.url ?? "", one.url, host),
  );
  const rows: Child[] = [
    row(apply.automatic && "免申即享：不用申请，符合条件的直接发放。"),
    row(apply.pending),
    apply.steps?.length ? el("ol", {}, apply.steps.map((step) => el("li", {}, step))) : null,
    channels.length > 0 && [el("p", { class: "label" }, "办理途径"), el("ul", {}, channels.map((one) => el("li", {}, one)))],
    row(apply.if_not_paid && `没有自动到账时：${apply.if_not_paid}`),
    row(apply.deadline && `期限：${apply.deadline}`),
    row(apply.time_limit && `办理时限：${apply.time_limit}`),
    row(apply.handled_by && `经办：${apply.handled_by}`),
  ].filter(Boolean);
  return rows.length > 0 && rows;
}

function row(text: string | false | null | undefined): Child {
  return text && el("p", {}, text);
}

function words(said: Said): string {
  return typeof said === "string" ? said : said.text;
}

function list(items: Said[] | undefined): Child {
  return items?.length ? el("ul", {}, items.map((item) => el("li", {}, words(item)))) : null;
}
