"""The list of all actions, when each can be done, where it stands in the menus and in the palette."""
