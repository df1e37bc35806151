"""Files of documents as the bureau supplies them: text in the usual encodings, or PDF."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader

log = logging.getLogger("policybot.documents")

SUFFIXES = (".txt", ".md", ".pdf")
MOST_FILES = 500
LARGEST = 20 * 1024 * 1024
_MOST_PAGES = 300
_BRACKETS = str.maketrans("[]【】()（）", "〔〕〔〕〔〕〔〕")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells a file from the same file changed."""

    path: Path
    changed: int
    size: int


def stamps(folder: Path) -> Iterator[Stamp]:
    """The files of documents in the folder and its subfolders, in order of their names."""
    try:
        found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    except OSError as error:
        log.warning("documents: folder not readable: %s", type(error).__name__)
        return
    for path in found[:MOST_FILES]:
        try:
            state = path.stat()
        except OSError:
            continue
        if path.is_file() and not path.is_symlink() and state.st_size <= LARGEST:
            yield Stamp(path, state.st_mtime_ns, state.st_size)


def read(path: Path) -> str | None:
    """The text of a file; None, with a line in the log, for one that cannot be read."""
    try:
        raw = _pdf(path) if path.suffix.lower() == ".pdf" else _text(path.read_bytes())
    except Exception as error:  # whatever a broken PDF makes its reader raise
        log.warning("documents: %s not readable: %s", path.name, type(error).__name__)
        return None
    return raw if raw.strip() else None


def _pdf(path: Path) -> str:
    pages = PdfReader(path).pages
    return "\n".join(page.extract_text() for page in pages[:_MOST_PAGES])


def _text(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", errors="replace")


def spelt(text: str) -> str:
    """For comparing document numbers: blanks dropped, brackets of any kind made 〔〕."""
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", "", folded).translate(_BRACKETS)
