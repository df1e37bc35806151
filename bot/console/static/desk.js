// The desk: sends what changes, swaps in the parts that come back, and knows the keys.
const $ = (id) => document.getElementById(id);
const box = $("box");
let number = $("notice").dataset.number;
let marked = null;
let looking = null;
let drafting = 0;

const csrf = () => document.querySelector('meta[name="csrf"]').content;
const url = (act) => `/console/calls/${number}/${act}`;
const announce = (text) => { $("announce").textContent = text; };

// ---- talking to the server ----

async function ask(path, body, signal) {
  const headers = { "X-Desk": "1", "X-CSRF": csrf(), Accept: "application/json" };
  const response = await fetch(path, { method: body ? "POST" : "GET", body, headers, signal });
  const goto = response.headers.get("x-goto");
  if (goto) { location.assign(goto); return null; }
  if (!response.ok) { await refused(response); return null; }
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

async function refused(response) {
  const said = await response.json().catch(() => ({}));
  if (response.status === 401 && said.sign_in) { location.assign(said.sign_in); return; }
  complain(said.error?.message ?? "没有成功，请再试一次。");
}

function complain(text) {
  const line = document.createElement("p");
  line.className = "trouble";
  line.textContent = text;
  $("notice").replaceChildren(line);
  announce(text);
}

async function send(act, body) {
  const sent = new URLSearchParams(body);
  try {
    const answer = await ask(url(act), sent);
    if (answer) show(answer);
    return answer;
  } catch {
    complain("连不上服务，请检查网络后再试。");
    return null;
  }
}

// ---- showing what came back ----

function show(answer) {
  const held = document.activeElement?.id;
  const scrolled = { list: $("list")?.scrollTop, facts: $("facts")?.scrollTop };
  const opened = $("opened")?.dataset.measure;
  for (const part of [...answer.querySelectorAll("[data-part]")]) {
    const old = $(part.id);
    if (old && !part.parentElement.closest("[data-part]")) old.replaceWith(document.adoptNode(part));
  }
  numbered();
  if ($("list") && scrolled.list && opened === $("opened")?.dataset.measure) $("list").scrollTop = scrolled.list;
  if ($("facts")) $("facts").scrollTop = scrolled.facts ?? 0;
  if ($("overlay").childElementCount) open($("overlay-dialog"));
  if (document.activeElement === document.body || !document.activeElement) $(held)?.focus();
  tick();
}

function numbered() {
  const given = [...document.querySelectorAll("[data-number]")].map((part) => part.dataset.number);
  const fresh = given.find((one) => one !== "new" && one !== number);
  if (fresh) {
    number = fresh;
    history.replaceState(null, "", `/console/calls/${number}`);
  }
}

// Where the work goes on: the answer to the question, else the verdict, else the box.
function goOn(then) {
  const wanted = then === "overlay" ? null : then && then !== "answer" && then !== "asking" ? $(then) : null;
  if ($("overlay-dialog").open) return;
  const typed = document.querySelector("#asking input#answer");
  (wanted ?? typed ?? ($("answer") ? $("asking") : $("opened") ?? box)).focus();
}

function open(dialog) {
  if (!dialog.open) dialog.showModal();
}

// ---- the box ----

async function suggest() {
  looking?.abort();
  const q = box.value.trim();
  if (!q || q.length > 40) { hide(); return; }
  looking = new AbortController();
  try {
    const answer = await ask(`/console/calls/suggest?q=${encodeURIComponent(q)}`, null, looking.signal);
    const found = answer?.getElementById("suggestions");
    if (!found || box.value.trim() !== q) return;
    $("suggestions").replaceChildren(...found.children);
    const any = $("suggestions").childElementCount > 0 && document.activeElement === box;
    $("suggestions").hidden = !any;
    box.setAttribute("aria-expanded", String(any));
    box.removeAttribute("aria-activedescendant");
  } catch { /* the next key looks again */ }
}

function hide() {
  $("suggestions").hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function move(step) {
  const lines = [...$("suggestions").children];
  if (!lines.length) return;
  const at = lines.findIndex((line) => line.getAttribute("aria-selected") === "true");
  const next = Math.max(-1, Math.min(lines.length - 1, at + step));
  lines.forEach((line, i) => line.setAttribute("aria-selected", String(i === next)));
  if (next < 0) box.removeAttribute("aria-activedescendant");
  else { box.setAttribute("aria-activedescendant", lines[next].id); lines[next].scrollIntoView({ block: "nearest" }); }
}

async function say(chosen) {
  const body = { text: box.value };
  if (chosen) for (const name of ["kind", "id", "clause", "measures"]) body[name] = chosen.dataset[name];
  if (!chosen && !box.value.trim()) { goOn("answer"); return; }
  looking?.abort();
  hide();
  box.setAttribute("aria-busy", "true");
  const answer = await send("say", body);
  box.removeAttribute("aria-busy");
  if (!answer) return;
  const then = $("notice").dataset.then;
  if (then === "box") { box.select(); return; }
  box.value = "";
  goOn(then);
}

box.addEventListener("input", suggest);
box.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    move(event.key === "ArrowDown" ? 1 : -1);
    event.preventDefault();
  } else if (event.key === "Escape") {
    if (!$("suggestions").hidden) hide(); else if (box.value) box.value = ""; else goOn("answer");
    event.preventDefault();
  } else if (event.key === "Enter") {
    event.preventDefault();
    say(document.querySelector('.suggestion[aria-selected="true"]'));
  }
});
box.addEventListener("blur", () => setTimeout(hide, 150));
$("suggestions").addEventListener("mousedown", (event) => {
  const line = event.target.closest(".suggestion");
  if (line) { event.preventDefault(); say(line); }
});

