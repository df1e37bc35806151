"""Whether the cases of tests/policies/ notice: each figure of a measure changed, one at a time."""
