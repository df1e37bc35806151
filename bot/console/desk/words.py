"""The desk's sentences: all of them stand in wording/, none in Python."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined

from actions import describe
from policy_kb import KnowledgeBase

FOLDER = Path(__file__).parent / "wording"


class Words:
    """Sentences by name, filled in for one knowledge base."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._environment = Environment(
            undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._environment.filters.update(day=describe.day, cite=self.cite)
        self._compiled = cache(self._environment.from_string)

    def say(self, template: str, /, **values: Any) -> str:
        """A sentence of ``sentences()`` filled in."""
        return self._compiled(template).render(**values)

    def text(self, **values: Any) -> str:
        """The answer in writing, a line for each point."""
        filled = self._compiled(_read("text.j2")).render(**values)
        return "\n".join(line.strip() for line in filled.splitlines() if line.strip())

    def cite(self, cited: Mapping[str, Any]) -> str:
        """A document by its number, else its short title, and the clause as it is read aloud."""
        paper = self._kb.documents[cited["document"]]
        name = cited.get("number") or paper.short or f"《{paper.title}》"
        return f"{name}{describe.clause(cited['clause']) if cited.get('clause') else ''}"

    def basis(self, provision: Mapping[str, Any]) -> str:
        """The provision's document and clause, and the documents that passed it on."""
        passed = [f"{self.cite(one)}转发" for one in provision.get("forwarded_by") or ()]
        return "，".join([self.cite(provision), *passed])


@cache
def sentences() -> Mapping[str, Any]:
    """sentences.yml as it stands."""
    return dict(yaml.safe_load(_read("sentences.yml")))


@cache
def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
