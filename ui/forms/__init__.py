"""The options of a kind and the fields of a command, as forms."""
