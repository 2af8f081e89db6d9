"""How long something took, in words: the one way in which the history, the timeline and the command line say it."""

UNITS = (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6))


def duration(seconds: float, figures: int = 3, zeros: bool = False) -> str:
    """A time as people read it, in so many figures: ``412 ns``, ``86 µs``, ``1.23 ms``, ``3.1 s``, ``2 min 5 s``.

    ``zeros``: those at the end too, of what was measured to so many figures: ``2.00 µs``.
    """
    sign, length = "-" if seconds < 0 else "", abs(seconds)
    if round(length, max(figures - 2, 0)) >= 60:
        minutes, rest = divmod(round(length), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{sign}{hours:,} h {minutes} min" if hours else f"{sign}{minutes} min {rest} s"
    for unit, size in UNITS:
        if length >= size * 0.9995:  # 999.6 µs are 1 ms
            shown = _in_figures(length / size, figures)
            return f"{sign}{shown if zeros or '.' not in shown else shown.rstrip('0').rstrip('.')} {unit}"
    return f"{sign}{length * 1e9:.0f} ns"


def _in_figures(value: float, figures: int) -> str:
    before_the_point = len(str(int(float(f"{value:.{figures}g}"))))
    return f"{value:.{max(figures - before_the_point, 0)}f}"
