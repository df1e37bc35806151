// The conversation on paper or in a file: printed from a frame of its own, saved as plain text.

import { applyStyle } from "./style";

/** Prints copies of the nodes, as they look here, without the page around them. */
export function print(title: string, nodes: Node[]): void {
  const frame = document.createElement("iframe");
  frame.setAttribute("aria-hidden", "true");
  frame.title = "打印";
  Object.assign(frame.style, { position: "fixed", width: "0", height: "0", border: "0", visibility: "hidden" });
  document.body.append(frame);
  const page = frame.contentDocument;
  const sheet = frame.contentWindow;
  if (!page || !sheet) return;
  page.title = title;
  page.documentElement.lang = "zh-CN";
  applyStyle(page);
  const heading = page.createElement("h1");
  heading.textContent = title;
  const fine = page.createElement("p");
  fine.textContent = `${new Date().toLocaleString("zh-CN")} 打印。供参考，以经办机构审核为准。`;
  page.body.className = "paper";
  page.body.append(heading, ...nodes.map((node) => page.importNode(node, true)), fine);
  page.querySelectorAll("details").forEach((one) => one.setAttribute("open", ""));
  sheet.addEventListener("afterprint", () => frame.remove());
  sheet.focus();
  sheet.print();
}

/** Offers the text as a file to keep. */
export function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/plain;charset=utf-8" }));
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Puts the text on the clipboard; false where the browser does not let us. */
export async function copy(text: string, near: Node): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelecting(text, near);
  }
}

/** The old way, for pages that are not served over HTTPS. */
function copyBySelecting(text: string, near: Node): boolean {
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "sr";
  near.appendChild(box);
  box.select();
  const copied = document.execCommand("copy");
  box.remove();
  return copied;
}
