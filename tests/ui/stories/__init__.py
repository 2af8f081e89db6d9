"""Whole stories of the window: what a user, a stranger or a fault does across the rooms; no module's own tests."""
