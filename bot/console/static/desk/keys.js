// Which key does what: single keys while no text is being typed, with Alt at any time.
import { $ } from "./server.js";
import { DO } from "./doing.js";

const KEYS = {
  "/": "box", f: "facts", n: "note", j: "next", k: "back", a: "all", c: "copy-script",
  t: "copy-text", y: "clause", p: "page", m: "mark", d: "days", u: "good", g: "bad", w: "wrap",
  r: "new", l: "calls", "?": "help", ArrowDown: "next", ArrowUp: "back",
};
const TEXT = "textarea, select, input:not([type=radio], [type=checkbox], [type=submit])";
const SINGLE = "desk-single-keys";

const switched = $("single-keys");
try {
  switched.checked = localStorage.getItem(SINGLE) !== "off";
  switched.addEventListener("change", () => localStorage.setItem(SINGLE, switched.checked ? "on" : "off"));
} catch { /* a browser that keeps nothing */ }

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  const dialog = document.querySelector("dialog[open]");
  if (dialog) inDialog(event, dialog);
  else atDesk(event);
});

// With Alt some keyboards give another character, so letters and digits go by their place.
function keyOf(event) {
  if (event.code.startsWith("Key")) return event.code[3].toLowerCase();
  return event.altKey && event.code.startsWith("Digit") ? event.code[5] : event.key;
}

function atDesk(event) {
  const at = document.activeElement;
  const answering = at?.matches("input#answer");
  const typing = at?.matches(TEXT) && !(answering && /^[a-z/?]$/.test(event.key));
  if (event.key === "Escape") { event.preventDefault(); DO.box(); return; }
  if (!event.altKey && (typing || !switched.checked)) return;
  if (!event.altKey && event.key.startsWith("Arrow") && at?.closest("#facts")) return;
  const key = event.key === "?" ? "?" : keyOf(event);
  const typed = document.querySelector("input#answer");
  if (typed && !event.altKey && /^\d$/.test(key)) { typed.focus(); return; }  // the digit goes in
  const answer = /^\d$/.test(key) ? document.querySelector(`[data-answer="${key}"]`) : null;
  if (!answer && !KEYS[key]) return;
  event.preventDefault();
  if (answer) answer.click();
  else DO[KEYS[key]]();
}

// In a dialog a digit picks the line of that number, and Enter on it sends the form.
function inDialog(event, dialog) {
  const at = document.activeElement;
  if (at?.matches(TEXT) || event.altKey) return;
  const line = dialog.querySelectorAll('.codes-list input[type="radio"]')[Number(event.key) - 1];
  if (event.key === "0" && dialog.contains($("follow-up"))) {
    $("follow-up").value = "";
  } else if (event.key === "Enter" && at?.type === "radio") {
    dialog.querySelector("form").requestSubmit();
  } else if (/^[1-9]$/.test(event.key) && line) {
    line.checked = true;
    line.focus();
    line.dispatchEvent(new Event("change", { bubbles: true }));
  } else {
    return;
  }
  event.preventDefault();
}
