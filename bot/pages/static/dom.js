// Builds elements from text only: nothing a citizen or the server says is ever parsed as markup.

/** An element with attributes, listeners (`onclick`) and children; null children are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** A link, when the address is one a page may safely point to; otherwise its text. */
export function link(text, url) {
  if (!/^(https?:\/\/|\/(?!\/))/.test(url || "")) return text;
  const away = url.startsWith("http");
  return el("a", { href: url, target: away ? "_blank" : null, rel: away ? "noopener" : null }, text);
}

/** Paragraphs of a text, one per line. */
export function paragraphs(text) {
  return String(text || "")
    .split("\n")
    .filter((line) => line.trim())
    .map((line) => el("p", {}, line));
}
