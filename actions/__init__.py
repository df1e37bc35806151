"""The conversation: what a message means for the case, what the rules say, and how to tell it.

`understanding.read` turns Rasa's parse result into a Reading; `advise.advise` is the one loop
(update the facts, judge, answer); `rasa_actions` are the thin custom actions around it. Policy
lives in policy_kb, wording in templates/, routing in Rasa's rules: none of it is written here.
Other rooms import `actions.understanding`, `actions.entities`, `actions.case`,
`actions.describe` and `actions.rasa_actions`.
"""
