"""How much chance is given to find something: a fifth in every run, all of it where the heavy tests are asked for."""

ALL = False
"""Set before any test is collected."""


def examples(many: int) -> int:
    """So many, or a fifth of them."""
    return many if ALL else max(many // 5, 10)
