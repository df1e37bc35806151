"""Loading finds every problem, at its line, and says what to do about it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policy_kb import KnowledgeBase, PolicyFileError, Problem, load, validate
from tests.policy_kb.tiny import (
    DOCUMENTS,
    FACTS,
    INDUSTRIES,
    REGIONS,
    fact,
    measure,
    paper,
    provision,
    requiring,
    write,
    yes,
)

Base = Callable[..., KnowledgeBase]
RULE = """\
name: 某补贴
audience: [individual]
summary: 一句话
provisions:
  - document: d1
    clause: 一
    require:
      - {fact: a, is: true}
      - any:
          - {fact: n, at_most: 30}
          - {fact: level, is: one}
    amount: {fixed: 100}
"""


@pytest.fixture
def problems(tmp_path: Path) -> Callable[..., list[Problem]]:
    """The problems of a base whose measure x is RULE with one part replaced by another."""

    def find(old: str, new: str, text: str = RULE) -> list[Problem]:
        assert old in text
        home = write(tmp_path, {})
        (home / "measures" / "x.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
        return validate(home)

    return find


Problems = Callable[..., list[Problem]]


def test_a_sound_base_has_no_problems(problems: Problems) -> None:
    assert problems("100", "200") == []


@pytest.mark.parametrize(
    ("old", "new", "line", "expected", "mend"),
    [
        ("fact: a,", "fact: aa,", 8, "没有事实“aa”", "是不是想写 a"),
        ("is: true", "is: yes please", 8, "a 只能是 true 或 false", "改成 true 或 false"),
        ("is: true", "iss: true", 8, "这里没有“iss”这个键", "是不是想写 is"),
        (", is: true", "", 8, "要有且只有一个运算", "at_least"),
        ("at_most: 30", "at_most: many", 10, "at_most 应当是数字", "把 'many' 改成数字"),
        ("at_most: 30", "at_most: 300", 10, "300 超出了 n 的范围", "facts.yml"),
        ("at_most: 30", "at_most: 100", 10, "永远成立", "对照 facts.yml"),
        ("at_most: 30", "in_group: hard_hit", 10, "不能用 in_group", "可用：at_least"),
        ("is: one", "is: ones", 11, "level 没有“ones”这个选项", "是不是想写 one"),
        ("is: one", "includes_any: [one]", 11, "不能用 includes_any", "可用"),
        ("fixed: 100", "fix: 100", 12, "这里没有“fix”这个键", "是不是想写 fixed"),
        ("fixed: 100", "fixed: 100, months: 3", 12, "金额要有且只有一种写法", "从这些里选一种"),
        ("fixed: 100", "rate: 0.5", 12, "rate 要同时写 of", "补上 of"),
        ("fixed: 100", "rate: 0.5, of: n", 12, "of 要用 money 类事实", "n 是 integer 类"),
        ("fixed: 100", "fixed: 100, times: n", 12, "fixed 不能带 times", "删掉 times"),
        ("document: d1", "document: d9", 5, "没有文件“d9”", "d1"),
        ("clause: 一", "clause: 1", 6, "clause 应当是文字", "改成文字"),
        ("clause: 一", "region: 南市", 6, "没有地区“南市”", "市"),
        ("clause: 一", "amends: {document: d9}", 6, "没有文件“d9”", "可用的有：d1"),
        ("clause: 一", "to: 2021-01-01", 6, "结束日期早于开始日期", "改 from 或 to"),
        ("clause: 一", 'to: "2023-01-01"', 6, "to 应当是日期", "不加引号"),
        ("clause: 一", "exclusive_with: [{measure: z}]", 6, "没有“z”这个选项", "x"),
        ("[individual]", "[people]", 2, "只能是", "改成其中之一"),
        ("[individual]", "[]", 1, "政策措施要说明给谁", "administration_only"),
        ("summary: 一句话", "sumary: 一句话", 1, "缺少“summary”", "补上 summary"),
        ("- any:", "- any: []\n        all:", 9, "要么说一个事实", "只写 all、any、not 中的一个"),
        ("name: 某补贴", "name: 某补贴\nname: 某", 2, "键“name”在同一处写了两次", "去掉其中一个"),
        ("name: 某补贴", "name: 某补贴\nno: 1", 2, "键“no”应当是文字", "给键加上引号"),
        ("{fact: a", "{fact: a:", 8, "YAML 写法不正确", "缩进"),
    ],
)  # fmt: skip
def test_a_problem_names_its_line_what_was_expected_and_the_mend(
    problems: Problems, old: str, new: str, line: int, expected: str, mend: str
) -> None:
    found = [p for p in problems(old, new) if p.file == "measures/x.yml"]
    shown = "\n".join(map(str, found))
    assert any(expected in p.expected and mend in p.mend and p.line == line for p in found), shown


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    home = write(
        tmp_path,
        {"x": requiring(yes("aa"), yes("bb")), "y": requiring(yes("cc"))},
        documents=[*DOCUMENTS, paper("d9", "9", "南市", "2022-01-01")],
    )
    with pytest.raises(PolicyFileError) as caught:
        load(home)
    found = [(p.file, p.expected) for p in caught.value.problems]
    assert found == [
        ("documents.yml", "没有地区“南市”"),
        ("measures/x.yml", "没有事实“aa”"),
        ("measures/x.yml", "没有事实“bb”"),
        ("measures/y.yml", "没有事实“cc”"),
    ]
    assert str(caught.value).splitlines()[0].startswith("documents.yml:")


def test_a_broken_file_does_not_hide_the_problems_of_others(tmp_path: Path) -> None:
    home = write(tmp_path, {"x": requiring(yes("aa"))})
    (home / "measures" / "y.yml").write_text("name: [", encoding="utf-8")
    assert {p.file for p in validate(home)} == {"measures/x.yml", "measures/y.yml"}


def test_a_missing_file_is_one_problem(tmp_path: Path) -> None:
    home = write(tmp_path, {})
    (home / "regions.yml").unlink()
    (found,) = validate(home)
    assert (found.file, found.expected) == ("regions.yml", "应当有这个文件，却没有找到")


def test_a_file_in_another_encoding_says_so(tmp_path: Path) -> None:
    home = write(tmp_path, {})
    (home / "facts.yml").write_bytes("- id: 甲".encode("gbk"))
    assert "UTF-8" in validate(home)[0].mend


# what single entries do not show


def test_two_provisions_for_one_place_and_time_must_say_which_amends_which(tmp_path: Path) -> None:
    home = write(tmp_path, {"x": measure(provision(document="d2"), provision())})
    (found,) = validate(home)
    assert "甲〔2022〕1号 一 在大区同时有效" in found.expected
    assert "amends" in found.mend


@pytest.mark.parametrize(
    "provisions",
    [
        [provision(document="d2", amends={"document": "d1"}), provision()],
        [provision(document="d2"), provision(to="2022-05-31")],
        [provision(document="e1"), provision()],
    ],
)
def test_amending_following_and_another_place_settle_it(
    tmp_path: Path, provisions: list[dict[str, Any]]
) -> None:
    assert validate(write(tmp_path, {"x": measure(*provisions)})) == []


def test_a_presumed_truism_may_stand_for_its_words(tmp_path: Path) -> None:
    truism = {"fact": "level", "in": ["one", "two", "three"], "text": "有等级"}
    assert validate(write(tmp_path, {"x": measure(provision(presume=[truism]))})) == []


# the word files


def by(way: str, *inputs: str, **more: Any) -> dict[str, Any]:
    """A derivation entry."""
    return {"by": way, "from": list(inputs), **more}


def expected_of(home: Path, **more: Any) -> list[str]:
    return [f"{p.file}: {p.expected}" for p in validate(write(home, {}, **more))]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (fact("a", "boolean"), "“a”写了两次"),
        (fact("z", "choice"), "z 是选择类事实，却没有选项"),
        (fact("z", "boolean") | {"question": None}, "z 要向申请人了解，却没有写怎么问"),
        (fact("z", "bool"), "type 只能是"),
        (fact("z", "boolean", cost=9), "cost 的值 9 不合要求"),
        (fact("z", "boolean", quick_replies=[{"text": "是", "value": 1}]), "要填 true 或 false"),
        (fact("z", "boolean", weights={"maybe": 1}), "没有选项“maybe”"),
        (fact("z", "ratio", derived=by("multiply", "n", "m")), "没有“multiply”这种推算"),
        (fact("z", "ratio", derived=by("divide", "n", "nn")), "没有事实“nn”"),
        (fact("z", "ratio", derived=by("divide", "n")), "divide 要从2个事实推算"),
        (fact("z", "ratio", derived=by("divide", "n", "a")), "不能用 boolean 类事实"),
        (fact("z", "boolean", derived=by("map", "level", map={"four": True})), "没有选项“four”"),
        (fact("z", "boolean", derived=by("map", "level", map={"one": "x"})), "z 不能是 'x'"),
        (fact("z", "number", derived=by("divide", "z", "n")), "z 绕了一圈从自己推出来"),
        (fact("z", "choice", choices=[{"id": "p", "name": "p", "means": ["q"]}]), "没有选项“q”"),
    ],
)  # fmt: skip
def test_facts_must_be_sound(tmp_path: Path, entry: dict[str, Any], expected: str) -> None:
    found = expected_of(tmp_path, extra=[entry])
    assert any(line.startswith("facts.yml: ") and expected in line for line in found), found


def test_the_line_of_a_fact_is_that_of_its_key(tmp_path: Path) -> None:
    home = write(tmp_path, {})
    text = (home / "facts.yml").read_text(encoding="utf-8")
    (home / "facts.yml").write_text(text.replace("about: any", "about: all", 1), encoding="utf-8")
    wanted = text[: text.index("about: any")].count("\n") + 1
    (found,) = validate(home)
    assert (found.line, found.file) == (wanted, "facts.yml")


def test_industries_groups_and_sizes_must_be_sound(tmp_path: Path) -> None:
    table = {"catering": {"headcount": [1, 2, 3]}}
    assert any(
        "从大到小" in p
        for p in expected_of(tmp_path, industries={**INDUSTRIES, "size_table": table})
    )
    lost = {**INDUSTRIES, "size_table": {"farming": {"annual_revenue": [3, 2, 1]}}}
    assert any("没有“catering”这一行" in p for p in expected_of(tmp_path, industries=lost))
    groups = {"hard_hit": {"name": "特困行业", "members": ["cattering"]}}
    found = expected_of(tmp_path, industries={**INDUSTRIES, "groups": groups})
    assert any("没有行业“cattering”" in p for p in found)


def test_regions_and_office_entries_must_be_sound(tmp_path: Path) -> None:
    office = [
        {"region": "南市", "fact": "reserve", "value": 1, "from": "2022-01-01"},
        {"region": "东市", "fact": "reserves", "value": 1, "from": "2022-01-01"},
        {"region": "东市", "fact": "reserve", "value": 9999, "from": "2022-01-01"},
    ]
    found = expected_of(tmp_path, regions={**REGIONS, "office": office})
    assert [each.split(": ")[1][:6] for each in found] == ["没有地区“南", "没有事实“r", "reserv"]
    twice = {**REGIONS, "regions": [*REGIONS["regions"], REGIONS["regions"][0]]}
    assert any("写了两次" in p for p in expected_of(tmp_path, regions=twice))


def test_relations_of_documents_must_be_sound(tmp_path: Path) -> None:
    lost = paper("z", "z", "大区", "2022-01-01", relations=[{"forwards": "d7"}])
    assert "documents.yml: 没有文件“d7”" in expected_of(tmp_path, documents=[*DOCUMENTS, lost])
    both = paper("z", "z", "大区", "2022-01-01", relations=[{"forwards": "d1", "amends": "d2"}])
    found = expected_of(tmp_path, documents=[*DOCUMENTS, both])
    assert any("只能是 implements、forwards、amends 之一" in p for p in found)


# the real base


def test_the_base_of_this_package_is_sound() -> None:
    assert validate() == []


def test_regions_go_by_full_name_and_alias(base: Base) -> None:
    kb = base(measure(provision()))
    assert kb.region("东").name == "东市"
    assert kb.region("东县").chain == ("东县", "东市", "大区")
    assert len(kb.facts) == len(FACTS)
