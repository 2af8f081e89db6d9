"""Each kind is in a group that the list and the menus have."""

from selcore.kinds import KINDS
from ui.forms.kind_groups import GROUPS, group_title


def test_the_groups_are_those_of_the_kinds_and_each_has_a_title() -> None:
    assert {kind.group for kind in KINDS} == set(GROUPS)
    assert len({group_title(group) for group in GROUPS}) == len(GROUPS)
