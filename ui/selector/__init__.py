"""The selector's bar, its state and its counters."""
