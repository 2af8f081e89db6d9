"""Names that are given, and those that are derived from them."""

from selcore.values.names import is_unnamed, numbered, stem_of, unnamed


def test_what_is_derived_leads_back_to_what_was_given() -> None:
    assert [stem_of(name) for name in ("pair", "pair.a", "server.1", "p-2.a")] == ["pair", "pair", "server", "p-2"]


def test_one_keeps_its_name_and_several_are_numbered() -> None:
    assert numbered("pair", 1) == ["pair"]
    assert numbered("pair", 3) == ["pair-1", "pair-2", "pair-3"]


def test_a_descriptor_without_a_name_is_never_taken_for_one() -> None:
    assert is_unnamed(unnamed(7)) and not is_unnamed("fd7") and not is_unnamed("fd-7")
