"""The troubles that the lints recognise."""
