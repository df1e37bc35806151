"""What every entry of every policy file shares, and problems put in plain Chinese."""

import difflib
from collections.abc import Iterable
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from policy_kb.source import Source

Entry = TypeVar("Entry", bound=BaseModel)


class Strict(BaseModel):
    """An entry: no unknown keys, no silent conversion of one type into another."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Cite(Strict):
    """A document and, where it has one, the clause."""

    document: str
    clause: str | None = None


def wrong(expected: str, mend: str) -> PydanticCustomError:
    """An error to raise from a validator; both texts are Chinese, without a full stop."""
    return PydanticCustomError("policy", "{expected}", {"expected": expected, "mend": mend})


def nearest(word: str, known: Iterable[str]) -> str:
    """A mend for an unknown ``word``: the likeliest known one, else those there are."""
    names = list(known)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f"是不是想写 {close[0]}"
    shown = "、".join(names[:30]) + ("……" if len(names) > 30 else "")
    return f"可用的有：{shown}" if names else "这里还没有可用的"


def as_list(value: Any) -> Any:
    """One entry written without its list."""
    return value if isinstance(value, list) or value is None else [value]


def as_text_entry(value: Any) -> Any:
    """A bare text written for an entry that has a ``text``."""
    return {"text": value} if isinstance(value, str) else value


def read_entry(
    model: type[Entry], source: Source, data: Any, loc: tuple[str | int, ...] = ()
) -> Entry | None:
    """``data`` as ``model``; problems go to ``source`` and the result is then None."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            source.report((*loc, *detail["loc"]), *_chinese(detail, model))
        return None


_WANTED = {
    "string_type": "文字",
    "int_type": "整数",
    "int_from_float": "整数",
    "float_type": "数字",
    "bool_type": "true 或 false",
    "date_type": "日期（如 2022-06-01，不加引号）",
    "list_type": "列表（每项以“- ”开头，或写成 [..]）",
    "dict_type": "键值表",
    "model_type": "键值表",
}


def _chinese(detail: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """What was expected and the mend, for one of pydantic's errors."""
    kind, loc, context = detail["type"], detail["loc"], detail.get("ctx", {})
    key = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
    if kind == "policy":
        return context["expected"], context["mend"]
    if kind == "extra_forbidden":
        return f"这里没有“{key}”这个键", nearest(key, _keys(_model_at(model, loc[:-1])))
    if kind == "missing":
        return f"这里缺少“{key}”", f"补上 {key}"
    if kind == "literal_error":
        return f"{key} 只能是 {context['expected']}", "改成其中之一"
    wanted = _WANTED.get(kind)
    if wanted:
        return f"{key} 应当是{wanted}", f"把 {detail['input']!r} 改成{wanted}"
    limits = "、".join(f"{name} {value}" for name, value in context.items())
    return f"{key} 的值 {detail['input']!r} 不合要求（{limits or kind}）", "改成允许的值"


def _keys(model: type[BaseModel] | None) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _model_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> type[BaseModel] | None:
    """The model that describes the entry at ``loc``."""
    found: type[BaseModel] | None = model
    for step in loc:
        if found is None or isinstance(step, int):
            continue
        fields = {field.alias or name: field for name, field in found.model_fields.items()}
        if step in fields:
            found = _model_in(fields[step].annotation)
    return found


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)
