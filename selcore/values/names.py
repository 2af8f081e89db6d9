"""Names of file objects: what was given, and what is derived from it."""


def stem_of(name: str) -> str:
    """What was given as the name; the rest is derived (``pair.a``, ``server.1``)."""
    return name.partition(".")[0]


def numbered(name: str, count: int) -> list[str]:
    """The names of ``count`` things opened as ``name``."""
    return [name] if count == 1 else [f"{name}-{number}" for number in range(1, count + 1)]


def unnamed(fd: int) -> str:
    """What stands for a descriptor that is no file object's: no name, for a name has no blank."""
    return f"fd {fd}"


def is_unnamed(name: str) -> bool:
    """Whether it stands for a descriptor without a name."""
    return name.startswith("fd ")
