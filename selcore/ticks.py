"""Times as people read them: where an axis has its ticks, and a duration with the unit that suits it, ns to hours."""

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


def tick_text(at: int, step: int) -> str:
    """A tick's time in the unit of the step, for seconds and more as a clock has it."""
    unit, size = unit_of(step)
    if size >= 10**9:
        sign, seconds = "-" if at < 0 else "", abs(at) // 10**9
        hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
        if hours:
            return f"{sign}{hours}:{minutes:02}:{seconds:02}"
        return f"{sign}{minutes}:{seconds:02}" if minutes else f"{sign}{seconds} s"
    return f"{at // size:,} {unit}"


def span_text(ns: float) -> str:
    """A duration in four figures at most: ``86.2 µs``, ``3.14 s``, ``2 min 5 s``."""
    length = abs(ns)
    sign = "-" if ns < 0 else ""
    if length >= 60 * 10**9:
        seconds = round(length / 10**9)
        hours, minutes = seconds // 3600, seconds // 60 % 60
        return f"{sign}{hours} h {minutes} min" if hours else f"{sign}{minutes} min {seconds % 60} s"
    for unit, size in UNITS[2:]:
        if length >= size or size == 1:
            return f"{sign}{length / size:.{0 if unit == 'ns' else _places(length / size)}f} {unit}"
    return f"{sign}{length:.0f} ns"


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
