"""The picture of a review: tenants grouped by cloud, an arrow for each direction that is or was open.

Clouds stand side by side, Global in the middle where there are three, as only Global works together with the
others. Where a cloud has more organisations than can be drawn, those that change most stay, the others are drawn
as one, and each of its arrows tells how many directions it stands for.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from crosscloud.report.arrows import Arrow, Place, arrows_between, bounds
from crosscloud.report.directions import EFFECTS, Effect, effect_of
from crosscloud.report.plain import printable
from crosscloud.review.access import DirectionReview
from crosscloud.review.review import Review

NODE_WIDTH: Final = 196
NODE_HEIGHT: Final = 46
_GAP: Final = 24
_BETWEEN: Final = 270
_PAD: Final = 16
_TITLE: Final = 34
_DRAWN: Final = 9
"""So many organisations of one cloud are drawn one by one."""

_LINE: Final = 23
_OF: Final = " of "
_RANK: Final[Mapping[Effect, int]] = {effect: rank for rank, effect in enumerate(EFFECTS)}


@dataclass(frozen=True, slots=True)
class Node:
    """A tenant, or several: its name in one or two lines, and where it stands."""

    name: str
    lines: tuple[str, ...]
    place: Place
    is_managed: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A cloud: its title and its frame."""

    title: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn, in pixels; `left` and `top` may be negative.

    Attributes:
        boxes: the clouds.
        nodes: the tenants.
        arrows: the directions.
        left: where it begins.
        top: the same, from above.
        width: how wide it is.
        height: how high it is.
        told: what it shows, in a sentence, for those who do not see it.
    """

    boxes: tuple[Box, ...]
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    left: float
    top: float
    width: float
    height: float
    told: str


def picture(review: Review) -> Picture | None:
    """The picture of `review`; None where no direction is or was open."""
    drawn = [(direction, effect_of(direction)) for direction in review.directions]
    drawn = [(direction, effect) for direction, effect in drawn if effect != "closed"]
    if not drawn:
        return None
    managed = {tenant.name: tenant.cloud_title for tenant in review.plan.tenants}
    clouds = _clouds(managed, (direction for direction, _ in drawn))
    named = _drawn_names(clouds, managed, drawn)
    counted: Counter[tuple[str, str, Effect]] = Counter()
    for direction, effect in drawn:
        counted[named[direction.home], named[direction.resource], effect] += 1
    boxes, nodes = _placed(clouds, named, managed)
    places = {node.name: node.place for node in nodes}
    arrows = arrows_between(places, counted)
    left, top, right, bottom = bounds(((b.x, b.y, b.x + b.width, b.y + b.height) for b in boxes), arrows)
    return Picture(
        tuple(boxes),
        tuple(nodes),
        tuple(arrows),
        left - 8,
        top - 8,
        right - left + 16,
        bottom - top + 16,
        _told(counted),
    )


def _clouds(managed: Mapping[str, str], directions: Iterable[DirectionReview]) -> dict[str, tuple[str, str]]:
    """For each tenant: the column that its cloud stands in, and the cloud's title."""
    found = {name: (_family(title), title) for name, title in managed.items()}
    for direction in directions:
        for name, title in (
            (direction.home, direction.home_cloud),
            (direction.resource, direction.resource_cloud),
        ):
            if name not in found:
                column = found[direction.half_of][0] if direction.half_of in found else _family(title)
                found[name] = column, title
    return found


def _family(title: str) -> str:
    return "US Government" if title.startswith("US Government") else title


def _drawn_names(
    clouds: Mapping[str, tuple[str, str]],
    managed: Mapping[str, str],
    drawn: Sequence[tuple[DirectionReview, Effect]],
) -> dict[str, str]:
    """For each tenant the name under which it is drawn: its own, or that of the rest of its cloud."""
    rank: dict[str, int] = {}
    for direction, effect in drawn:
        for name in (direction.home, direction.resource):
            rank[name] = min(rank.get(name, len(EFFECTS)), _RANK[effect])
    groups: dict[tuple[str, str], list[str]] = {}
    for name, place in clouds.items():
        groups.setdefault(place, []).append(name)
    named: dict[str, str] = {}
    for (_, title), names in groups.items():
        ordered = sorted(names, key=lambda name: (name not in managed, rank.get(name, len(EFFECTS))))
        kept = ordered if len(ordered) <= _DRAWN + 1 else ordered[:_DRAWN]
        rest = ordered[len(kept) :]
        named |= {name: name for name in kept}
        named |= dict.fromkeys(rest, f"{len(rest):,} more organisations{_OF}{title}")
    return named


def _placed(
    clouds: Mapping[str, tuple[str, str]], named: Mapping[str, str], managed: Mapping[str, str]
) -> tuple[list[Box], list[Node]]:
    columns: dict[str, dict[str, list[str]]] = {}
    for name, (column, title) in clouds.items():
        columns.setdefault(column, {}).setdefault(title, []).append(named[name])
    for boxes_of_column in columns.values():
        for title, names in boxes_of_column.items():  # the others of the cloud, drawn as one, come last
            boxes_of_column[title] = sorted(dict.fromkeys(names), key=lambda name: name not in clouds)
    order = list(columns)
    if len(order) > 2 and "Global" in order:
        order.remove("Global")
        order.insert(1, "Global")
    tallest = max(_height(columns[column]) for column in order)
    boxes, placed = [], []
    for index, column in enumerate(order):
        x = index * (NODE_WIDTH + 2 * _PAD + _BETWEEN)
        y = (tallest - _height(columns[column])) / 2
        for title, names in columns[column].items():
            height = _box_height(len(names))
            boxes.append(Box(title, x, y, NODE_WIDTH + 2 * _PAD, height))
            for row, name in enumerate(names):
                middle = y + _TITLE + row * (NODE_HEIGHT + _GAP) + NODE_HEIGHT / 2
                place = Place(x + _PAD, middle, NODE_WIDTH, index, is_last=index == len(order) - 1)
                placed.append(
                    Node(
                        name,
                        _in_two_lines(name if name in clouds else name.partition(_OF)[0]),
                        place,
                        name in managed,
                    )
                )
            y += height + _GAP
    return boxes, placed


def _box_height(count: int) -> float:
    return _TITLE + count * (NODE_HEIGHT + _GAP) - _GAP + _PAD


def _height(boxes: Mapping[str, Sequence[str]]) -> float:
    return sum(_box_height(len(names)) + _GAP for names in boxes.values()) - _GAP


def _in_two_lines(name: str) -> tuple[str, ...]:
    text = printable(name if len(name) < 200 else name[:200])
    if len(text) <= _LINE:
        return (text,)
    cut = text.rfind(" ", 0, _LINE + 1)
    cut = cut if cut > 0 else _LINE
    rest = text[cut:].strip()
    return text[:cut], rest if len(rest) <= _LINE else f"{rest[: _LINE - 1]}…"


def _told(counted: Mapping[tuple[str, str, Effect], int]) -> str:
    effects: Counter[Effect] = Counter()
    for (_, _, effect), count in counted.items():
        effects[effect] += count
    listed = ", ".join(f"{effects[effect]:,} {EFFECTS[effect][1]}" for effect in EFFECTS if effects[effect])
    return (
        f"Tenants grouped by cloud, with an arrow for each direction: {listed}. The table below has each of them."
    )
