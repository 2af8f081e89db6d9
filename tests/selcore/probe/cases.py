"""Programs that are to behave with the probe in them as they do without, to the letter of their tracebacks."""

BEGIN = """
import os, select, selectors, socket, sys
a, b = socket.socketpair()
"""

SAME = {
    "a refused mask": BEGIN + "selectors.DefaultSelector().register(a, 17)",
    "an unknown key": BEGIN + "selectors.PollSelector().unregister(a)",
    "a modified key": BEGIN
    + """
s = selectors.SelectSelector()
print(s.register(a, 1)[1:], s.modify(a, 2, 'x')[1:])
""",
    "a call of a closed selector": BEGIN + "s = selectors.DefaultSelector(); s.close(); s.select(0)",
    "a timeout that is none": BEGIN + "selectors.SelectSelector().select('soon')",
    "a closed descriptor": BEGIN + "s = selectors.SelectSelector(); s.register(a, 1); a.close(); s.select(0)",
    "Ctrl-C in select()": BEGIN
    + """
import signal
signal.signal(signal.SIGALRM, signal.default_int_handler)
s = selectors.DefaultSelector()
s.select(0)
signal.setitimer(signal.ITIMER_REAL, 0.05)
s.select()
""",
    "classes": BEGIN
    + """
s = selectors.EpollSelector()
print(type(s._selector), s._selector_cls, selectors.SelectSelector._select, selectors.PollSelector._selector_cls)
print([one.__name__ for one in selectors.DefaultSelector.__mro__])
""",
    "what is where": """
import os, sys
print(sys.path, sys.argv, getattr(sys, "orig_argv", None), __file__, __name__, __builtins__)
print(sorted(os.listdir("/proc/self/fd")), [one for one in sys.modules if "playground" in one])
""",
    "descriptors": BEGIN
    + """
s = selectors.DefaultSelector()
s.select(0)
with open("/dev/null") as file:
    print(s.fileno(), a.fileno(), os.dup(0), file.fileno())
""",
    "an exit status": BEGIN + "s = selectors.DefaultSelector(); s.select(0); sys.exit(7)",
    "a warning": """
import asyncio, warnings
def old():
    warnings.warn("old")
old()
""",
    "an exception in a callback": """
import asyncio
async def main():
    asyncio.get_running_loop().call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
asyncio.run(main())
""",
    "an exception in a task": """
import asyncio
async def main():
    await asyncio.sleep(0)
    raise ValueError(3)
asyncio.run(main())
""",
    "a thread's": BEGIN
    + """
import threading
thread = threading.Thread(target=lambda: print(selectors.DefaultSelector().select(0)))
thread.start()
thread.join()
""",
    "odd timeouts": BEGIN
    + """
s = selectors.SelectSelector()
for timeout in (-1, 0, True, 10**-9, float("nan"), 10**400):
    try:
        print(s.select(timeout))
    except Exception as error:
        print(type(error), error)
""",
    "killed by a signal": "import os, selectors; selectors.DefaultSelector().select(0); os.kill(os.getpid(), 9)",
    "a source": "import inspect, selectors; print(inspect.getsource(selectors.EpollSelector.select)[:200])",
    "a child": """
import subprocess, sys
command = [sys.executable, "-c", "import selectors; print(1)"]
print(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
""",
    "forks": """
import multiprocessing
def square(x):
    return x * x
if __name__ == "__main__":
    with multiprocessing.get_context("fork").Pool(2) as pool:
        print(pool.map(square, range(5)))
""",
    "spawned": """
import multiprocessing
def square(x):
    return x * x
if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        print(pool.map(square, range(5)))
""",
}
ALARM = (
    BEGIN
    + """
import signal
signal.signal(signal.SIGALRM, signal.default_int_handler)
def soon():
    signal.setitimer(signal.ITIMER_REAL, 0.05)
"""
)
DIRECT = {
    "Ctrl-C in select.select()": ALARM + "soon(); select.select([a], [], [])",
    "Ctrl-C in a poll object": ALARM + "p = select.poll(); p.register(a, 1); soon(); p.poll()",
    "Ctrl-C in an epoll object": ALARM + "p = select.epoll(); p.register(a, 1); soon(); p.poll(-1)",
    "a handler's own frames": BEGIN
    + """
import signal
def told(number, frame):
    raise TimeoutError(number)
def main():
    signal.signal(signal.SIGALRM, told)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        select.select([a], [], [], 5)
    except TimeoutError:
        select.select([-5], [], [])
main()
""",
    "a closed epoll": BEGIN + "p = select.epoll(); p.close(); p.poll(0)",
    "an object without a descriptor": BEGIN
    + """
class One:
    def fileno(self):
        return 1 // 0
select.select([One()], [], [], 0)
""",
}
"""Those that raise from `select` itself: before Python 3.11 their tracebacks have a line more."""
FEW = ("a call of a closed selector", "Ctrl-C in select()", "what is where", "an exception in a task", "descriptors")
"""Those that every run tries."""
