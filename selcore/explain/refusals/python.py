"""What Python objects themselves refuse: the map and its keys cannot be changed from outside."""

from ...values.text import text
from ..refusal_case import Advice, Asked

_MAP = "get_map: liveness, mutability, lookups"


def map_is_for_reading(asked: Asked) -> Advice | None:
    if not asked.says("_SelectorMapping"):
        return None
    hint = text("the map is a view for reading: register(), modify() and unregister() change what it shows")
    return Advice(hint, None, _MAP)


def changed_while_walking(asked: Asked) -> Advice | None:
    if not asked.says("changed size during iteration"):
        return None
    hint = text("the map changed while it was walked through: walk through list(sel.get_map().values())")
    return Advice(hint, None, _MAP)


def key_is_a_tuple(asked: Asked) -> Advice | None:
    if not asked.says("can't set attribute", "cannot set attribute"):
        return None
    hint = text("a SelectorKey is a named tuple: modify() makes another with other events or data")
    return Advice(hint, None, "data attached to the key: kinds and defaults")


def has_no_such(asked: Asked) -> Advice | None:
    if asked.refused.type != "AttributeError" or not asked.says("has no attribute"):
        return None
    return Advice(text("an object of this type has no such method: the Python line shows what was called"))


RULES = (map_is_for_reading, changed_while_walking, key_is_a_tuple, has_no_such)
