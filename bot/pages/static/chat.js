// The chat page: sends what is typed, shows what comes back, keeps the session of this tab.

import { verdictCard } from "./card.js";
import { el, link, paragraphs } from "./dom.js";

const $ = (id) => document.getElementById(id);
const log = $("log");
const box = $("text");
const waiting = $("waiting");
const UNFOLDED = { full: null, short: [], provisional: ["conditions"] };
const KEY = "policybot.session";

const returning = sessionStorage.getItem(KEY) !== null; // kept from the first message on
let session = sessionStorage.getItem(KEY) || randomId();
let queue = Promise.resolve(); // one message at a time, in the order they were sent

function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Calls the API; a refusal becomes an Error with its Chinese words. */
async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(`/api/v1${path}`, options);
  } catch {
    throw new Error("网络不通，请检查网络后再试。");
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    const error = new Error((body.error && body.error.message) || "服务暂时不可用，请稍后再试。");
    error.status = response.status;
    throw error;
  }
  return body;
}

async function post(message) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(message) };
  try {
    return await call("/messages", options);
  } catch (error) {
    if (error.status) throw error;
    await new Promise((wake) => setTimeout(wake, 1200));
    return call("/messages", options); // the same message_id: never counted twice
  }
}

function say(text, settings = {}) {
  const words = text.trim();
  if (!words) return;
  sessionStorage.setItem(KEY, session);
  dropChoices();
  show("me", paragraphs(words));
  const message = { session_id: session, message_id: randomId(), text: words, ...settings };
  queue = queue.then(() => exchange(message));
}

async function exchange(message) {
  if (message.session_id !== session) return;
  waiting.hidden = false;
  try {
    const answer = await post(message);
    if (answer.session_id === session) showAnswer(answer);
  } catch (error) {
    const again = el("button", { type: "button", class: "choice", onclick: () => say(message.text) }, "再试一次");
    show("bot bubble--error", [...paragraphs(error.message), el("div", { class: "choices" }, error.status === 422 ? null : again)]);
    if (error.status === 422 && !box.value) box.value = message.text;
  } finally {
    waiting.hidden = true;
  }
}

function show(who, content) {
  const name = who === "me" ? "您说：" : "助手说：";
  const item = el("li", { class: `bubble bubble--${who}` }, el("span", { class: "sr" }, name), content);
  log.append(item);
  return item;
}

function showAnswer(answer) {
  let first = null;
  for (const reply of answer.replies) {
    const item = showReply(reply);
    first = first || item;
  }
  showCase(answer);
  pointDown();
  const asked = first && first.previousElementSibling;
  if (asked) asked.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
}

function showReply(reply) {
  if (reply.kind === "verdict" && reply.card) return showVerdict(reply);
  const links = reply.links || [];
  const lines = links.length ? String(reply.text).split("\n").filter((line) => !links.some((one) => line.includes(one.url))).join("\n") : reply.text;
  const item = show(reply.kind === "question" ? "bot bubble--question" : "bot", paragraphs(lines));
  if (links.length) item.append(el("ul", { class: "links" }, links.map((one) => el("li", {}, link(one.text, one.url)))));
  addChoices(item, reply.choices);
  return item;
}

/** A verdict told as a whole is its card; a part of it is told in words, with the card folded. */
function showVerdict(reply) {
  const part = reply.part || "full";
  const card = verdictCard(reply.card, UNFOLDED[part]);
  const item = show("bot bubble--wide", part in UNFOLDED ? card : [...paragraphs(reply.text), fold(card)]);
  addChoices(item, reply.choices);
  return item;
}

function fold(card) {
  return el("details", { class: "whole" }, el("summary", {}, "完整的判断"), card);
}

function addChoices(item, choices) {
  if (!choices || !choices.length) return;
  const buttons = choices.map((one) =>
    el("button", { type: "button", class: "choice", onclick: () => say(one.say || one.text) }, one.text),
  );
  item.append(el("div", { class: "choices", role: "group", "aria-label": "可以直接点选" }, buttons));
}

function dropChoices() {
  for (const group of log.querySelectorAll(".choices")) group.remove();
}

/** The facts so far, place and date. */
function showCase(answer) {
  const told = answer.told || [];
  $("facts").replaceChildren(...told.map((one) => el("li", {}, one.text)));
  $("no-facts").hidden = told.length > 0;
  $("facts-count").textContent = told.length ? `（${told.length}项）` : "";
  $("region").value = answer.region || "";
  if (answer.as_of) $("as-of").value = answer.as_of;
  $("as-of").classList.toggle("is-other-day", $("as-of").value !== $("as-of").dataset.today);
}

/** A long card can hide the question below it: says that there is more. */
function pointDown() {
  $("more").hidden = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function greet() {
  const examples = JSON.parse(log.dataset.examples);
  const item = show("bot", paragraphs(log.dataset.greeting));
  addChoices(item, examples.map((text) => ({ text, say: text })));
}

async function restore() {
  greet();
  if (!returning) return;
  try {
    const { messages } = await call(`/sessions/${session}`);
    for (const message of messages) {
      dropChoices();
      show("me", paragraphs(message.text));
      message.answer.replies.forEach(showReply);
      showCase(message.answer);
    }
    if (messages.length) log.lastElementChild.scrollIntoView({ block: "end" });
  } catch {
    // nothing was said in this tab yet, or the server has forgotten it
  }
}

async function forget() {
  const old = session;
  session = randomId();
  sessionStorage.removeItem(KEY);
  log.replaceChildren();
  showCase({ told: [], region: "", as_of: $("as-of").dataset.today });
  await call(`/sessions/${old}`, { method: "DELETE" }).catch(() => null);
  greet();
  $("announce").textContent = "会话记录已删除。";
  box.focus();
}

function grow() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
  const left = Number(box.dataset.limit) - box.value.length;
  $("left").textContent = left < 100 ? (left >= 0 ? `还可以写${left}个字` : `超出${-left}个字，请分几次发送`) : "";
  $("send").disabled = left < 0;
}

$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  if ($("send").disabled) return;
  const text = box.value;
  box.value = "";
  grow();
  say(text);
});
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  $("form").requestSubmit();
});
box.addEventListener("input", grow);
$("region").addEventListener("change", (event) => {
  const region = event.target.value;
  if (region) say(`我在${region}`, { region });
});
$("as-of").addEventListener("change", (event) => {
  const [year, month, day] = event.target.value.split("-").map(Number);
  if (year > 1989 && year < 2100) say(`按${year}年${month}月${day}日的政策看`, { as_of: event.target.value });
});
log.addEventListener("scroll", pointDown);
$("more").addEventListener("click", () => log.lastElementChild.scrollIntoView({ block: "end" }));
$("forget").addEventListener("click", forget);

if (matchMedia("(max-width: 59.99rem)").matches) $("case").open = false;
restore().then(grow);
