"""Functions that a script brings along, of the standard library alone: their source is copied into it as it stands.

A function uses others of these modules and modules of the standard library, and nothing else. To add one: write it.
"""
