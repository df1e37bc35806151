"""The understanding model: where it lies, whether it is older than its sources, and training it.

A model's file name carries the hash of what it was made from, so "is it fresh" is "is it there".
Policies are not among its sources: the extractor reads them when the engine starts.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from bot.errors import BotError
from bot.settings import ROOT, Settings

Say = Callable[[str], None]

SOURCES = ("config.yml", "requirements/engine.txt", "nlu_data", "bot/nlu")
KEPT = 3  # models on disk, so that going back to the last version needs no training
STARTED = re.compile(r"Starting to train component '(\w+)'")


class TrainingError(BotError):
    """The model cannot be trained; the message says where to look."""

    code = "training"


def source_files(root: Path = ROOT) -> Iterator[Path]:
    """Every file the model is made from, in a fixed order."""
    for name in SOURCES:
        place = root / name
        found = [place] if place.is_file() else sorted(place.rglob("*"))
        yield from (path for path in found if path.suffix in {".yml", ".py", ".txt"})


def fingerprint(root: Path = ROOT) -> str:
    """A hash of the sources' names and contents (hexadecimal, 16 digits)."""
    digest = hashlib.sha256()
    for path in source_files(root):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(root)}\0{content}\n".encode())
    return digest.hexdigest()[:16]


def model_path(settings: Settings, root: Path = ROOT) -> Path:
    """Where the model of the present sources lies, or will lie."""
    return settings.models_dir / f"policybot-{fingerprint(root)}.tar.gz"


def ensure_model(settings: Settings, say: Say, *, force: bool = False, root: Path = ROOT) -> Path:
    """The model of the present sources, trained first when there is none (or ``force`` asks).

    Raises ``TrainingError``.
    """
    path = model_path(settings, root)
    if path.is_file() and not force:
        return path
    older = any(settings.models_dir.glob("policybot-*.tar.gz"))
    say("训练理解模型" + ("（语料或配置有变化）…" if older else "（首次启动）…"))
    train(settings, path, say, root)
    say(f"模型已保存：{path}")
    return path


def train(settings: Settings, path: Path, say: Say, root: Path = ROOT) -> None:
    """Train with Rasa's own command into ``path``; the output goes to ``var/log/train.log``.

    Raises ``TrainingError`` with the end of that output.
    """
    check_engine(settings)
    settings.models_dir.mkdir(parents=True, exist_ok=True)
    settings.log_dir.mkdir(parents=True, exist_ok=True)
    log = settings.log_dir / "train.log"
    draft = f"draft-{os.getpid()}"  # two may train at once
    command = [str(settings.engine_python), "-m", "rasa", "train", "--config", "config.yml"]
    command += ["--domain", "nlu_data/domain.yml", "--data", "nlu_data"]
    command += ["--out", str(settings.models_dir), "--fixed-model-name", draft]
    made = settings.models_dir / f"{draft}.tar.gz"
    made.unlink(missing_ok=True)
    with log.open("w", encoding="utf-8") as output:
        end = _run(command, root, output, say)
    if not made.is_file():
        raise TrainingError(f"训练没有成功，全部输出在 {log}：\n{end}")
    made.replace(path)
    _forget_oldest(settings.models_dir)


def hold(model: Path, settings: Settings) -> Path:
    """The model under a name of this engine's own: later trainings tidy away only the other one.

    An engine that dies weeks later must still find what it was started with.
    """
    held = settings.scratch_dir / f"model-{settings.engine_port}.tar.gz"
    held.parent.mkdir(parents=True, exist_ok=True)
    held.unlink(missing_ok=True)
    try:
        held.hardlink_to(model)
    except OSError:  # another file system, or one without links
        shutil.copyfile(model, held)
    return held


def check_engine(settings: Settings) -> None:
    """Raises ``TrainingError`` when the engine's environment is not there."""
    if not settings.engine_python.is_file():
        raise TrainingError(
            f"找不到理解服务的 Python（{settings.engine_python}）："
            "请在项目目录运行 make serve，由它安装；装在别处时设 POLICYBOT_ENGINE_PYTHON。"
        )


def _run(command: list[str], root: Path, output: TextIO, say: Say) -> str:
    """Run the command, telling each component as it starts; the last lines of the output."""
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    no_cache = {"RASA_MAX_CACHE_SIZE": "0"}  # it does not notice changes behind our component
    last: deque[str] = deque(maxlen=12)
    with subprocess.Popen(
        command,
        cwd=root,
        env={**os.environ, **quiet, **no_cache, "PYTHONWARNINGS": "ignore"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as running:
        for line in running.stdout or ():
            output.write(line)
            last.append(line)
            if started := STARTED.search(line):
                say(f"  {started[1]}")
    return "".join(last).strip()


def _forget_oldest(models: Path) -> None:
    """Keep the newest few models."""
    found = sorted(models.glob("policybot-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    for old in found[:-KEPT]:
        old.unlink()
