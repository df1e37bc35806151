// What the desk's keys and buttons do.
import { $, goOn, look, say, send, url } from "./server.js";

let marked = null;

async function copy(id, what) {
  const text = $(id)?.textContent;
  if (!text) return;
  try {
    await navigator.clipboard.writeText(text);
  } catch {  // a page without HTTPS has no clipboard: the old way
    const held = document.activeElement;
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = text;
    area.select();
    document.execCommand("copy");
    area.remove();
    held?.focus();
  }
  say(`${what}已复制`);
}

function walk(step) {
  const rows = [...document.querySelectorAll("#list .row")].filter((row) => row.offsetParent);
  const held = rows.indexOf(document.activeElement);
  const at = held < 0 ? rows.findIndex((row) => row.hasAttribute("aria-current")) : held;
  const row = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
  row?.focus();
  row?.scrollIntoView({ block: "nearest" });
}

// The first press marks a measure, the second on another one lays both side by side.
function mark() {
  const measure = document.activeElement?.closest?.(".row")?.dataset.measure ?? opened();
  if (!measure) return;
  if (!marked || marked === measure) {
    marked = measure;
    say("已选一项，再到另一项按 M");
    return;
  }
  const first = marked;
  marked = null;
  look(url(`compare?first=${first}&second=${measure}`));
}

const opened = () => $("opened")?.dataset.measure;

function wrapUp() {
  $("wrap-note").value = $("note").value;
  $("wrap-dialog").showModal();
  ($("wrap-dialog").querySelector("input:checked") ?? $("code-1")).focus();
}

function wrong() {
  if (!opened()) return;
  $("rate-measure").value = opened();
  $("rate-dialog").showModal();
}

function facts() {
  const first = ".facts input:not([type=hidden]), .facts select, .facts summary";
  ($("facts").querySelector(first) ?? $("fact-region")).focus();
}

export const DO = {
  box: () => { $("box").focus(); $("box").select(); },
  facts,
  note: () => $("note").focus(),
  next: () => walk(1),
  back: () => walk(-1),
  all: () => send("focus", {}).then(() => $("list").focus()),
  "copy-script": () => copy("script", "念的话"),
  "copy-text": () => copy("text-version", "文字版"),
  clause: () => { const link = document.querySelector('[data-do="clause"]'); if (link) look(link.getAttribute("href")); },
  page: () => document.querySelector('a[data-do="page"]')?.click(),
  mark,
  days: () => { $("days-dialog").showModal(); $("earlier").focus(); },
  good: () => opened() && send("rate", { measure: opened(), rating: "up" }),
  bad: wrong,
  wrap: wrapUp,
  new: () => location.assign("/console/calls/new"),
  calls: () => location.assign("/console/cases"),
  help: () => $("help-dialog").showModal(),
  close: () => document.querySelector("dialog[open]")?.close(),
};

document.addEventListener("click", (event) => {
  const doer = event.target.closest("[data-do]");
  const what = doer?.dataset.do;
  if (!what || doer.type === "submit" || what === "page" || what === "new") return;
  if (doer.matches("a")) { event.preventDefault(); look(doer.getAttribute("href")); return; }
  DO[what]?.();
});

for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("close", () => {
    if (dialog.id === "overlay-dialog") $("overlay").replaceChildren();
    if (!document.activeElement || document.activeElement === document.body) goOn("answer");
  });
}
