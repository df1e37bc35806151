// The desk: its forms and its clock; the box, the keys and what they do stand in files of their own.
import { $, goOn, look, send, url } from "./server.js";
import "./box.js";
import "./doing.js";
import "./keys.js";

const PAUSE = 700;  // milliseconds without typing after which a note is kept
let keeping = 0;

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-act]");
  if (!form) return;
  event.preventDefault();
  const { act } = form.dataset;
  const body = new FormData(form, event.submitter);
  const sent = String(new URLSearchParams(body));
  if (act === "fact" && form.dataset.sent === sent) return;  // Enter submits what its change did
  form.dataset.sent = sent;
  if (act !== "finish") form.closest("dialog")?.close();
  if (act === "days") {
    look(url(`days?${new URLSearchParams(body)}&measure=${$("opened")?.dataset.measure ?? ""}`));
    return;
  }
  if (body.has("clear")) body.delete("value");
  const held = document.activeElement;
  if (!(await send(act, body))) return;
  if (act === "answer" || act === "say") goOn($("notice").dataset.then);
  else if (act === "focus") goOn($("notice").dataset.then || "list");
  else if (act === "rate") goOn("opened");
  else if (!document.contains(held) && document.activeElement === document.body) goOn(held?.id);
});

document.addEventListener("change", (event) => {
  event.target.closest('form[data-act="fact"]')?.requestSubmit();
  if (event.target.name === "disposition") followUp(event.target);
});

// The day that a code calls for by itself.
function followUp(code) {
  const day = new Date(`${$("follow-up").dataset.today}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + Number(code.dataset.days));
  $("follow-up").value = code.dataset.days ? day.toISOString().slice(0, 10) : "";
}

$("note").addEventListener("input", () => {
  clearTimeout(keeping);
  keeping = setTimeout(() => send("note", { note: $("note").value }), PAUSE);
});

function tick() {
  const clock = $("elapsed");
  if (!clock) return;
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(clock.dateTime)) / 1000));
  const told = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  clock.textContent = seconds < 5400 ? told : "";
}

document.addEventListener("desk:shown", tick);
setInterval(tick, 1000);
tick();
$("box").focus();
