"""Two arguments side by side: what asks the same, and what cannot both hold."""

from __future__ import annotations

import pytest

from squarely.argument.read import read
from squarely.model.argument import Argument
from squarely.model.vocabulary import FORMS
from squarely.serve.comparing import APART, Compared, compared

TREND = "trend: {of: {count: strikes, in: italy-strikes}, every: month, during: 2022..2025, "
LEVEL = "level: {of: {count: strikes, in: italy-strikes}, during: 2022..2025, "
PARTS = "contrast: {of: {count: strikes, in: italy-strikes}, by: scope, "


def argument(*warrants: str) -> Argument:
    claims = "".join(
        f"  c{number}:\n    says: it is so\n    warrant:\n      {one}\n"
        for number, one in enumerate(warrants)
    )
    found, problems = read(f"claims:\n{claims}", "a.yaml")
    assert found is not None
    assert not problems, problems
    return found


def both(left: str, right: str) -> Compared:
    one, two = argument(left), argument(right)
    found, back = compared(one, two), compared(two, one)
    assert [(p.left, p.right, p.relation) for p in found.pairs] == [
        (p.right, p.left, p.relation) for p in back.pairs
    ]
    return found


@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [
        (TREND + "expect: rising}", TREND + "expect: rising}", "the same"),
        (TREND + "expect: rising}", TREND + "expect: falling}", "cannot both hold"),
        (TREND + "expect: rising}", TREND + "expect: {not: rising}}", "cannot both hold"),
        (TREND + "expect: falling}", TREND + "expect: {not: rising}}", "different"),
        (LEVEL + "expect: {at-least: 10}}", LEVEL + "expect: {at-most: 9}}", "cannot both hold"),
        (LEVEL + "expect: {at-least: 10}}", LEVEL + "expect: {at-most: 10}}", "different"),
        (LEVEL + "expect: {more-than: 10}}", LEVEL + "expect: {at-most: 10}}", "cannot both hold"),
        (LEVEL + "expect: {at-least: 10}}", LEVEL + "expect: {at-least: 99}}", "different"),
        (LEVEL + "expect: {not: {at-least: 3}}}", LEVEL + "expect: {at-least: 6}}",
         "cannot both hold"),
        (LEVEL + "expect: {not: {at-least: 6}}}", LEVEL + "expect: {at-least: 3}}", "different"),
        (LEVEL + "expect: {not: {at-most: 6}}}", LEVEL + "expect: {at-most: 5}}",
         "cannot both hold"),
        (LEVEL + "expect: {about: 6}}", LEVEL + "expect: {at-most: 5}}", "different"),
        (PARTS + "groups: [a, b], expect: higher}", PARTS + "groups: [b, a], expect: lower}",
         "the same"),
        (PARTS + "groups: [a, b], expect: higher}", PARTS + "groups: [b, a], expect: higher}",
         "cannot both hold"),
    ],
)  # fmt: skip
def test_whether_both_can_hold_follows_from_what_they_expect(
    left: str, right: str, relation: str
) -> None:
    [pair] = both(left, right).pairs
    assert (pair.relation, pair.differs) == (relation, ())


def test_another_window_is_named_and_not_called_a_conflict() -> None:
    other = TREND.replace("2022..2025", "2010..2020")
    [pair] = both(TREND + "expect: rising}", other + "expect: falling}").pairs
    assert (pair.relation, pair.differs) == (None, ("during",))


def test_groups_in_the_other_order_are_the_same_groups_over_another_window() -> None:
    one = PARTS + "groups: [a, b], during: 2022..2025, expect: higher}"
    two = PARTS + "groups: [b, a], during: 2023..2025, expect: lower}"
    [pair] = both(one, two).pairs
    assert (pair.relation, pair.differs) == (None, ("during",))


@pytest.mark.parametrize(
    "other",
    [
        TREND.replace("italy-strikes", "us-stoppages") + "expect: falling}",
        TREND.replace("count: strikes", "count: days") + "expect: falling}",
        TREND.replace("italy-strikes}", "italy-strikes, where: {revoked: true}}")
        + "expect: falling}",
        LEVEL + "expect: {at-least: 1}}",
    ],
)
def test_another_matter_has_no_counterpart(other: str) -> None:
    found = both(TREND + "expect: rising}", other)
    assert (found.pairs, found.left, found.right) == ((), ("c0",), ("c0",))


def test_every_word_that_is_held_against_another_is_one_that_a_test_may_expect() -> None:
    for name, groups in APART.items():
        assert {word for words in groups for word in words} <= set(FORMS[name].expects)
