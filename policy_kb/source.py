"""YAML files as plain values that remember their lines.

Only the composed node tree is kept; a line is looked up when a problem is to be reported, so
sound files pay nothing for it.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from policy_kb.errors import Problem

Loc = Sequence[str | int]

#: How templates (policy_kb/templates) mark what is left to fill in.
UNFILLED = "【待填"

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PREFIX = "tag:yaml.org,2002:"
_SCALARS: dict[str, Callable[[str], Any]] = {
    f"{_PREFIX}str": str,
    f"{_PREFIX}int": lambda text: int(text.replace("_", ""), 0 if text.startswith("0x") else 10),
    f"{_PREFIX}float": lambda text: float(text.replace("_", "").replace(".inf", "inf")),
    f"{_PREFIX}bool": lambda text: text.lower() in ("true", "yes", "on"),
    f"{_PREFIX}null": lambda text: None,
    f"{_PREFIX}timestamp": datetime.date.fromisoformat,
}


@dataclass
class Source:
    """One parsed file: its plain ``data`` and the problems found while reading it."""

    file: str
    data: Any = None
    node: Node | None = None
    problems: list[Problem] = field(default_factory=list)

    def line(self, loc: Loc = ()) -> int:
        """The line (from 1) of the key or item at ``loc``, or of the nearest thing around it."""
        node, line = self.node, 1
        for step in loc:
            found = _child(node, step)
            if found is None:
                break
            line, node = found
        return line

    def report(self, loc: Loc, expected: str, mend: str) -> None:
        """Note a problem at ``loc``."""
        self.problems.append(Problem(self.file, self.line(loc), expected, mend))


def read_source(path: Path, root: Path) -> Source:
    """Parse ``path``; what is wrong with its YAML is in the source's problems, never raised."""
    source = Source(path.relative_to(root).as_posix())
    try:
        loader = _Loader(path.read_bytes())
        source.node = loader.get_single_node()
        source.data = _plain(source, source.node)
        if any(UNFILLED in problem.expected for problem in source.problems):
            source.data = None  # what else is wrong with a template is of no interest yet
    except FileNotFoundError:
        source.report((), "应当有这个文件，却没有找到", "新建这个文件")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        expected = f"YAML 写法不正确（{error.problem or error}）"
        mend = "检查这一行和上一行的缩进、冒号后的空格、引号和括号"
        source.problems.append(Problem(source.file, line, expected, mend))
    except (yaml.YAMLError, UnicodeDecodeError):
        source.report((), "文件里有不能识别的字符", "用 UTF-8 编码重新保存这个文件")
    return source


def _plain(source: Source, node: Node | None) -> Any:
    if isinstance(node, ScalarNode):
        return _scalar(source, node)
    if isinstance(node, SequenceNode):
        return [_plain(source, item) for item in node.value]
    if isinstance(node, MappingNode):
        return _mapping(source, node)
    return None


def _scalar(source: Source, node: ScalarNode) -> Any:
    convert = _SCALARS.get(node.tag)
    if UNFILLED in node.value:
        _note(source, node, f"模板里还有没填的地方（{node.value}）", "按文件填写，或删掉这一行")
    try:
        if convert is not None:
            return convert(node.value)
    except ValueError:
        pass
    _note(source, node, f"“{node.value}”读不成数字、日期或文字", "日期写成 2022-06-01，文字加引号")
    return None


def _mapping(source: Source, node: MappingNode) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        if key_node.tag != f"{_PREFIX}str":
            _note(source, key_node, f"键“{key}”应当是文字", f'给键加上引号：写成 "{key}"')
        elif key in result:
            _note(source, key_node, f"键“{key}”在同一处写了两次", "去掉其中一个")
        result[str(key)] = _plain(source, value_node)
    return result


def _note(source: Source, node: Node, expected: str, mend: str) -> None:
    source.problems.append(Problem(source.file, node.start_mark.line + 1, expected, mend))


def _child(node: Node | None, step: str | int) -> tuple[int, Node] | None:
    """The line and node of ``step`` in ``node``; the line of a mapping's entry is its key's."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark.line + 1, item
    return None
