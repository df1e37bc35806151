"""`make bench`: judging, a chat turn and the whole system, beside a stock Rasa project.

Everything is measured in one run on one machine; docs/benchmarks.md keeps the last table. Nothing
here is asserted: absolute times belong to the machine, only ratios travel.
"""
