#!/usr/bin/env python3
"""Build the chat widget when its source has changed: ``widget.py``; ``widget.py dev`` adds the
tools that check it (types, accessibility).

Only the standard library, and any Python 3.8 or later. Stamps beside what was made carry the
hashes of what it was made from, so a second run returns at once.
"""

import hashlib
import os
import shutil
import sys

from setup import ROOT, SetupError, answer, run, say

WIDGET = ROOT / "bot" / "widget"
OLDEST_NODE = (18, 0)
NO_NODE = (
    "生成对话组件要用 Node.js 18 以上（含 npm），本机没有或太旧。"
    "Debian/Ubuntu 可以运行：sudo apt-get install nodejs npm；装好后再试一次。"
)
SOURCES = ("package.json", "package-lock.json", "tsconfig.json", "build.mjs", "src")


def digest(paths):
    """One hash of files and folders, names and contents."""
    every = [file for path in paths for file in ([path] if path.is_file() else path.rglob("*"))]
    total = hashlib.sha256()
    for file in sorted(path for path in every if path.is_file()):
        total.update(f"{file.relative_to(WIDGET)}\0".encode() + file.read_bytes() + b"\0")
    return total.hexdigest()


def fresh(stamp, text):
    """Whether the stamp says what it should."""
    return stamp.exists() and stamp.read_text() == text


def find_npm():
    """The path of npm, with a Node that is new enough; SetupError says what to install."""
    npm = shutil.which("npm")
    words = answer("node", "--version").lstrip("v").split(".")
    if not npm or len(words) < 2 or tuple(map(int, words[:2])) < OLDEST_NODE:
        raise SetupError(NO_NODE)
    return npm


def install(with_tools):
    """The build tool, at the versions and hashes of package-lock.json."""
    stamp = WIDGET / "node_modules" / ".stamp"
    locked = digest([WIDGET / "package.json", WIDGET / "package-lock.json"])
    if fresh(stamp, f"dev\n{locked}") or (not with_tools and fresh(stamp, f"build\n{locked}")):
        return
    npm = find_npm()
    say("安装生成对话组件的工具到 bot/widget/node_modules（首次需下载，请稍候）")
    # once the checking tools are there, serving must not take them away
    with_tools = with_tools or (WIDGET / "node_modules" / "typescript").exists()
    extra = [] if with_tools else ["--omit=dev"]
    run(npm, "ci", "--prefix", WIDGET, "--ignore-scripts", "--silent", *extra)
    stamp.write_text(f"{'dev' if with_tools else 'build'}\n{locked}")


def build():
    """dist/ from src/."""
    stamp = WIDGET / "dist" / ".stamp"
    source = digest([WIDGET / name for name in SOURCES])
    if fresh(stamp, source) and (WIDGET / "dist" / "widget.js").exists():
        return
    find_npm()
    say("生成对话组件 widget.js")
    run("node", WIDGET / "build.mjs")
    stamp.write_text(source)


def main():
    os.environ.setdefault("npm_config_update_notifier", "false")
    try:
        install(with_tools="dev" in sys.argv[1:])
        build()
    except SetupError as problem:
        sys.exit(f"对话组件没有生成：{problem}")


if __name__ == "__main__":
    main()