// ---- forms ----

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-act]");
  if (!form) return;
  event.preventDefault();
  const { act } = form.dataset;
  const body = new FormData(form, event.submitter);
  if (act === "days") { await compare(`days?${new URLSearchParams(body)}&measure=${$("opened")?.dataset.measure ?? ""}`); return; }
  if (act === "fact" && body.has("clear")) body.delete("value");
  if (form.closest("dialog") && act !== "finish") form.closest("dialog").close();
  const held = document.activeElement;
  if (await send(act, body)) {
    if (act === "answer" || act === "say") goOn("answer");
    else if (act === "focus") goOn($("notice").dataset.then || "list");
    else if (act === "rate") $("opened")?.focus();
    else if (!document.contains(held)) $(held?.id)?.focus();
  }
});

document.addEventListener("change", (event) => {
  const form = event.target.closest('form[data-act="fact"]');
  if (form) form.requestSubmit();
  if (event.target.name === "disposition") followUp(event.target);
});

async function compare(path) {
  const answer = await ask(url(path)).catch(() => null);
  if (!answer) return;
  $("days-dialog").close();
  show(answer);
}

function followUp(code) {
  const { today } = $("follow-up").dataset;
  const day = new Date(`${today}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + Number(code.dataset.days));
  $("follow-up").value = code.dataset.days ? day.toISOString().slice(0, 10) : "";
}

$("note").addEventListener("input", () => {
  clearTimeout(drafting);
  drafting = setTimeout(() => send("note", { note: $("note").value }), 700);
});

// ---- copying ----

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
  $("saved").textContent = `${what}已复制`;
  announce(`${what}已复制`);
}

// ---- what the keys do ----

function walk(step) {
  const rows = [...document.querySelectorAll("#list .row")].filter((row) => row.offsetParent !== null);
  const at = rows.findIndex((row) => row === document.activeElement || (document.activeElement?.className !== "row" && row.getAttribute("aria-current")));
  const row = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
  row?.focus();
  row?.scrollIntoView({ block: "nearest" });
}

function mark() {
  const row = document.activeElement?.closest?.(".row");
  const measure = row?.dataset.measure ?? $("opened")?.dataset.measure;
  if (!measure) return;
  if (!marked || marked === measure) {
    marked = measure;
    $("saved").textContent = "已选一项，再到另一项按 M";
    announce("已选一项，再到另一项按 M");
    return;
  }
  const path = `compare?first=${marked}&second=${measure}`;
  marked = null;
  compare(path);
}

const DO = {
  box: () => { box.focus(); box.select(); },
  facts: () => ($("facts").querySelector(".facts input:not([type=hidden]), .facts select, .facts summary") ?? $("fact-region")).focus(),
  note: () => $("note").focus(),
  next: () => walk(1),
  back: () => walk(-1),
  all: () => send("focus", {}).then(() => $("list")?.focus()),
  "copy-script": () => copy("script", "念的话"),
  "copy-text": () => copy("text-version", "文字版"),
  clause: () => { const link = document.querySelector('[data-do="clause"]'); if (link) fetchInto(link); },
  page: () => document.querySelector('a[data-do="page"]')?.click(),
  mark,
  days: () => open($("days-dialog")),
  good: () => $("opened") && send("rate", { measure: $("opened").dataset.measure, rating: "up" }),
  bad: () => { if ($("opened")) { $("rate-measure").value = $("opened").dataset.measure; open($("rate-dialog")); } },
  wrap: () => { $("wrap-note").value = $("note").value; open($("wrap-dialog")); ($("wrap-dialog").querySelector("input:checked") ?? $("finish")).focus(); },
  new: () => location.assign("/console/calls/new"),
  calls: () => location.assign("/console/cases"),
  help: () => open($("help-dialog")),
  close: () => document.querySelector("dialog[open]")?.close(),
};
const KEYS = {
  "/": "box", f: "facts", n: "note", j: "next", k: "back", a: "all", c: "copy-script", t: "copy-text",
  y: "clause", p: "page", m: "mark", d: "days", u: "good", g: "bad", w: "wrap", r: "new", l: "calls", "?": "help",
};

async function fetchInto(link) {
  const answer = await ask(link.getAttribute("href")).catch(() => null);
  if (answer) show(answer);
}

document.addEventListener("click", (event) => {
  const doer = event.target.closest("[data-do]");
  if (!doer) return;
  const what = doer.dataset.do;
  if (what === "page" || what === "new") return;
  if (what === "clause" || what === "clause-of") { event.preventDefault(); fetchInto(doer); return; }
  if (doer.type === "submit") return;
  DO[what]?.();
});

const isText = (one) => one?.matches?.("textarea, select, input:not([type=radio], [type=checkbox], [type=submit])");
const single = () => $("single-keys").checked;

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  const dialog = document.querySelector("dialog[open]");
  if (dialog) { inDialog(event, dialog); return; }
  const key = event.code.startsWith("Key") ? event.code[3].toLowerCase() : event.code.startsWith("Digit") ? event.code[5] : event.key;
  const at = document.activeElement;
  const answering = at?.id === "answer" && at.matches("input");
  const free = !isText(at) || (answering && /^[a-z/?]$/.test(event.key));
  if (event.key === "Escape") { DO.box(); event.preventDefault(); return; }
  if (!event.altKey && !(free && single())) return;
  if (event.shiftKey && event.key !== "?") return;
  const answer = /^\d$/.test(key) && !(answering && !event.altKey) && document.querySelector(`[data-answer="${key}"]`);
  if (answer) { event.preventDefault(); answer.click(); return; }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (at?.closest?.("#facts")) return;
    walk(event.key === "ArrowDown" ? 1 : -1);
    event.preventDefault();
    return;
  }
  const what = KEYS[event.key === "?" || event.key === "/" ? event.key : key];
  if (what) { event.preventDefault(); DO[what](); }
});

// In a dialog a digit picks the line of that number; Enter sends it.
function inDialog(event, dialog) {
  if (isText(document.activeElement) || event.altKey) return;
  const lines = [...dialog.querySelectorAll('.codes-list input[type="radio"]')];
  if (event.key === "0" && $("follow-up") && dialog.contains($("follow-up"))) { $("follow-up").value = ""; event.preventDefault(); }
  const line = /^[1-9]$/.test(event.key) && lines[Number(event.key) - 1];
  if (line) {
    line.checked = true;
    line.focus();
    line.dispatchEvent(new Event("change", { bubbles: true }));
    event.preventDefault();
  } else if (event.key === "Enter" && document.activeElement?.type === "radio") {
    event.preventDefault();
    dialog.querySelector("form").requestSubmit();
  }
}

for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("close", () => {
    if (dialog.id === "overlay-dialog") $("overlay").replaceChildren();
    if (dialog.id !== "wrap-dialog" && (document.activeElement === document.body || !document.activeElement)) goOn("answer");
  });
}

try {
  $("single-keys").checked = localStorage.getItem("desk-single-keys") !== "off";
  $("single-keys").addEventListener("change", () => localStorage.setItem("desk-single-keys", single() ? "on" : "off"));
} catch { /* a browser that keeps nothing */ }

// ---- how long the call has been going ----

function tick() {
  const clock = $("elapsed");
  if (!clock) return;
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(clock.dateTime)) / 1000));
  clock.textContent = seconds < 5400 ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : "";
}
setInterval(tick, 1000);
tick();
box.focus();
