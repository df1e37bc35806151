"""The templates: every sentence the bot says stands in templates/, none in Python."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined

from actions import describe

TEMPLATES = Path(__file__).parent / "templates"


_SPELLINGS = (
    describe.number,
    describe.clause,
    describe.yuan,
    describe.day,
    describe.first_words,
)


class Wording:
    """Messages by name: short ones from messages.yml, longer ones from <name>.j2."""

    def __init__(self, folder: Path = TEMPLATES) -> None:
        self._folder = folder

    def say(self, message: str, /, **values: Any) -> str:
        """The message `message` filled in, blank lines and edges trimmed."""
        text = self._environment.get_template(message).render(**values)
        return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())

    def prepare(self) -> None:
        """Compile every template now, so that no citizen waits for it and no fault hides."""
        names = self._environment.list_templates(filter_func=lambda name: ".yml" not in name)
        for name in names:
            self._environment.get_template(name.removesuffix(".j2"))

    @cached_property
    def scripted(self) -> Mapping[str, Any]:
        """Replies that depend on nothing but the intent: text and choices (replies.yml)."""
        return self._yaml("replies.yml")

    @cached_property
    def cues(self) -> Mapping[str, Any]:
        """Words to look for and choices to open with (cues.yml)."""
        return self._yaml("cues.yml")

    @cached_property
    def options(self) -> Mapping[str, Any]:
        """Choices that lead on: their label and what choosing them means (options.yml)."""
        return self._yaml("options.yml")

    @cached_property
    def _environment(self) -> Environment:
        short = {name: str(text) for name, text in self._yaml("messages.yml").items()}
        short |= {f"scripted/{name}": entry["text"] for name, entry in self.scripted.items()}
        environment = Environment(
            loader=ChoiceLoader([DictLoader(short), _Suffixed(self._folder)]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        for spelling in _SPELLINGS:
            environment.filters[spelling.__name__] = spelling
        return environment

    def _yaml(self, name: str) -> Mapping[str, Any]:
        content = yaml.safe_load((self._folder / name).read_text(encoding="utf-8"))
        return dict(content)


class _Suffixed(FileSystemLoader):
    """Finds `verdict` in verdict.j2."""

    def get_source(self, environment: Environment, template: str) -> Any:
        return super().get_source(environment, f"{template}.j2")
