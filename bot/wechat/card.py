"""The verdict card as WeChat shows it: compact text, the document's number never left out.

Materials and the way to apply are a reply away, as numbered choices under the card.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from actions import describe
from policy_kb import KnowledgeBase

Json = Mapping[str, Any]


def make_card(kb: KnowledgeBase) -> Callable[[Json], str]:
    """A function from a verdict reply with its card to compact text."""

    def source(cited: Json) -> str:
        document = kb.documents[cited["document"]]
        return cited.get("number") or document.short or f"《{document.title}》"

    def cite(cited: Json) -> str:
        return source(cited) + (describe.clause(cited["clause"]) if cited.get("clause") else "")

    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"cite": cite, "source": source, "day": describe.day}
    template = templates.get_template("card.j2")

    def card(reply: Json) -> str:
        verdict = reply["card"]
        head = str(reply.get("text") or "").partition("\n")[0] or f"【{verdict['name']}】"
        text = template.render(v=verdict, head=head, amount=_amount(verdict.get("amount") or {}))
        return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())

    return card


def _amount(amount: Json) -> str:
    """The sum with what it is, or only the words when they name it already."""
    text = describe.yuan(str(amount.get("text") or ""))
    low, high = amount.get("yuan", amount.get("min")), amount.get("max")
    if low is None:
        return text
    figure = f"{describe.number(low)}元" + (f"至{describe.number(high)}元" if high else "")
    return text if figure in text else f"{figure}（{text}）"
