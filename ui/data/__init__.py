"""The bytes that were sent and received."""
