from __future__ import annotations

from anliku.library import OrganisationTree
from anliku.library.models import Organisation


def tree(**parents: str | None) -> OrganisationTree:
    return OrganisationTree(Organisation(id=key, name=key, parent=parent) for key, parent in parents.items())


def test_lineage_and_branch() -> None:
    types = tree(rural=None, village="rural", coop="rural", organ=None)
    assert types.roots == ("rural", "organ")
    assert types.children("rural") == ("village", "coop")
    assert types.lineage("village") == ("village", "rural")
    assert types.branch("rural") == ("rural", "village", "coop")


def test_a_type_with_an_unknown_parent_is_a_root() -> None:
    assert tree(village="gone").roots == ("village",)


def test_walks_end_in_a_cycle() -> None:
    types = tree(a="b", b="c", c="b", d=None)
    assert types.lineage("a") == ("a", "b", "c")
    assert types.cycle("a") == ("b", "c")
    assert types.cycle("d") == ()
    assert types.branch("b") == ("a", "b", "c")
