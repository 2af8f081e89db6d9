"""What the program says of itself: its palette, settings, keys, words and versions, each in a dialog of its own."""
