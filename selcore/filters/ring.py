"""The ring's own columns as the columns of the filter's language. Only what is asked for is made."""

from collections.abc import Iterator, Mapping
from typing import Any

from ..history.derived import Numbers
from ..history.fields import BY_ID


class RingColumns(Mapping[str, Any]):
    """``numbers`` by the names of ``history.columns``: time (ns), call, mask, raw, ...; ``origin`` (ns) is time 0."""

    def __init__(self, numbers: Numbers, origin: int = 0):
        self._numbers, self._origin = numbers, origin

    def __getitem__(self, id: str) -> Any:
        return BY_ID[id].of_ring(self._numbers, self._origin)

    def __iter__(self) -> Iterator[str]:
        return iter(BY_ID)

    def __len__(self) -> int:
        return len(BY_ID)
