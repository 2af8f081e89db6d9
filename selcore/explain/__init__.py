"""What we say beside the facts: never in place of them."""

from .why_refused import advise

__all__ = ["advise"]
