"""Events are names in a file and a mask in Python."""

from selcore.values.masks import to_events, to_mask


def test_events_are_a_mask_and_back() -> None:
    for mask in range(4):
        assert to_mask(tuple(to_events(mask))) == mask
    assert [to_mask(odd) for odd in (("read", "read"), (), 4, -1, None)] == [1, 0, 4, -1, None]
