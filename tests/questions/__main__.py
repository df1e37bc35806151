"""Part of `make eval`: counts the questions and writes the table into docs/benchmarks.md."""

import sys

from policy_kb import load
from tests.bench.report import keep
from tests.questions.applicants import forms
from tests.questions.report import render, rows

EACH, SEED = 3, 1


def main() -> None:
    kb = load()
    text = render(rows(kb, forms(kb, each=EACH, seed=SEED)))
    keep(text, "make eval: questions")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
