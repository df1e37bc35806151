"""Which provision applies: by day, by place, by what amends what."""

import datetime
from collections.abc import Callable

from policy_kb import KnowledgeBase
from tests.policy_kb.tiny import measure, provision, verdict

Base = Callable[..., KnowledgeBase]
D = datetime.date


def amount_on(kb: KnowledgeBase, day: D, region: str | None = "西市") -> object:
    """The fixed sum of the provision that applies, or the status where none does."""
    found = verdict(kb, region=region, as_of=day)
    return found.amount.low if found.amount else found.status


def old_and_new(**more: object) -> dict[str, object]:
    return measure(
        provision(document="d2", amends={"document": "d1"}, amount={"fixed": 2}, **more),
        provision(amount={"fixed": 1}),
    )


def test_the_later_provision_replaces_what_it_amends_from_its_first_day(base: Base) -> None:
    kb = base(old_and_new())
    assert amount_on(kb, D(2022, 5, 31)) == 1
    assert amount_on(kb, D(2022, 6, 1)) == 2


def test_what_was_replaced_does_not_come_back(base: Base) -> None:
    kb = base(old_and_new(to="2022-12-31"))
    assert amount_on(kb, D(2022, 12, 31)) == 2
    assert amount_on(kb, D(2023, 1, 1)) == "not_in_force"


def test_replacing_reaches_through_what_is_replaced(base: Base) -> None:
    third = {
        "id": "d3",
        "number": "甲〔2022〕3号",
        "title": "三号文",
        "region": "大区",
        "issued": "2022-08-01",
    }
    from tests.policy_kb.tiny import DOCUMENTS

    kb = base(
        measure(
            provision(
                document="d3", amends={"document": "d2"}, to="2022-08-31", amount={"fixed": 3}
            ),
            provision(
                document="d2", amends={"document": "d1"}, to="2022-07-31", amount={"fixed": 2}
            ),
            provision(amount={"fixed": 1}),
        ),
        documents=[*DOCUMENTS, third],
    )
    assert amount_on(kb, D(2022, 8, 31)) == 3
    assert amount_on(kb, D(2022, 9, 1)) == "not_in_force"


def test_only_the_clause_named_is_replaced(base: Base) -> None:
    kb = base(
        measure(
            provision(
                document="d2",
                amends=[{"document": "d1", "clause": "二"}],
                to="2022-06-30",
                amount={"fixed": 2},
            ),
            provision(clause="二", amount={"fixed": 1}),
        )
    )
    assert amount_on(kb, D(2022, 7, 1)) == "not_in_force"
    other = base(
        measure(
            provision(document="d2", amends=[{"document": "d1", "clause": "三"}], to="2022-06-30"),
            provision(clause="二", amount={"fixed": 1}) | {"from": "2022-07-01"},
        )
    )
    assert amount_on(other, D(2022, 7, 1)) == 1


def test_the_nearest_place_s_own_provision_wins_and_gives_way_when_it_ends(base: Base) -> None:
    kb = base(
        measure(
            provision(document="e1", to="2022-12-31", amount={"fixed": 9}),
            provision(amount={"fixed": 1}),
        )
    )
    assert amount_on(kb, D(2022, 8, 1), "东县") == 9
    assert amount_on(kb, D(2022, 8, 1), "西市") == 1
    assert amount_on(kb, D(2022, 6, 30), "东市") == 1
    assert amount_on(kb, D(2023, 1, 1), "东市") == 1


def test_a_place_s_provision_that_amends_ends_the_wider_one_there_only(base: Base) -> None:
    kb = base(
        measure(
            provision(
                document="e1", amends={"document": "d1"}, to="2022-12-31", amount={"fixed": 9}
            ),
            provision(amount={"fixed": 1}),
        )
    )
    assert amount_on(kb, D(2023, 1, 1), "东市") == "not_in_force"
    assert amount_on(kb, D(2023, 1, 1), "西市") == 1


def test_a_provision_starts_when_its_clause_says_even_before_its_document(base: Base) -> None:
    kb = base(measure(provision(document="d2", **{"from": "2022-05-01"})))
    assert verdict(kb, as_of=D(2022, 4, 30)).status == "not_in_force"
    assert verdict(kb, as_of=D(2022, 5, 1)).status == "eligible"


def test_a_forwarding_paper_adds_itself_where_and_when_it_holds(base: Base) -> None:
    kb = base(measure(provision(document="d2")))

    def papers(region: str, day: D) -> list[str]:
        form = verdict(kb, region=region, as_of=day).to_json()
        return [each["document"] for each in form["provision"]["forwarded_by"]]

    assert papers("东县", D(2022, 8, 1)) == ["f2"]
    assert papers("西市", D(2022, 8, 1)) == []
    assert papers("东市", D(2022, 6, 16)) == []


def test_the_reason_names_day_place_and_papers(base: Base) -> None:
    kb = base(measure(provision(document="d2")))
    because = verdict(kb, region="东县").selected_because
    for words in ("2022年8月1日", "甲〔2022〕2号", "东县没有自己的规定", "东〔2022〕9号转发"):
        assert words in because


def test_a_local_rule_says_that_it_goes_before_the_wider_one(base: Base) -> None:
    wider = provision(amount={"fixed": 1})
    local = provision(document="e1", amends={"document": "d1"}, amount={"fixed": 2})
    kb = base(measure(local, wider))
    assert "东市有自己的规定，先于上级地区的" in verdict(kb, region="东市").selected_because
    assert "先于" not in verdict(base(measure(local)), region="东市").selected_because


def test_what_has_ended_says_when_by_which_clause_and_what_follows(base: Base) -> None:
    kb = base(
        measure(
            provision(
                document="d2", to="2022-07-31", to_citation={"document": "d1", "clause": "五"}
            ),
            successor="y",
        ),
        y=measure(provision()),
    )
    form = verdict(kb).to_json()
    assert form["status"] == "not_in_force"
    assert form["ended"] == {
        "on": "2022-07-31",
        "document": "d1",
        "number": "甲〔2022〕1号",
        "clause": "五",
    }
    assert (form["successor"], form["amount"], form["provision"]) == ("y", None, None)


def test_what_is_yet_to_come_says_from_when(base: Base) -> None:
    form = verdict(base(measure(provision(document="d2"))), as_of=D(2022, 5, 1)).to_json()
    assert form["starts"]["on"] == "2022-06-01"
    assert form["ended"] is None


def test_what_holds_only_somewhere_waits_for_the_place(base: Base) -> None:
    kb = base(measure(provision(document="e1", require=[{"fact": "a", "is": True}])))
    unknown = verdict(kb, {"a": True}, region=None)
    assert (unknown.status, unknown.missing) == ("undetermined", ("region",))
    assert unknown.conditions[0].text == "所在地在东市"
    assert verdict(kb, {"a": False}, region=None).status == "ineligible"
    assert verdict(kb, {"a": True}, region="东市").status == "eligible"
    assert verdict(kb, {"a": True}, region="西市").status == "not_in_force"


def test_a_paper_known_only_by_its_year_says_so(base: Base) -> None:
    paper = {
        "id": "d1", "title": "某文", "region": "大区", "issued": "2022-01-01",
        "issued_precision": "year", "notes": ["只知道年份"],
    }  # fmt: skip
    found = verdict(base(measure(provision()), documents=[paper]))
    assert "只知道年份" in found.notes
    assert "按当年第一天起算" in found.selected_because
