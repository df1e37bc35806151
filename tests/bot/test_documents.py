"""The documents' own words: files found by number, cut into clauses, bad files passed over.

The document here is made up for the tests.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfWriter

from bot.documents import Library
from bot.documents.clauses import split
from policy_kb.model import Document

TEXT = """\
某某市人力资源和社会保障局文件

某人社发〔2031〕7 号

关于做好试验事项的通知

各有关单位：

依据《另一份通知》（某人社发〔2030〕3号），现通知如下。

一、总体要求

把试验做好，
让测试能过。

二、主要任务

（一）第一类任务

1. 头一项任务

头一项的内容有两行，这一行写到页面的边上就断了，接着写
到第二行。

2．第二项任务是1.5倍的
(1)不算单独的一项。

 3

（二）**第二类任务**

### 3、第三项任务

第三项的内容。

三、附则

自2031年1月1日起执行。
"""


def paper(number: str | None = "某人社发〔2031〕7号", id: str = "mm-2031-7") -> Document:
    """A document of the knowledge base."""
    return Document(
        id, number, "关于做好试验事项的通知", None, (), "内蒙古自治区", date(2031, 1, 1), "day",
        date(2031, 1, 1), (), (), (), (),
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the document under a name that says nothing."""
    (tmp_path / "扫描件.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("clause", "begins", "holds"),
    [
        ("一", "一、总体要求", "把试验做好，让测试能过。"),
        ("二（一）1", "1. 头一项任务", "接着写到第二行"),
        ("二（一）2", "2．第二项任务", "(1)不算单独的一项"),
        ("二（二）3", "3、第三项任务", "第三项的内容。"),
        ("二（二）", "（二）第二类任务", "第三项的内容。"),
        ("三", "三、附则", "2031年1月1日"),
    ],
)
def test_a_clause_in_its_own_words(folder: Path, clause: str, begins: str, holds: str) -> None:
    found = Library(folder).excerpt(paper(), clause)
    assert found is not None and found.file == "扫描件.txt"
    assert found.text.startswith(begins) and holds in found.text.replace("\n", "")


def test_a_clause_ends_where_the_next_begins(folder: Path) -> None:
    library = Library(folder)
    first = library.excerpt(paper(), "二（一）1")
    assert first is not None and "第二项" not in first.text
    whole = library.excerpt(paper(), "二")
    assert whole is not None and "第三项的内容" in whole.text and "附则" not in whole.text


def test_a_document_is_known_by_its_own_number_not_by_one_it_cites(folder: Path) -> None:
    library = Library(folder)
    (folder / "b.txt").write_text("某人社发〔2030〕3号\n一、另一份通知的第一条。", encoding="utf-8")
    other = Document(
        "mm-2030-3", "某人社发〔2030〕3号", "另一份通知", None, (), "内蒙古自治区",
        date(2030, 1, 1), "day", date(2030, 1, 1), (), (), (), (),
    )  # fmt: skip
    found = library.excerpt(other, "一")
    assert found is not None and found.text == "一、另一份通知的第一条。"


@pytest.mark.parametrize(
    "name", ["某人社发[2031]7号.txt", "mm-2031-7.md", "某人社发（2031）7号 稿.TXT"]
)
def test_a_file_is_found_by_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("一、没有写文号。", encoding="utf-8")
    found = Library(tmp_path).excerpt(paper(), "一")
    assert found is not None and found.text == "一、没有写文号。"


def test_a_chinese_encoding_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode("gb18030"))
    assert Library(tmp_path).excerpt(paper(), "三") is not None


def test_bad_files_are_passed_over(folder: Path) -> None:
    (folder / "a-broken.pdf").write_bytes(b"%PDF-1.7 broken")
    (folder / "b-empty.txt").write_bytes(b"")
    (folder / "c-binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "d-link.txt").symlink_to(folder / "扫描件.txt")
    (folder / "e-folder.pdf").mkdir()
    blank = PdfWriter()
    blank.add_blank_page(72, 72)
    blank.write(folder / "f-blank.pdf")
    found = Library(folder).excerpt(paper(), "一")
    assert found is not None and found.file == "扫描件.txt"


def test_a_changed_file_is_read_again(folder: Path) -> None:
    library = Library(folder)
    assert library.excerpt(paper(), "四") is None
    file = folder / "扫描件.txt"
    file.write_text(f"{TEXT}\n四、新加的一条\n", encoding="utf-8")
    os.utime(file, ns=(1, 1))
    found = library.excerpt(paper(), "四")
    assert found is not None and found.text == "四、新加的一条"
    file.unlink()
    assert library.excerpt(paper(), "四") is None


@pytest.mark.parametrize("clause", [None, "", "附件", "十"])
def test_what_is_not_there_is_not_made_up(folder: Path, clause: str | None) -> None:
    assert Library(folder).excerpt(paper(), clause) is None


def test_without_a_folder_there_are_no_excerpts(tmp_path: Path) -> None:
    assert not Library(None).supplied and Library(None).excerpt(paper(), "一") is None
    assert Library(tmp_path / "missing").excerpt(paper(), "一") is None


def test_an_annex_that_counts_again_does_not_replace_the_text() -> None:
    text = "一、正文第一条。\n二、正文第二条。\n附件\n一、附件第一条。"
    assert split(text)["一", "", ""] == "一、正文第一条。"
