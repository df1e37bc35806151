// A small form for one fact, after its type.

import { button, type Child, el } from "./dom";
import type { Fact } from "./types";

type Save = (text: string, value: unknown) => void;

/** What a form field yields: the fact's JSON value and how it reads, or null while incomplete. */
type Reader = () => { value: unknown; text: string } | null;

/** The form; `save` gets the change in words and the fact's new value. */
export function editor(fact: Fact, value: unknown, save: Save, close: () => void): HTMLFormElement {
  const [field, read] = FIELDS[fact.type](fact, value);
  const form = el(
    "form",
    { class: "editor", "aria-label": `改正${fact.name}` },
    field,
    el("div", { class: "row" }, el("button", { type: "submit", class: "main" }, "改好了"), button("取消", close, { class: "plain" })),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const entered = read();
    if (entered) save(`${fact.name}改为${entered.text}`, entered.value);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  });
  return form;
}

type Field = (fact: Fact, value: unknown) => [Child, Reader];

const number: Field = (fact, value) => {
  const share = fact.type === "ratio";
  const exact = typeof value === "number" ? String(share ? Math.round(value * 1e6) / 1e4 : value) : "";
  const unit = share ? "%" : fact.type === "money" ? "元" : (fact.unit ?? "");
  const whole = fact.type === "integer" || fact.type === "year";
  const input = el("input", {
    type: "number", step: whole ? "1" : "any", min: "0", required: true, value: exact, inputmode: whole ? "numeric" : "decimal",
  });
  return [
    labelled(fact.name, input, unit),
    () => (input.value ? { value: Number(input.value) / (share ? 100 : 1), text: `${input.value}${unit}` } : null),
  ];
};

const day: Field = (fact, value) => {
  const input = el("input", { type: "date", required: true, value: typeof value === "string" ? value : "", min: "1950-01-01", max: "2099-12-31" });
  return [labelled(fact.name, input), () => ({ value: input.value, text: input.value })];
};

const words: Field = (fact, value) => {
  const input = el("input", { type: "text", required: true, maxlength: "200", value: typeof value === "string" ? value : "" });
  return [labelled(fact.name, input), () => ({ value: input.value, text: input.value })];
};

const choice: Field = (fact, value) => {
  const select = el("select", {}, fact.choices.map((one) => el("option", { value: one.value, selected: one.value === value }, one.text)));
  return [labelled(fact.name, select), () => ({ value: select.value, text: select.selectedOptions[0]?.text ?? "" })];
};

const yesNo: Field = (fact, value) => {
  const choices = [
    { value: "true", text: fact.true_text ?? "是" },
    { value: "false", text: fact.false_text ?? "不是" },
  ];
  const [field, read] = choice({ ...fact, choices }, String(value));
  return [
    field,
    () => {
      const entered = read();
      return entered && { ...entered, value: entered.value === "true" };
    },
  ];
};

const several: Field = (fact, value) => {
  const told = Array.isArray(value) ? (value as string[]) : ((value as { includes?: string[] } | null)?.includes ?? []);
  const boxes = fact.choices.map((one) => {
    const box = el("input", { type: "checkbox", value: one.value, checked: told.includes(one.value) });
    return { box, text: one.text };
  });
  const group = el(
    "fieldset",
    { class: "several" },
    el("legend", {}, fact.name),
    boxes.map(({ box, text }) => el("label", { class: "pick" }, box, text)),
  );
  return [
    group,
    () => {
      const chosen = boxes.filter(({ box }) => box.checked);
      return {
        value: chosen.length ? chosen.map(({ box }) => box.value) : null,
        text: chosen.map(({ text }) => text).join("、") || "没有这些情况",
      };
    },
  ];
};

const FIELDS: Record<Fact["type"], Field> = {
  boolean: yesNo,
  integer: number,
  number,
  money: number,
  ratio: number,
  year: number,
  date: day,
  choice,
  set: several,
  text: words,
};

function labelled(name: string, input: HTMLElement, unit = ""): HTMLElement {
  return el("label", {}, el("span", { class: "label" }, unit ? `${name}（${unit}）` : name), el("span", { class: "entry" }, input));
}
