"""An experiment as Python: lines that each know their step, and what cannot be said. It knows no open object.

What a kind, a verb and a callback are in Python they say themselves; the functions that a script brings along are real
ones, in ``parts``, of the standard library alone.
"""
