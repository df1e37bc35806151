// A verdict as a card: status, amount, conditions, legal basis, how to apply, caveats.

import { el, link } from "./dom.js";

const STATUS = {
  eligible: "可以享受",
  ineligible: "不符合条件",
  undetermined: "还要了解情况",
  not_in_force: "现在没有执行",
};
const STATE = {
  met: ["✔", "符合"],
  failed: ["✘", "不符合"],
  unknown: ["?", "还不清楚"],
  office: ["○", "由经办机构核实"],
  presumed: ["○", "一般都符合，审核时核实"],
};

/** The card of one verdict; `open` names the parts that stand unfolded (null: what matters most). */
export function verdictCard(verdict, open = null) {
  const status = verdict.status;
  const subject = status === "eligible" || status === "undetermined" ? verdict.subject_to || [] : [];
  const usual = ["conditions", "legal_basis", ...(status === "eligible" ? ["how_to_apply"] : [])];
  const unfolded = open ?? usual;
  return el(
    "article",
    { class: `card card--${status}`, "aria-label": `${verdict.name}：${STATUS[status] || ""}` },
    el(
      "header",
      { class: "card__head" },
      el("h3", {}, link(verdict.name, `/policies/${verdict.measure}`)),
      el("span", { class: `badge badge--${status}` }, STATUS[status] || status),
    ),
    amount(verdict),
    subject.length
      ? el("p", { class: "card__subject" }, "前提：", subject.map((one) => one.text || one).join("；"))
      : null,
    ended(verdict),
    part("conditions", "对照条件", checked(verdict), unfolded),
    part("limbs", "其他情形", limbs(verdict.limbs), unfolded),
    part("legal_basis", "政策依据", basis(verdict), unfolded),
    part("how_to_apply", "怎么办理", howToApply(verdict.apply), unfolded),
    part("materials", "要带的材料", list((verdict.apply || {}).bring), unfolded),
    part("notes", "注意", list((verdict.notes || []).map((note) => note.text || note)), unfolded),
  );
}

function amount(verdict) {
  const text = verdict.amount && verdict.amount.text;
  if (!text || verdict.status === "ineligible" || verdict.status === "not_in_force") return null;
  return el("p", { class: "card__amount" }, el("span", { class: "label" }, "标准"), text);
}

function ended(verdict) {
  const { ended: end, starts: start } = verdict;
  if (end) return el("p", {}, `执行到${end.on || "另有规定时"}为止${source(end)}。`);
  if (start) return el("p", {}, `从${start.on}起执行${source(start)}。`);
  return null;
}

function source(citation) {
  if (!citation || !(citation.number || citation.document)) return "";
  return `（${citation.number || citation.document}${citation.clause ? ` ${citation.clause}` : ""}）`;
}

function part(id, title, content, unfolded) {
  if (!content) return null;
  return el("details", { class: `part part--${id}`, open: unfolded.includes(id) }, el("summary", {}, title), content);
}

function checked(verdict) {
  const all = conditionList(verdict.conditions, source(verdict.provision));
  const legend = all && all.querySelector(".condition--office, .condition--presumed");
  return all && [all, legend ? el("p", { class: "muted" }, "○ 一般都符合，或者由经办机构核实") : null];
}

/** Conditions with their marks; `known` is the citation that need not be repeated. */
function conditionList(conditions, known) {
  if (!conditions || !conditions.length) return null;
  return el("ul", { class: "conditions" }, conditions.map((one) => condition(one, known)));
}

function condition(one, known) {
  const cited = source(one.citation);
  const state = one.state === "unknown" && one.role === "presume" ? "presumed" : one.state;
  const [mark, words] = STATE[state] || STATE.unknown;
  const mend = one.state === "failed" && one.would_hold_if;
  return el(
    "li",
    { class: `condition condition--${state}` },
    el("span", { class: "mark", "aria-hidden": "true", title: words }, mark),
    el(
      "div",
      {},
      el("span", { class: "sr" }, `${words}：`),
      one.text,
      cited && cited !== known ? el("span", { class: "cite" }, cited) : null,
      mend ? el("p", { class: "mend" }, mend) : null,
      conditionList(one.children, cited || known),
    ),
  );
}

function limbs(all) {
  if (!all || all.length < 2) return null;
  return el(
    "ul",
    { class: "limbs" },
    all.map((limb) =>
      el("li", {}, `${limb.name}：${STATUS[limb.status] || limb.status}`, limb.amount ? `，${limb.amount.text}` : ""),
    ),
  );
}

function basis(verdict) {
  const rule = verdict.provision;
  if (!rule) return null;
  const number = rule.number || rule.document;
  const forwarded = (rule.forwarded_by || []).map((one) => one.number || one.document);
  const until = rule.to ? `至${rule.to}` : "起，文件没有规定截止日期";
  return el(
    "div",
    {},
    el("p", {}, rule.title ? `《${rule.title}》` : "", `${number} ${rule.clause || ""}`),
    forwarded.length ? el("p", {}, `转发：${forwarded.join("、")}`) : null,
    el("p", {}, `${rule.region || ""}${rule.from ? `，${rule.from}${until}` : ""}`),
    verdict.selected_because ? el("p", { class: "muted" }, verdict.selected_because) : null,
  );
}

function howToApply(apply) {
  if (!apply) return null;
  const first = [
    apply.automatic ? "免申即享：不用申请，符合条件的直接发放。" : null,
    apply.pending,
  ].filter(Boolean);
  const rows = [
    apply.if_not_paid ? `没有自动到账时：${apply.if_not_paid}` : null,
    apply.deadline ? `期限：${apply.deadline}` : null,
    apply.time_limit ? `办理时限：${apply.time_limit}` : null,
    apply.handled_by ? `经办：${apply.handled_by}` : null,
  ].filter(Boolean);
  const channels = (apply.channels || []).map((one) => (one.url ? link(one.text || one.url, one.url) : one.text || one));
  const steps = apply.steps || [];
  if (![...first, ...rows, ...channels, ...steps].length) return null;
  return el(
    "div",
    {},
    first.map((row) => el("p", {}, row)),
    steps.length ? el("ol", {}, steps.map((step) => el("li", {}, step))) : null,
    channels.length ? el("p", { class: "label" }, "办理途径") : null,
    channels.length ? list(channels) : null,
    rows.map((row) => el("p", {}, row)),
  );
}

function list(items) {
  if (!items || !items.length) return null;
  return el("ul", {}, items.map((item) => el("li", {}, item)));
}
