"""Widgets and helpers that know no panel and no session: theme, labels, tables, painting."""
