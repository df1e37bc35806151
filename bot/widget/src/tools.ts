// What can be done with an answer: say whether it helped, copy it, print it, have it read aloud.

import { button, el } from "./dom";
import * as paper from "./paper";
import type { Feedback } from "./types";
import { hush, readAloud } from "./voice";

const REASONS: Record<string, string> = {
  wrong: "说错了",
  unclear: "看不懂",
  not_answered: "答非所问",
  outdated: "政策过时了",
  other: "其他",
};

interface Handles {
  /** The answer in plain words. */
  text: string;
  /** What is printed. */
  nodes: () => Node[];
  rate: (said: Feedback) => Promise<void>;
  announce: (words: string) => void;
}

/** The row of tools below an answer. */
export function toolbar({ text, nodes, rate, announce }: Handles): HTMLElement {
  const bar = el("div", { class: "tools", role: "group", "aria-label": "对这条回答" });
  const report = (done: Promise<void>, words: string): void => {
    done.then(
      () => announce(words),
      (error: Error) => announce(error.message),
    );
  };
  const press = (pressed: HTMLButtonElement | null): void => {
    for (const one of [up, down]) one.setAttribute("aria-pressed", String(one === pressed));
  };
  const up = button("有用", () => {
    press(up);
    bar.querySelector("form")?.remove();
    report(rate({ rating: "up" }), "谢谢，已经记下。");
  }, { class: "tool", "aria-pressed": "false" }, "up");
  const down = button("没用", () => {
    press(down);
    if (bar.querySelector("form")) return;
    report(rate({ rating: "down" }), "谢谢，已经记下。可以再说说哪里不好。");
    const form = complaint(
      (said) => {
        report(rate({ rating: "down", ...said }), "谢谢，已经记下，会有人来看。");
        form.remove();
        down.focus();
      },
      () => {
        form.remove();
        down.focus();
      },
    );
    bar.append(form);
    form.querySelector("input")?.focus();
    form.scrollIntoView({ block: "nearest" });
  }, { class: "tool", "aria-pressed": "false" }, "down");
  const copying = button("复制", () => {
    void paper.copy(text, bar).then((done) => announce(done ? "已复制。" : "没能复制，请选中文字再复制。"));
  }, { class: "tool" }, "copy");
  const printing = button("打印", () => paper.print("人社政策问答", nodes()), { class: "tool" }, "print");
  bar.append(up, down, copying, printing, voice(text));
  return bar;
}

function voice(text: string): HTMLButtonElement {
  let reading = false;
  const label = (): string => (reading ? "停止朗读" : "朗读");
  const reader = button("朗读", () => {
    reading = !reading;
    if (reading) readAloud(text, () => { reading = false; show(); });
    else hush();
    show();
  }, { class: "tool tool--voice" }, "voice");
  const show = (): void => {
    const words = reader.querySelector(".words");
    if (words) words.textContent = label();
  };
  return reader;
}

function complaint(send: (said: Omit<Feedback, "rating">) => void, close: () => void): HTMLFormElement {
  const name = `reason-${Math.random().toString(36).slice(2)}`;
  const comment = el("textarea", { rows: "2", maxlength: "500", "aria-label": "补充说明，不要写身份证号等个人信息", placeholder: "可以补充几句（不要写身份证号等个人信息）" });
  const form = el(
    "form",
    { class: "complaint" },
    el(
      "fieldset",
      {},
      el("legend", {}, "哪里不好？"),
      Object.entries(REASONS).map(([value, words]) =>
        el("label", { class: "pick" }, el("input", { type: "radio", name, value }), words),
      ),
    ),
    comment,
    el("div", { class: "row" }, el("button", { type: "submit", class: "main" }, "提交"), button("不说了", close, { class: "plain" })),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = form.querySelector<HTMLInputElement>("input:checked")?.value;
    const words = comment.value.trim();
    send({ ...(reason ? { reason } : {}), ...(words ? { comment: words } : {}) });
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  });
  return form;
}
