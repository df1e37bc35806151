"""The running assistant: settings, the two processes, the message path and the faces.

``bot.nlu`` and ``bot.engine`` are what the engine's environment (Python 3.10) imports; everything
else here belongs to the app's (Python 3.11 or later). Nothing is loaded by importing the package.
"""
