"""The shared file of a watched process: what stands where, for the probe that writes and for whoever reads.

A header, four words for each thread, the names, then a ring of slots. A slot has its number at both ends: it is whole
where both are the one expected there. A number is never 0, which is what a slot holds while it is written.
"""

from _struct import Struct  # not `struct`: the program may have a file of that name

MAGIC = b"SELWATCH"
VERSION = 3
HEAD = Struct("=8sIIQIIIIQ")
"""Magic, version, pid, when the file was begun (monotonic ns), pid of the process that it was forked from (0: it is a
Python of its own), bytes of names, slots, Python's version as a number, bytes of names in use."""
NAMES_USED = 40
"""The place of the last field: a word that is written by itself."""
WORDS, THREADS, WORDS_EACH = 1024, 96, 4
"""The place of the threads' words, and how many threads have some."""
HANDLE_SINCE, HANDLE_NAME, TID, TURN_SINCE = range(4)
"""What a thread's words are: since when it runs a handle of asyncio (ns), which (0: none), its own number, and when the
call returned that it made last (ns), 0 while it is in one: where a thread sleeps /proc tells by names that each kernel
chooses for itself, and not at all where it may not be asked."""
NAMES, NAMES_SIZE = 4096, 512 << 10
"""Each name: its length as 2 bytes, then ``name``, ``file`` and ``line`` between unit separators, in UTF-8."""
RING = NAMES + NAMES_SIZE
SLOT, SLOTS = 64, 1 << 16
SIZE = RING + SLOT * SLOTS
SEPARATOR = "\x1f"
MOST_NAMES = (1 << 20) - 1

CALL, MORE, FAILED, REGISTERED, UNREGISTERED, SELECTOR, CLOSED, HANDLE, CALLED = range(1, 10)
"""Kinds of records. MORE follows a CALL of the same thread and has more of its results; CALLED comes before one: the
function that will be called for a descriptor, of who asks `select` itself and has no keys."""
EPOLL, POLL, SELECT, DEVPOLL, KQUEUE, OTHER = range(6)
"""What is asked, in the lowest three bits of the flags of a CALL and a FAILED."""
DIRECT, NO_TIMEOUT, ODD_TIMEOUT = 8, 16, 32
"""Further flags: asked by `select` itself and no selector; the timeout is None; it is no number that fits."""

RECORD = Struct("@QIIIIQQdiIQ")
"""number; kind, flags and count in one (8, 8, 16 bits); selector; thread and handles in one (16, 16 bits); name; start
and end (ns); timeout (s); fd, events; number. Fewer and larger fields are written faster.

``count``: results of a CALL, the errno of a FAILED. ``handles``: those that ran since this thread's last call.
``name``: of the function in ``data``, of the handle, of the selector's class, of the exception.
``end`` of a REGISTERED: the name of the function that is called for WRITE where that is another one, else 0.
"""
REST = Struct("@QIiIiIiIiIiIIQ")
"""number; kind and thread (16 bits each); five descriptors, each with its flags; 0; number."""
MOST_RESULTS = MOST_HANDLES = 0xFFFF

assert RECORD.size == REST.size == SLOT and WORDS + 8 * WORDS_EACH * THREADS <= NAMES
