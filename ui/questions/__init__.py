"""Questions to the user, as values: shown in a dialog, or answered by a test instead."""
