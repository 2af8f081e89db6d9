"""All that is said of a verb and asked about it, one record a verb, a file a family. It knows no open object.

What a verb does to the world stands in the file of the same family in ``world/verbs``.
"""

from ..values.commands import Command
from . import binding, calls, data, keys, opening, processes, sockets
from .base import Answer, Verb

VERBS: dict[type[Command], Verb] = {
    verb.command: verb for family in (opening, keys, data, sockets, binding, processes, calls) for verb in family.VERBS
}
ANSWERS: dict[str, Answer] = {answer.field: answer for verb in VERBS.values() for answer in verb.answers}
"""The ways to answer by their fields; where a value has several, the first is meant."""

__all__ = ["ANSWERS", "VERBS", "Answer", "Verb"]
