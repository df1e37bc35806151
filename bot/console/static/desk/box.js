// The one box: suggestions while typing, and Enter for what was typed or chosen.
import { $, ask, goOn, send } from "./server.js";

const box = $("box");
const list = $("suggestions");
const LONGEST = 40;  // a longer text is a sentence
let looking = null;

async function suggest() {
  looking?.abort();
  const q = box.value.trim();
  if (!q || q.length > LONGEST) { hide(); return; }
  looking = new AbortController();
  try {
    const path = `/console/calls/suggest?q=${encodeURIComponent(q)}`;
    const found = (await ask(path, null, looking.signal))?.getElementById("suggestions");
    if (!found || box.value.trim() !== q) return;
    list.replaceChildren(...found.children);
    list.hidden = !list.childElementCount || document.activeElement !== box;
    chosenIs(null);
  } catch { /* the next key looks again */ }
}

function hide() {
  list.hidden = true;
  chosenIs(null);
}

function chosenIs(line) {
  for (const one of list.children) one.setAttribute("aria-selected", String(one === line));
  box.setAttribute("aria-expanded", String(!list.hidden));
  if (line) box.setAttribute("aria-activedescendant", line.id);
  else box.removeAttribute("aria-activedescendant");
  line?.scrollIntoView({ block: "nearest" });
}

const chosen = () => list.hidden ? null : list.querySelector('[aria-selected="true"]');

function move(step) {
  const lines = [...list.children];
  if (list.hidden || !lines.length) return;
  const at = lines.indexOf(chosen()) + step;
  chosenIs(lines[Math.min(at, lines.length - 1)] ?? null);
}

async function take(line) {
  const text = box.value.trim();
  if (!line && !text) { goOn("answer"); return; }
  const body = { text };
  if (line) for (const name of ["kind", "id", "clause", "measures"]) body[name] = line.dataset[name];
  looking?.abort();
  hide();
  box.setAttribute("aria-busy", "true");
  const taken = await send("say", body);
  box.removeAttribute("aria-busy");
  if (!taken) return;
  const { then } = $("notice").dataset;
  if (then === "box") { box.select(); return; }
  if (box.value.trim() === text) box.value = "";
  goOn(then);
}

function escape() {
  if (!list.hidden) hide();
  else if (box.value) box.value = "";
  else goOn("answer");
}

box.addEventListener("input", suggest);
box.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey) return;
  const does = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => take(chosen()),
    Escape: escape,
  }[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});
box.addEventListener("blur", hide);
list.addEventListener("mousedown", (event) => {
  const line = event.target.closest(".suggestion");
  event.preventDefault();  // the box keeps the focus
  if (line) take(line);
});
