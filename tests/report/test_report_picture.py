"""The picture: an arrow for each direction that is or was open, every tenant in its cloud, all in the frame."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings

from crosscloud.report.picture import Picture, draw_picture
from crosscloud.review.review import Review
from tests.report import large_reviews, reviews
from tests.support.environments import MadeEnvironment, environments

TIMES = "\u00d7"


def drawn(review: Review) -> Picture:
    found = draw_picture(review)
    assert found is not None
    return found


def told(review: Review) -> set[tuple[str, str]]:
    return {(arrow.told.rpartition(": ")[0], arrow.effect) for arrow in drawn(review).arrows}


def test_each_direction_has_an_arrow_of_its_effect() -> None:
    assert told(reviews.first()) == {
        ("contoso → fabrikam", "gained"),
        ("fabrikam → contoso", "gained"),
        ("any other Global organisation → contoso", "lost"),
        ("contoso → any other Global organisation", "lost"),
        ("any other US Government organisation → fabrikam", "lost"),
        ("fabrikam → any other US Government organisation", "lost"),
    }


def test_what_gains_and_loses_what_stays_and_what_is_half_open_are_told_apart() -> None:
    assert ("contoso → fabrikam", "changed") in told(reviews.widening())
    assert ("fabrikam → contoso", "open") in told(reviews.widening())
    assert ("contoso → fabrikam", "half-open") in told(reviews.half_open())


def test_nothing_open_is_no_picture() -> None:
    assert draw_picture(reviews.failed()) is None


def test_of_many_organisations_the_most_urgent_are_drawn_and_the_others_counted() -> None:
    review = large_reviews.partners(2000)
    found = drawn(review)
    assert len(found.nodes) < 30
    assert len(found.arrows) < 60
    gained = [arrow.label for arrow in found.arrows if arrow.effect == "gained"]
    assert sum(int(label.rpartition(TIMES)[2]) if TIMES in label else 1 for label in gained) == 20
    assert any(node.name.startswith("1,991 more organisations") for node in found.nodes)


@pytest.mark.parametrize(
    "review", [reviews.first(), reviews.half_open(), large_reviews.partners(300, widen=90, narrow=100)]
)
def test_everything_is_within_the_frame_and_tenants_do_not_overlap(review: Review) -> None:
    found = drawn(review)
    right, bottom = found.left + found.width, found.top + found.height
    for arrow in found.arrows:
        assert found.left <= arrow.x - arrow.width / 2
        assert arrow.x + arrow.width / 2 <= right
        assert found.top <= arrow.y <= bottom
    for node in found.nodes:
        boxes = [
            box
            for box in found.boxes
            if box.x < node.place.x < box.x + box.width and box.y < node.place.y < box.y + box.height
        ]
        assert len(boxes) == 1
    places = sorted((node.place.x, node.place.y) for node in found.nodes)
    assert all(b[0] != a[0] or b[1] - a[1] > 46 for a, b in pairwise(places))


def test_long_names_are_shortened_in_the_picture_only() -> None:
    for node in drawn(large_reviews.hostile(["x" * 10_000])).nodes:
        assert all(len(line) <= 27 for line in node.lines)


def covering(found: Picture) -> list[tuple[str, str]]:
    """The labels that cover another."""
    return [
        (one.told, other.told)
        for one, other in combinations(found.arrows, 2)
        if abs(one.x - other.x) < (one.width + other.width) / 2 and abs(one.y - other.y) < 20
    ]


@settings(max_examples=20)
@given(environments(least=4))
def test_with_four_tenants_no_label_covers_another(made: MadeEnvironment) -> None:
    found = draw_picture(made.review())
    assert found is None or covering(found) == []


def test_labels_of_a_picture_that_is_full_do_not_cover_one_another() -> None:
    assert covering(drawn(large_reviews.partners(300, widen=90, narrow=100))) == []
