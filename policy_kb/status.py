"""The words for where a verdict or a limb stands."""

from policy_kb.gates import DENIED, GRANTED

ELIGIBLE, INELIGIBLE, UNDETERMINED = "eligible", "ineligible", "undetermined"
NOT_IN_FORCE = "not_in_force"


def status_of(still: int) -> str:
    """The status for DENIED, GRANTED or a mask of open literals."""
    return {GRANTED: ELIGIBLE, DENIED: INELIGIBLE}.get(still, UNDETERMINED)
