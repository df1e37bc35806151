"""Templates for the person who keeps the base: a new measure, or a new provision of one.

What is left to fill in is marked; loading refuses a file as long as a mark is left in it.
"""

import re
from pathlib import Path

from policy_kb.base import KnowledgeBase
from policy_kb.errors import KBError

TEMPLATES = Path(__file__).parent / "templates"
_ID = re.compile(r"[a-z][a-z0-9_]*")
_FIRST = "【待填：documents.yml 里的 id】"


class ScaffoldError(KBError):
    """The template cannot be written there."""


def new_measure(name: str, home: Path, cases: Path) -> list[Path]:
    """Write the templates of measure ``name`` and of its cases; both paths.

    Raises ScaffoldError if the name is no id, or either file is there already.
    """
    if not _ID.fullmatch(name):
        raise ScaffoldError(f"“{name}”不能作 id：只用小写英文字母、数字和下划线，字母开头。")
    paths = [home / "measures" / f"{name}.yml", cases / f"{name}.yml"]
    for path in paths:
        if path.exists():
            raise ScaffoldError(f"{path} 已经有了，不会覆盖；要加一条规定，用 kb new provision。")
    provision = _filled("provision.yml", document=_FIRST)
    case = _filled("case.yml", document="【待填：文件 id】")
    texts = [
        _filled("measure.yml", id=name, provision=provision.rstrip("\n")),
        _filled("cases.yml", id=name, cases=case.rstrip("\n")),
    ]
    for path, text in zip(paths, texts, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return paths


def new_provision(
    base: KnowledgeBase, measure: str, document: str, home: Path, cases: Path
) -> list[Path]:
    """Put a template on top of the measure's provisions, and one below its cases; both paths.

    Raises MeasureError, or ScaffoldError if the document is unknown, already has a provision
    here, or the file has no list of provisions.
    """
    known = base.measure(measure)
    if document not in base.documents:
        raise ScaffoldError(f"documents.yml 里没有“{document}”，请先在那里登记这份文件。")
    there = [str(p.citation) for p in known.provisions if p.document.id == document]
    if there:
        mend = "请直接改那一段；同一份文件另有一条的，复制那一段再改"
        raise ScaffoldError(f"{known.name}已经有{'、'.join(there)}，不会覆盖；{mend}。")
    path, tests = home / "measures" / f"{measure}.yml", cases / f"{measure}.yml"
    head, found, rest = path.read_text(encoding="utf-8").partition("\nprovisions:")
    line, _, old = rest.partition("\n")
    if not found or not old.strip():
        raise ScaffoldError(f"{path} 里没有找到单独一行的 provisions:，请手工添加。")
    new = _filled("provision.yml", document=document)
    path.write_text(f"{head}{found}{line}\n{new}\n{old}", encoding="utf-8")
    so_far = tests.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if tests.exists() else ""
    tests.write_text(so_far + _filled("case.yml", document=document), encoding="utf-8")
    return [path, tests]


def _filled(template: str, **names: str) -> str:
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    for name, value in names.items():
        text = text.replace(f"@{name}", value)
    return text
