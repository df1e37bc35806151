// The conversation as plain text, to be kept as a file.

const BLOCKS = "p, h3, summary, .sr, li > div, .badge";

/** The words of these turns, a line for each block, an empty line between turns. */
export function transcript(turns: Element[]): string {
  return turns.map(words).join("\n\n");
}

function words(turn: Element): string {
  const lines = [...turn.querySelectorAll(BLOCKS)].map((block) =>
    (block.matches("li > div") ? ownWords(block) : (block.textContent ?? "")).trim(),
  );
  return lines.filter(Boolean).join("\n");
}

/** What stands in the block itself, without the blocks inside it. */
function ownWords(block: Element): string {
  return [...block.childNodes]
    .filter((node) => node.nodeType === Node.TEXT_NODE || (node as Element).localName === "span")
    .map((node) => node.textContent ?? "")
    .join("");
}
