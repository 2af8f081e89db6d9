"""A program that is not ours, watched from outside while the probe is in it: what its processes and threads do, what is
registered, who kept whom waiting, and what is wrong with that. Nothing here runs in it; what it has written is checked.
"""
