"""Frozen values that cross threads, files and processes: what is asked, what came of it, what is told.

They import nothing else of this program and do nothing but describe.
"""
