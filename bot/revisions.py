"""A version of the policies on disk: a folder as it is, or a git revision unpacked for a while."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.errors import RequestError
from bot.settings import ROOT
from policy_kb.shifts import Applicant

CASES = Path("tests/policies")
SAMPLES = Path("tests/applicants.yml")


@dataclass(frozen=True)
class Version:
    """The folder of a knowledge base, and the one around it with the cases (if it has any)."""

    home: Path
    around: Path


@contextmanager
def at_revision(name: str, repository: Path = ROOT) -> Iterator[Version]:
    """The version called ``name``; RequestError if it is neither a folder nor a revision."""
    if Path(name).is_dir():
        yield _version(Path(name), name)
        return
    with tempfile.TemporaryDirectory(prefix="policybot-") as folder:
        _unpack(name, repository, Path(folder))
        yield _version(Path(folder), name)


def _version(folder: Path, name: str) -> Version:
    for home in (folder / "policy_kb", folder):
        if (home / "measures").is_dir():
            return Version(home, folder)
    raise RequestError(f"{name} 里没有政策库（要有 policy_kb/measures 或 measures 文件夹）。")


def _unpack(name: str, repository: Path, into: Path) -> None:
    mend = "请写文件夹、分支、标签或提交号，如 HEAD、HEAD~3、."
    if name.startswith("-"):
        raise RequestError(f"“{name}”不是 git 版本；{mend}。")
    command = ["git", "-C", str(repository), "archive", name, "policy_kb", "tests"]
    try:
        archive = subprocess.run(command, capture_output=True, check=True).stdout
    except FileNotFoundError:
        raise RequestError("这台机器没有 git，请用两个文件夹比较。") from None
    except subprocess.CalledProcessError:
        raise RequestError(f"“{name}”既不是文件夹，也不是这里的 git 版本；{mend}。") from None
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(into, filter="data")


def applicants(*versions: Version) -> list[Applicant]:
    """Everybody in the cases and samples of the versions; of namesakes the last version's."""
    found: dict[tuple[str | None, str], Applicant] = {}
    for version in versions:
        for path in sorted((version.around / CASES).glob("*.yml")):
            for case in _entries(path):
                found[path.stem, case["case"]] = _applicant(case, case["case"], path.stem)
        for sample in _entries(version.around / SAMPLES):
            found[None, sample["name"]] = _applicant(sample, sample["name"], None)
    return list(found.values())


def _applicant(entry: dict[str, Any], name: str, measure: str | None) -> Applicant:
    return Applicant(name, entry["facts"], entry.get("region"), entry["as_of"], measure)


def _entries(path: Path) -> list[dict[str, Any]]:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except FileNotFoundError:
        return []
    except yaml.YAMLError as error:
        raise RequestError(f"{path.name} 不是有效的 YAML：{error}") from None
