"""The engine's box: starts Rasa 3.6.21, with its measured faults mended and its logs quiet.

Runs in the engine's environment (Python 3.10). Nothing here is imported by the app, and importing
the package imports nothing of Rasa: ``launcher`` must set the stage first.
"""
