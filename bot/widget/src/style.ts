// The style sheet, applied in a way that a strict content security policy allows.

import text from "./style.css";

/** Styles a shadow root or a document; `host` serves the same sheet to browsers of before 2023. */
export function applyStyle(root: ShadowRoot | Document, host = ""): void {
  const view = root instanceof ShadowRoot ? window : (root as Document).defaultView;
  try {
    const sheet = new (view as Window & typeof globalThis).CSSStyleSheet();
    sheet.replaceSync(text);
    root.adoptedStyleSheets = [sheet];
  } catch {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = `${host}/widget.css`;
    (root instanceof ShadowRoot ? root : root.head).append(link);
  }
}
