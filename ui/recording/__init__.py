"""A recording while it is made, and one that is shown."""
