"""How many calls in a row must say the same thing before a lint speaks."""

AGAIN = 20
"""Calls in a row that must report the same thing unserved before anything is said.

A loop makes twenty calls within a millisecond; somebody who steps by hand to see that readiness is told again and again
has seen it after a few, and is not warned of what is being studied. A program that serves comes to one, or two where
another process took what was there. The state line speaks of a busy loop at 1,000 within a second: this is earlier.
"""
IN_VAIN = 2
"""Calls in a row that returned nothing before their time was up. In health there is none; one alone may be a signal."""
