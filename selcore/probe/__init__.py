"""What lives inside a program that is watched: it notes what that program's selectors return, and changes nothing.

Standard library only, in Python 3.9 syntax, and importable alone: the program's own interpreter loads it
(``entry/sitecustomize.py``), whichever that is. It never raises, never waits, starts no thread, and imports nothing by
a name under which the program may have a file of its own. docs/watch.md lists what the program can see of it.
"""
