"""One export that is being made on a thread that writes files; the window asks how far it is, and may stop it."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from selcore.values.text import Text

if TYPE_CHECKING:
    from selcore.exports import ExportFormat, ExportSource, Making

MakeSource = Callable[[], "ExportSource"]
"""Called on that thread: what is exported. Raises CannotExport."""


class NotExported(ValueError):
    """Nothing was written: ``reason`` says why; None where it was stopped."""

    def __init__(self, reason: Text | None):
        super().__init__("" if reason is None else str(reason))
        self.reason = reason


class ExportJob:
    """``pieces`` belongs to the thread that writes; the rest may be asked by any."""

    def __init__(self, format: "ExportFormat", make_source: MakeSource):
        self.format = format
        self._make_source = make_source
        self._making: Making | None = None
        self._stopped = False

    @property
    def how_far(self) -> Text | None:
        """Where it is, in words, if that is known."""
        return None if self._making is None else self._making.how_far

    @property
    def left_out(self) -> list[Text]:
        """What the file does not have, when it was written."""
        return [] if self._making is None else self._making.left_out

    def stop(self) -> None:
        """No more pieces are made; what stood in the file's place stays."""
        self._stopped = True

    def pieces(self) -> Iterator[bytes]:
        """The file. Raises NotExported."""
        from selcore.exports import CannotExport, Making

        self._making = making = Making()
        try:
            with closing(self._make_source()) as source, closing(self.format.pieces(source, making)) as pieces:
                for piece in pieces:
                    if self._stopped:
                        raise NotExported(None)
                    yield piece
        except CannotExport as error:
            raise NotExported(error.reason) from error
