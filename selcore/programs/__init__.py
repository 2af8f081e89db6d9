"""A program of somebody's, as it is run under watch: which interpreter and environment it is given, how it is started,
asked to end, and ended. What it does is told by ``watching``; here is what is done to it.
"""
