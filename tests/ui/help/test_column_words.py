"""Each column of each table has words of its own; one that has none is named here."""

import pytest

from ui.compare.model import FIXED
from ui.experiment.model import COLUMNS as EXPERIMENT
from ui.help.table import of_column
from ui.history.cells import COLUMNS as HISTORY
from ui.kernel.model import COLUMNS as KERNEL
from ui.objects.model import COLUMNS as OBJECTS
from ui.scaling.model import COLUMNS as SCALING

TABLES = {
    "history": HISTORY,
    "fileobjects": OBJECTS,
    "experiment": EXPERIMENT,
    "kernel": KERNEL,
    "compare.table": (*FIXED, "epoll"),
    "scaling.table": SCALING,
}


@pytest.mark.parametrize("table", TABLES)
def test_each_column_has_its_own(table: str) -> None:
    told = [of_column(table, column) for column in TABLES[table]]
    assert all(told) and len(set(told)) == len(told)
    assert all(one is not None and one.title and one.words.endswith(".") for one in told)
