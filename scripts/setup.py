#!/usr/bin/env python3
"""Create or refresh the project's environments: ``setup.py engine app``; ``setup.py lock`` pins.

Only the standard library, and any Python 3.8 or later: this runs before anything is installed.
An environment carries a stamp with the hash of the requirement file it was made from, so a
second run returns at once. uv is used if there is one, else a pinned one is put in ``.venv/uv``.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVS = ROOT / ".venv"
OLDEST_UV = (0, 5)  # the first with dependency groups and hash-checked sync
APP_PYTHONS = ("3.12", "3.13", "3.11")  # in order of preference
ENGINE_PYTHONS = ("3.10",)
# target: environment, requirement file, Python versions
TARGETS = {
    "engine": ("engine", "engine.txt", ENGINE_PYTHONS),
    "engine-dev": ("engine", "engine-dev.txt", ENGINE_PYTHONS),
    "app": ("app", "app.txt", APP_PYTHONS),
    "dev": ("app", "dev.txt", APP_PYTHONS),
}
SUPERSETS = {"app.txt": "dev.txt", "engine.txt": "engine-dev.txt"}
# requirement file: how it is resolved from pyproject.toml; a superset keeps its subset's versions
FOR_APP = ("--universal", "--python-version", "3.11", "--extra", "app", "--group", "build")
FOR_ENGINE = (
    "--python-version",
    "3.10",
    "--python-platform",
    "x86_64-manylinux_2_28",
    "--extra",
    "engine",
)
LOCKS = {
    "app.txt": FOR_APP,
    "dev.txt": (*FOR_APP, "--group", "dev", "-c", "requirements/app.txt"),
    "engine.txt": FOR_ENGINE,
    "engine-dev.txt": (
        *FOR_ENGINE,
        "--group",
        "test",
        "--group",
        "oracles",
        "-c",
        "requirements/engine.txt",
    ),
    "uv.txt": ("--universal", "--python-version", "3.8", "--group", "bootstrap"),
}


class SetupError(Exception):
    """Set-up cannot go on; the text says what to mend."""


def say(text):
    print(f"· {text}", file=sys.stderr, flush=True)


def answer(*command):
    """What a command prints, or an empty text when it is missing or fails."""
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return run.stdout.strip()


def run(*command):
    """Run a command quietly; on failure show what it said."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode:
        sys.stderr.write(done.stdout)
        raise SetupError(f"命令失败（{done.returncode}）：{' '.join(map(str, command))}")


def pyenv_versions():
    """The version folders of pyenv, active or not: a shim of an inactive one does not run."""
    roots = (os.environ.get("PYENV_ROOT"), answer("pyenv", "root"), Path.home() / ".pyenv")
    for root in filter(None, roots):
        yield from sorted((Path(root) / "versions").glob("3.*"), reverse=True)


def find_python(version):
    """An interpreter of this version: on the path, or kept by pyenv; None if there is none."""
    places = [shutil.which(f"python{version}"), shutil.which("python3"), sys.executable]
    places += [home / "bin" / "python3" for home in pyenv_versions()]
    show = "import sys; print('%d.%d' % sys.version_info[:2])"
    return next((str(p) for p in places if p and answer(str(p), "-c", show) == version), None)


def choose_python(versions):
    """The first version that is installed; else the preferred one, for uv to download."""
    found = next(filter(None, map(find_python, versions)), None)
    if not found:
        say(f"本机没有 Python {' / '.join(versions)}，由 uv 下载 {versions[0]}")
    return found or versions[0]


def find_uv():
    """The path of a usable uv, installing a pinned one under .venv/uv when there is none."""
    local = ENVS / "uv" / "bin" / "uv"
    for candidate in (local, shutil.which("uv")):
        words = answer(str(candidate), "--version").split() if candidate else []
        if len(words) > 1 and tuple(map(int, words[1].split(".")[:2])) >= OLDEST_UV:
            return candidate
    say("安装 uv 到 .venv/uv")
    run(sys.executable, "-m", "venv", ENVS / "uv")
    run(
        ENVS / "uv" / "bin" / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--disable-pip-version-check",
        "-r",
        "requirements/uv.txt",
    )
    return local


def stamp_text(requirements, with_project):
    """What an up-to-date environment's stamp says; a moved or changed project is installed anew."""
    project = (ROOT / "pyproject.toml").read_bytes() if with_project else b""
    parts = (requirements.read_bytes(), project, str(ROOT).encode())
    return "\n".join([requirements.name, hashlib.sha256(b"\0".join(parts)).hexdigest()])


def stamp_of(env):
    """The stamp an environment carries; empty when it is missing or broken."""
    usable = (env / "bin" / "python").exists() and (env / ".stamp").exists()
    return (env / ".stamp").read_text() if usable else ""


def set_up(target):
    """Bring one environment up to date."""
    name, file, versions = TARGETS[target]
    env = ENVS / name
    if stamp_of(env).startswith(f"{SUPERSETS.get(file)}\n"):
        file = SUPERSETS[file]  # serving must not take the developer's tools away
    requirements = ROOT / "requirements" / file
    stamp = stamp_text(requirements, with_project=name == "app")
    if stamp_of(env) == stamp:
        return
    uv = find_uv()
    if not answer(str(env / "bin" / "python"), "--version"):
        run(uv, "venv", "--quiet", "--clear", "--python", choose_python(versions), env)
    say(f"安装 requirements/{file} 到 .venv/{name}（首次需下载，请稍候）")
    python = env / "bin" / "python"
    run(
        uv,
        "pip",
        "sync",
        "--quiet",
        "--require-hashes",
        "--compile-bytecode",
        "--python",
        python,
        requirements,
    )
    if name == "app":  # the engine finds our modules through the working directory
        run(
            uv,
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "--python",
            python,
            "-e",
            ROOT,
        )
    (env / ".stamp").write_text(stamp)


def lock():
    """Resolve pyproject.toml into the requirement files, keeping the versions already pinned."""
    uv = find_uv()
    for name, options in LOCKS.items():
        say(f"锁定 requirements/{name}")
        run(
            uv,
            "pip",
            "compile",
            "--quiet",
            "--generate-hashes",
            "--no-annotate",
            "--no-emit-index-url",
            "--no-emit-find-links",
            "--custom-compile-command",
            "make lock",
            *options,
            "-o",
            f"requirements/{name}",
            "pyproject.toml",
        )


def main():
    try:
        for target in sys.argv[1:]:
            lock() if target == "lock" else set_up(target)
    except SetupError as problem:
        sys.exit(f"安装未完成：{problem}")


if __name__ == "__main__":
    main()
