"""How few questions: simulated applicants, a form that asks everything, and the best possible.

Applicants are drawn from the cases of tests/policies: what a case leaves open is filled in with
values that other cases have, by a fixed seed. Each answers truthfully, one question at a time,
until the outcome for the measure is settled.
"""
