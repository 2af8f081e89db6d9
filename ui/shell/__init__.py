"""Placement only: the window, its docks, focus, and the program's own dialogs."""
