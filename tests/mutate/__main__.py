"""`make mutate`: changes every figure in turn and writes the score; `--measure x` for one only."""

import argparse
import datetime
import time

from tests.bench.report import keep
from tests.mutate.running import Bench, Score


def main() -> None:
    parser = argparse.ArgumentParser(prog="make mutate", description=__doc__)
    parser.add_argument("--measure", action="append", help="只查这一项（可以写多次），不改表格")
    wanted = parser.parse_args().measure
    started = time.perf_counter()
    bench = Bench()
    unknown = set(wanted or ()) - set(bench.measures)
    if unknown:
        parser.error(f"没有这些政策：{'、'.join(sorted(unknown))}；policybot kb show 列出全部")
    scores = []
    for name in wanted or list(bench.measures):
        scores.append(bench.score(name))
        _show(scores[-1])
    spent = time.perf_counter() - started
    total, caught = sum(s.total for s in scores), sum(s.caught for s in scores)
    print(f"共{total}处改动，发现{caught}处（{percent(caught, total)}），用时{spent:.0f}秒")
    if not wanted:
        keep(render(scores, spent), "make mutate")


def render(scores: list[Score], seconds: float) -> str:
    """The table for docs/benchmarks.md, in Chinese."""
    total, caught = sum(s.total for s in scores), sum(s.caught for s in scores)
    rows = [
        f"{datetime.date.today()}：{total} 处改动，发现 {caught} 处，**{percent(caught, total)}**"
        f"（{seconds:.0f} 秒）。",
        "",
        "| 政策 | 案例 | 改动 | 没发现 | 得分 |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for s in sorted(scores, key=lambda s: s.measure):
        left = len(s.survivors)
        rows.append(
            f"| `{s.measure}` | {s.cases} | {s.total} | {left} | {percent(s.caught, s.total)} |"
        )
    return "\n".join(rows) + "\n"


def percent(part: int, whole: int) -> str:
    """A share, rounded down, so that 100% means all of them."""
    return f"{1000 * part // whole / 10:g}%" if whole else "—"


def _show(score: Score) -> None:
    print(f"{score.measure}: {score.caught}/{score.total}", flush=True)
    for survivor in score.survivors:
        print(f"    没发现 {survivor}", flush=True)


if __name__ == "__main__":
    main()
