"""Bounds that the window needs before the rooms that keep them, which are imported when they are used."""

LONGEST_FILTER = 2000
"""Characters of an expression (``filters``)."""
