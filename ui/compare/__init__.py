"""One experiment on every selector class, side by side."""
