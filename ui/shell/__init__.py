"""Placement only: the window, its docks and its focus, and what one room says to another."""
