"""Times as people read them: where an axis has its ticks, and a moment to the nanosecond."""

UNITS = (("h", 3_600_000_000_000), ("min", 60_000_000_000), ("s", 10**9), ("ms", 10**6), ("µs", 10**3), ("ns", 1))
_MINUTES = [n * 60 * 10**9 for n in (1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1440)]
STEPS = [lead * 10**power for power in range(11) for lead in (1, 2, 5)][:-1] + [15 * 10**9, 30 * 10**9]
_ALL = sorted({step for step in STEPS if step < 60 * 10**9} | set(_MINUTES))


def step_of(least: float) -> int:
    """The smallest distance of ticks (ns) that is no less: 1, 2 or 5 of a power of ten, beyond a second of a minute."""
    for step in _ALL:
        if step >= least:
            return step
    day = _ALL[-1]
    return day * int(-(-least // day))


def ticks(since: int, until: int, least: float) -> range:
    """Times (ns, counted from the same zero) of the ticks from ``since`` to ``until``, at least so far apart."""
    step = step_of(max(least, 1.0))
    return range(-(-since // step) * step, until + 1, step)


def unit_of(step: int) -> tuple[str, int]:
    """The unit that ticks so far apart are told in."""
    return next(found for found in UNITS if step >= found[1])


FINE = 100_000
"""Ticks (ns) closer than this are told from a time that is told once: else each would need ten figures."""


def base_of(since: int, step: int) -> int:
    """The time that ticks are told from; 0 where they are told as they are."""
    if step >= FINE or since < 1000 * step:
        return 0
    size = 1000 * unit_of(step)[1]
    return since // size * size


def tick_text(at: int, step: int, base: int = 0) -> str:
    """A tick's time as short as the step allows: as a clock has it, ``5.25 s``, ``120 ms``, ``+12 µs`` after a base."""
    unit, size = unit_of(step)
    if base:
        return f"+{(at - base) // size:,} {unit}"
    if abs(at) < 10**9 > step:
        unit, size = (unit, size) if step < FINE else ("ms", 10**6)
        return f"{at / size:,.{1 if step < size else 0}f} {unit}"
    sign, left = "-" if at < 0 else "", abs(at)
    hours, minutes, seconds = left // 3_600_000_000_000, left // 60_000_000_000 % 60, left % 60_000_000_000 / 1e9
    places = next((places for places in range(5) if step >= 10 ** (9 - places)), 9)
    width = places + 3 if places else 2
    if hours:
        return f"{sign}{hours}:{minutes:02}:{seconds:0{width}.{places}f}"
    return f"{sign}{minutes}:{seconds:0{width}.{places}f}" if minutes else f"{sign}{seconds:.{places}f} s"


def _places(value: float) -> int:
    return 2 if value < 10 else 1 if value < 100 else 0


def exact_text(ns: int) -> str:
    """Seconds to the nanosecond, in groups of three: ``3.141 592 653 s``."""
    sign, ns = "-" if ns < 0 else "", abs(ns)
    rest = f"{ns % 10**9:09}"
    return f"{sign}{ns // 10**9:,}.{rest[:3]} {rest[3:6]} {rest[6:]} s"


def rate_text(ns: float) -> str:
    """How often a second something happens that takes so long: ``12.5 kHz``."""
    if not ns:
        return "∞ Hz"
    hertz = 1e9 / abs(ns)
    for unit, size in (("GHz", 1e9), ("MHz", 1e6), ("kHz", 1e3)):
        if hertz >= size:
            return f"{hertz / size:.{_places(hertz / size)}f} {unit}"
    return f"{hertz:.{_places(hertz) if hertz >= 0.01 else 4}f} Hz"
