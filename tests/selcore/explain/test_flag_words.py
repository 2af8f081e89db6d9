"""Every flag that the kernel may report has words."""

import pytest

from selcore.explain.flag_words import flag_text
from selcore.values.flags import KNOWN


@pytest.mark.parametrize("name", [*KNOWN, "KQ_FILTER_READ", "KQ_FILTER_WRITE"])
def test_each_flag_is_explained_whatever_poller_names_it(name: str) -> None:
    unknown = flag_text("NOBODY")
    assert flag_text(name) == flag_text(f"POLL{name}") == flag_text(f"EPOLL{name}") != unknown or "KQ" in name
    assert flag_text(name) != unknown
