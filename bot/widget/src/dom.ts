// Builds elements from text only: nothing a citizen or the server says is ever parsed as markup.

export type Child = Node | string | null | undefined | false | readonly Child[];
type Listener = (event: Event) => void;
type Attributes = Record<string, string | boolean | null | undefined | Listener>;

/** An element with attributes, listeners (`onclick`) and children; empty children are left out. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  put(node, children);
  return node;
}

function put(node: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (!child) continue;
    if (typeof child === "string") node.append(child);
    else if (child instanceof Node) node.append(child);
    else put(node, child);
  }
}

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  chat: "M4 4h16v12H9l-5 4zM8 9l2.6 2.6L16 7",
  close: "M5 5l14 14M19 5L5 19",
  send: "M12 20V5M5 11l7-7 7 7",
  menu: "M4 6h16M4 12h16M4 18h16",
  place: "M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.5C5 14.8 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  day: "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
  list: "M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01",
  up: "M7 11v9H4v-9zM7 11l4-8c1.7 0 2.5 1 2.3 2.6L12.8 9H20l-1.8 11H7",
  down: "M7 13V4H4v9zM7 13l4 8c1.7 0 2.5-1 2.3-2.6L12.8 15H20L18.2 4H7",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  print: "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z",
  voice: "M4 9v6h4l5 4V5L8 9zM16.5 8.5a5 5 0 0 1 0 7M19 6a8.5 8.5 0 0 1 0 12",
  edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  remove: "M5 7h14M10 11v6M14 11v6M6 7l1 13h10l1-13M9 7V4h6v3",
  again: "M4 12a8 8 0 1 0 2.5-5.8M4 4v4.5h4.5",
  save: "M12 4v11M7 11l5 5 5-5M4 20h16",
  phone: "M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1 1-1z",
} as const;

export type Icon = keyof typeof PATHS;

/** A line drawing beside words; it says nothing by itself. */
export function icon(name: Icon): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of [["viewBox", "0 0 24 24"], ["class", "icon"], ["aria-hidden", "true"]] as const) {
    svg.setAttribute(key, value);
  }
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A button with words; with `drawn` the words are read out and the icon is seen. */
export function button(words: string, onclick: Listener, attributes: Attributes = {}, drawn?: Icon): HTMLButtonElement {
  const shown = drawn ? [icon(drawn), el("span", { class: "words" }, words)] : words;
  return el("button", { type: "button", onclick, ...attributes }, shown);
}

/** A link, when the address is one a page may safely point to; otherwise its text. */
export function link(text: string, url: string | null | undefined, host: string): Node | string {
  if (!url || !/^(https?:\/\/|\/(?!\/))/.test(url)) return text;
  const own = url.startsWith("/");
  const away = !own || host !== location.origin;
  const href = own ? host + url : url;
  return el("a", { href, target: away && "_blank", rel: away && "noopener" }, text);
}

/** Paragraphs of a text, one per line. */
export function paragraphs(text: string): HTMLElement[] {
  return text
    .split("\n")
    .filter((line) => line.trim())
    .map((line) => el("p", {}, line));
}
