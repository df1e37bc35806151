"""``python -m bot.cli``: the same as the ``policybot`` command, for when it is not on the path."""

from bot.cli import main

main()
