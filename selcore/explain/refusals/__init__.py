"""Why was this refused: small rules by what was asked, in order; the first that knows decides."""

from ..refusal_case import Rule
from . import addresses, calls, closed, connecting, descriptors, keys, moving, opening, python, system, tls

RULES: tuple[Rule, ...] = (
    *addresses.RULES,
    *opening.RULES,
    *system.RULES,
    *closed.RULES,
    *keys.RULES,
    *descriptors.FIRST,
    *calls.RULES,
    *descriptors.RULES,
    *connecting.RULES,
    *tls.RULES,
    *moving.RULES,
    *python.RULES,
)

__all__ = ["RULES"]
