"""Whole stories of the core: what many rooms do together, as a user or the system meets it; no module's own tests."""
