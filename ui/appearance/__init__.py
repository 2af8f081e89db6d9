"""How the window looks: its theme, how large its words are, and a presentation for a class."""
