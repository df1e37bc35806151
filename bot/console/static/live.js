// Keeps parts of a page up to date: an element with data-live shows what that address answers, asked
// again every data-every seconds; data-follow keeps its end in sight. Works with page forms as well:
// Enter in a field with data-enter sends its form.

async function refresh(part, last) {
  const response = await fetch(part.dataset.live, { headers: { Accept: "text/html", "X-Live": "1" } });
  if (response.redirected || response.status === 401) return location.reload(), last;
  if (!response.ok) return last;
  const text = await response.text();
  if (text === last) return last;
  const focused = part.contains(document.activeElement);
  const fresh = new DOMParser().parseFromString(text, "text/html");
  if (!focused) part.replaceChildren(...fresh.body.childNodes);
  if ("follow" in part.dataset) part.scrollTop = part.scrollHeight;
  return focused ? last : text;
}

for (const part of document.querySelectorAll("[data-live]")) {
  let last = "";
  if ("follow" in part.dataset) part.scrollTop = part.scrollHeight;
  setInterval(async () => {
    if (!document.hidden) last = await refresh(part, last).catch(() => last);
  }, 1000 * Number(part.dataset.every));
}

for (const field of document.querySelectorAll("[data-enter]")) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    field.form.requestSubmit();
  });
}
