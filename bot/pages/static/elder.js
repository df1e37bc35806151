// 长辈版 of the policies' pages: large type, remembered together with the chat's. Loaded before the
// page is drawn, so that it does not change size before the reader's eyes.

const KEY = "policy-chat.elder";
const root = document.documentElement;

function remembered() {
  try {
    return localStorage.getItem(KEY) === "1";
  } catch {
    return false; // storage is forbidden here
  }
}

function show(on) {
  root.classList.toggle("is-elder", on);
  const button = document.querySelector("button.elder");
  if (!button) return;
  button.hidden = false;
  button.setAttribute("aria-pressed", String(on));
}

show(remembered());
addEventListener("DOMContentLoaded", () => {
  show(remembered());
  document.querySelector("button.elder")?.addEventListener("click", () => {
    const on = !root.classList.contains("is-elder");
    try {
      if (on) localStorage.setItem(KEY, "1");
      else localStorage.removeItem(KEY);
    } catch {
      // not remembered, but shown
    }
    show(on);
  });
});
