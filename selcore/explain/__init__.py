"""What we say beside the facts: never in place of them."""

from .refused import advise

__all__ = ["advise"]
