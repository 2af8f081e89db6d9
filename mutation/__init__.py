"""Small faults planted one by one, to see whether the core's tests notice: ``python3 dev.py mutants``.

What a fault may be is mutmut's own list of operators. Planting and trying is done here: each mutant lives in a process
forked from one that has loaded what the tests need, and meets the tests that run through its function, the quickest
first. Nothing is written into the checkout: all happens in copies of it.
"""

MODULES: tuple[str, ...] = (
    "selcore/tracing",
    "selcore/session/session.py",
    "selcore/world/world.py",
    "selcore/session/journal.py",
    "selcore/session/select_call.py",
    "selcore/session/run.py",
    "selcore/history/store.py",
    "selcore/worker/inbox.py",
    "selcore/worker/outbox.py",
    "selcore/recording",
    "selcore/experiment/trust.py",
    "selcore/world/paused_listeners.py",
    "selcore/worker/watchdog.py",
    "selcore/system/descriptors.py",
)
"""What is tried unless told otherwise."""
ENOUGH = 85.0
"""Per cent of the mutants, those that change nothing left out, that the tests should notice."""
