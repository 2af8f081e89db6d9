"""What the user is asked: as a value, shown in a dialog, or answered in its place by a test."""
