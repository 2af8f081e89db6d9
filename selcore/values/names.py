"""Names of file objects: what was given, and what is derived from it."""


def stem_of(name: str) -> str:
    """What was given as the name; the rest is derived (``pair.a``, ``server.1``)."""
    return name.partition(".")[0]


def numbered(name: str, count: int) -> list[str]:
    """The names of ``count`` things opened as ``name``."""
    return [name] if count == 1 else [f"{name}-{number}" for number in range(1, count + 1)]
