"""Nothing the bot may have to say is missing, and no sum is written two ways."""

import pytest

from actions import parts
from actions.describe import clause, value_text, yuan
from actions.intents import intent_meanings
from actions.wording import TEMPLATES, Wording
from policy_kb import load


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording()


def test_every_template_compiles(wording: Wording) -> None:
    wording.prepare()


def test_every_intent_that_is_not_ours_has_its_reply(wording: Wording) -> None:
    silent = {"nonsense"}
    named = {name for name, m in intent_meanings().items() if m.scope in ("out", "chat")}
    assert named - silent <= set(wording.scripted)


def test_every_choice_named_in_the_templates_exists(wording: Wording) -> None:
    named = {name for entry in wording.scripted.values() for name in entry.get("options", ())}
    assert named | set(wording.cues["starters"]) <= set(wording.options)


def test_every_part_that_can_be_asked_for_has_a_template() -> None:
    for part in parts.PART_OF_ASK.values():
        assert (TEMPLATES / f"{part}.j2").exists(), part


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("每人1500元，3人共4500元", "每人1,500元，3人共4,500元"),
        ("即1.8万元", "即18,000元"),
        ("最高20万元", "最高20万元"),
        ("500元", "500元"),
    ],
)
def test_sums_have_separators(written: str, read: str) -> None:
    assert yuan(written) == read


@pytest.mark.parametrize(("written", "read"), [("三（三）6", "三（三）第6项"), ("一", "第一条")])
def test_clauses_are_read_as_people_cite_them(written: str, read: str) -> None:
    assert clause(written) == read


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("社保卡丢了怎么补", "社保卡归人社部门管"),
        ("档案在哪查", "12333"),
        ("社保怎么转", "社保经办"),
        ("老板欠工资，去哪告", "劳动保障监察"),
    ],
)
def test_the_bureau_s_own_matters_are_not_sent_elsewhere(
    wording: Wording, said: str, where: str
) -> None:
    text = wording.say("scripted/out_other_bureau", said=said, elsewhere=None, facts=[], place=None)
    assert where in text and "不归人社" not in text and "12393" not in text


def test_what_is_corrected_is_not_said_to_have_been_been(wording: Wording) -> None:
    told = {"facts": [], "place": None, "day": None, "you": ""}
    text = wording.say("noted", changed=["不是高校毕业生"], before=["是高校毕业生"], **told)
    assert "原来是高校毕业生" in text


def test_there_are_no_half_people() -> None:
    kb = load()
    assert value_text(kb, "average_insured_last_year", {"min": 148.5, "max": 181.5}).count(".") == 0
