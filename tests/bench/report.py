"""The benchmark table, in Chinese, kept between two marks in docs/benchmarks.md."""

import datetime
import os
import platform
from statistics import median

from tests.bench.judging import Judging
from tests.bench.load import Load
from tests.serving import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"


def render(
    judged: Judging,
    start: float,
    ours_memory: float,
    stock_memory: float,
    loads: list[tuple[str, Load]],
) -> str:
    """Every figure of one run as Markdown; times in the unit each row names."""
    rows = [
        f"{datetime.date.today()}，{os.cpu_count()} 核，Python {platform.python_version()}。",
        "",
        f"| 判断（{judged.measures} 项措施，{judged.applicants} 个案例） | 毫秒 |",
        "| --- | ---: |",
        f"| 装载并校验知识库 | {judged.load:.0f} |",
        f"| 判断全部措施＋逐条理由＋选下一问，中位数 | {judged.p50:.2f} |",
        f"| 同上，99 百分位 | {judged.p99:.2f} |",
        "",
        "| 系统 | policybot | 原装 Rasa |",
        "| --- | ---: | ---: |",
        f"| 冷启动到可以回答（秒） | {start:.1f} | |",
        f"| 常驻内存（MiB，全部进程） | {ours_memory:.0f} | {stock_memory:.0f} |",
        "",
        "| 同时在线 | policybot 轮/秒 | 原装 轮/秒 | 倍数"
        " | policybot p50/p99（毫秒） | 原装 p50/p99（毫秒） |",
        "| ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for users in sorted({load.users for _, load in loads}):
        rows.append(_row(users, loads))
    return "\n".join(rows) + "\n"


def _row(users: int, loads: list[tuple[str, Load]]) -> str:
    ours, stock = (
        [load for name, load in loads if name == wanted and load.users == users]
        for wanted in ("ours", "stock")
    )
    ratio = median(a.per_second / b.per_second for a, b in zip(ours, stock, strict=True))
    speeds = [median(load.per_second for load in side) for side in (ours, stock)]
    times = [
        f"{median(load.p50 for load in side):.0f} / {median(load.p99 for load in side):.0f}"
        for side in (ours, stock)
    ]
    return (
        f"| {users} | {speeds[0]:.1f} | {speeds[1]:.1f} | {ratio:.1f} | {times[0]} | {times[1]} |"
    )


def keep(text: str, command: str = "make bench") -> None:
    """Put what ``command`` measured in its place in docs/benchmarks.md; the rest stays."""
    begin, end = f"<!-- {command}: begin -->", f"<!-- {command}: end -->"
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    PAGE.write_text(f"{before}{begin}\n{text}{end}{after}", "utf-8")
