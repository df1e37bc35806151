"""Counts of questions added up, as a table for docs/benchmarks.md."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policy_kb import KnowledgeBase
from tests.questions.applicants import Form
from tests.questions.asking import asked, least

SMALL = 6
"""Provisions with no more facts than these are small enough to try every questioning."""


@dataclass(frozen=True)
class Row:
    """Averages for one provision; `best` is None where it is too large to try everything."""

    measure: str
    region: str
    applicants: int
    asked: float
    form: int
    best: float | None


@dataclass(frozen=True)
class Totals:
    """Averages over applicants: ours and the form's; then, of the small ones, ours and the best."""

    applicants: int
    ours: float
    form: float
    small: int
    ours_small: float
    best: float

    @property
    def share(self) -> float:
        """What policybot asks, as a share of the form."""
        return self.ours / self.form

    @property
    def above(self) -> float:
        """How far above the best possible, as a ratio of 1 or more."""
        return self.ours_small / self.best


def rows(kb: KnowledgeBase, forms: Iterable[Form]) -> Iterator[Row]:
    """One row for every provision that has applicants."""
    for form in forms:
        if form.applicants:
            mean = sum(asked(kb, form, each) for each in form.applicants) / len(form.applicants)
            best = least(kb, form) if len(form.fields) <= SMALL else None
            where, count = form.region or "", len(form.applicants)
            yield Row(form.measure, where, count, mean, len(form.fields), best)


def totals(found: Iterable[Row]) -> Totals:
    """Every applicant counts the same."""
    every = list(found)
    small = [row for row in every if row.best is not None]
    people, few = sum(r.applicants for r in every), sum(r.applicants for r in small)
    return Totals(
        applicants=people,
        ours=sum(r.asked * r.applicants for r in every) / people,
        form=sum(r.form * r.applicants for r in every) / people,
        small=few,
        ours_small=sum(r.asked * r.applicants for r in small) / few,
        best=sum((r.best or 0) * r.applicants for r in small) / few,
    )


def render(found: Iterable[Row]) -> str:
    """The figures as Markdown, in Chinese."""
    every = list(found)
    t = totals(every)
    lines = [
        f"{t.applicants} 名模拟申请人，平均问 **{t.ours:.2f}** 个问题就有结论，"
        f"逐项填表要 {t.form:.2f} 项：是填表的 **{t.share:.0%}**（目标不超过 60%）。",
        "",
        f"其中能穷尽全部问法的小政策（不超过 {SMALL} 项情况，{t.small} 人）："
        f"平均 {t.ours_small:.2f} 个，最好的问法 {t.best:.2f} 个，"
        f"多 **{t.above - 1:.1%}**（目标不超过 20%）。",
        "",
        "| 政策 | 地区 | 申请人 | 平均问几个 | 填表几项 | 最好的问法 |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for r in every:
        best = "" if r.best is None else f"{r.best:.2f}"
        lines.append(
            f"| `{r.measure}` | {r.region} | {r.applicants} | {r.asked:.2f} | {r.form} | {best} |"
        )
    return "\n".join(lines) + "\n"
