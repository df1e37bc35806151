// Talking to the server, and showing the parts of the page that come back.
export const $ = (id) => document.getElementById(id);

let number = $("notice").dataset.number;
const csrf = () => document.querySelector('meta[name="csrf"]').content;

export const url = (act) => `/console/calls/${number}/${act}`;
export const announce = (text) => { $("announce").textContent = text; };

export function say(text) {
  $("saved").textContent = text;
  announce(text);
}

/** The answer as a document; null when it leads elsewhere or was refused (and said so). */
export async function ask(path, body, signal) {
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

let waiting = Promise.resolve();  // one change after the other, in the order they were made

/** Sends a change and shows what came of it; whether it was taken. */
export function send(act, body) {
  const sent = new URLSearchParams(body);
  const turn = waiting.then(() => ask(url(act), sent)).then((answer) => {
    if (answer) show(answer);
    return Boolean(answer);
  }).catch(() => {
    complain("连不上服务，请检查网络后再试。");
    return false;
  });
  waiting = turn;
  return turn;
}

/** Fetches and shows a part that changes nothing. */
export async function look(path) {
  const answer = await ask(path).catch(() => null);
  if (answer) show(answer);
}

/** Swaps the parts in; the focus and the places scrolled to stay. */
export function show(answer) {
  const held = document.activeElement?.id;
  const opened = $("opened")?.dataset.measure;
  const places = ["list", "facts"].map((id) => [id, $(id)?.scrollTop ?? 0]);
  for (const part of answer.querySelectorAll("[data-part]")) {
    const outermost = !part.parentElement.closest("[data-part]");
    if (outermost) $(part.id)?.replaceWith(document.adoptNode(part));
  }
  numbered();
  for (const [id, top] of places) if ($(id)) $(id).scrollTop = top;
  if (opened !== $("opened")?.dataset.measure) reveal();
  if ($("overlay").childElementCount && !$("overlay-dialog").open) $("overlay-dialog").showModal();
  if (!document.activeElement || document.activeElement === document.body) $(held)?.focus();
  document.dispatchEvent(new Event("desk:shown"));
}

function reveal() {
  document.querySelector(".row[aria-current]")?.scrollIntoView({ block: "nearest" });
}

function numbered() {
  const given = [...document.querySelectorAll("[data-number]")].map((part) => part.dataset.number);
  const fresh = given.find((one) => one !== "new" && one !== number);
  if (!fresh) return;
  number = fresh;
  history.replaceState(null, "", `/console/calls/${number}`);
}

/** Where the work goes on: what the server said, else the answer, else the verdict, else the box. */
export function goOn(then) {
  if (document.querySelector("dialog[open]")) return;
  const named = then && !["answer", "asking", "overlay"].includes(then) ? $(then) : null;
  const typed = document.querySelector("#asking input#answer");
  (named ?? typed ?? ($("answer") ? $("asking") : null) ?? $("opened") ?? $("box")).focus();
}
