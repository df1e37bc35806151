"""Understanding: what a message says, in the terms of the knowledge base.

`extractor.Extractor` finds facts, measures, places, dates and bare answers by rule; it is plain
Python and imports on 3.10 and later. `segment` is the only module that uses spaCy, and
`component`, `tokenizer` and `guard` the only ones that import Rasa. Words come from
`policy_kb.vocabulary` and `nlu_data/lists`, so a new measure or synonym needs no retraining.
Nothing here knows today's date: relative dates stay relative.
"""
