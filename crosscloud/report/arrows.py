"""The arrows of the picture: from one side of a tenant to another, as curves that keep apart, each labelled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from crosscloud.report.directions import EFFECTS, Effect

_APART: Final = 24
_BULGE: Final = 48
_LETTER: Final = 7.2
_LABEL_HEIGHT: Final = 20

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a tenant stands: its left edge, its middle from above, its width and its column."""

    x: float
    y: float
    width: float
    column: int
    is_last: bool


@dataclass(frozen=True, slots=True)
class Arrow:
    """One direction, or several that have the same ends and the same effect.

    Attributes:
        effect: what becomes of it.
        path: the curve, as SVG has it.
        label: its symbol and word, and how many directions it stands for.
        x: the middle of the label.
        y: the same, from above.
        width: how wide the label is.
        told: the direction in words.
    """

    effect: Effect
    path: str
    label: str
    x: float
    y: float
    width: float
    told: str


def arrows_between(places: Mapping[str, Place], counted: Mapping[tuple[str, str, Effect], int]) -> list[Arrow]:
    """An arrow for each home, resource and effect, the most urgent last, so that it is drawn on top."""
    ends: dict[str, int] = {}
    sharing: dict[frozenset[str], list[tuple[str, str, Effect]]] = {}
    for key in counted:
        sharing.setdefault(frozenset(key[:2]), []).append(key)
        for name in key[:2]:
            ends[name] = ends.get(name, 0) + 1
    arrows = []
    for keys in sharing.values():
        for index, key in enumerate(keys):
            shift = (index - (len(keys) - 1) / 2) * _APART
            arrows.append(_arrow(key, counted[key], places, shift, ends))
    order = list(EFFECTS)
    return sorted(arrows, key=lambda arrow: -order.index(arrow.effect))


def bounds(
    boxes: Iterable[tuple[float, float, float, float]], arrows: Iterable[Arrow]
) -> tuple[float, float, float, float]:
    """The frame around boxes and labels: left, top, right, bottom."""
    around = list(boxes)
    around += [
        (a.x - a.width / 2, a.y - _LABEL_HEIGHT / 2, a.x + a.width / 2, a.y + _LABEL_HEIGHT / 2) for a in arrows
    ]
    left, top, right, bottom = zip(*around, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _arrow(
    key: tuple[str, str, Effect], count: int, places: Mapping[str, Place], shift: float, ends: Mapping[str, int]
) -> Arrow:
    home, resource, effect = key
    start, end = places[home], places[resource]
    symbol, word = EFFECTS[effect]
    text = f"{symbol} {word.partition(',')[0]}" + (f" \u00d7{count:,}" if count > 1 else "")
    curve = _beside(start, end, shift) if start.column == end.column else _across(start, end, shift)
    along = 0.5
    if start.column != end.column and ends[home] != ends[resource]:
        along = 0.64 if ends[home] > ends[resource] else 0.36
    x, y = _point(curve, along)
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve
    path = f"M{x0:.1f} {y0:.1f}C{x1:.1f} {y1:.1f} {x2:.1f} {y2:.1f} {x3:.1f} {y3:.1f}"
    return Arrow(effect, path, text, x, y, len(text) * _LETTER + 18, f"{home} → {resource}: {word}")


def _across(start: Place, end: Place, shift: float) -> tuple[Point, Point, Point, Point]:
    """From one column to another, between their facing sides."""
    rightwards = start.column < end.column
    x0 = start.x + start.width if rightwards else start.x
    x3 = end.x if rightwards else end.x + end.width
    y0, y3 = start.y + _within(shift), end.y + _within(shift)
    reach = (x3 - x0) * 0.45
    return (x0, y0), (x0 + reach, y0), (x3 - reach, y3), (x3, y3)


def _beside(start: Place, end: Place, shift: float) -> tuple[Point, Point, Point, Point]:
    """Within a column, in an arc on its outer side; that of the first column is the left one."""
    outwards = -1 if start.column == 0 and not start.is_last else 1
    x = start.x if outwards < 0 else start.x + start.width
    distance = abs(start.y - end.y) / 70
    bulge = outwards * (_BULGE + 22 * distance)
    y0, y3 = start.y + _within(shift), end.y + _within(shift)
    return (x, y0), (x + bulge, y0), (x + bulge, y3), (x, y3)


def _within(shift: float) -> float:
    """No further from the middle of a tenant than it is high."""
    return max(-18.0, min(18.0, shift))


def _point(curve: tuple[Point, Point, Point, Point], t: float) -> Point:
    weights = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
    return (
        sum(weight * point[0] for weight, point in zip(weights, curve, strict=True)),
        sum(weight * point[1] for weight, point in zip(weights, curve, strict=True)),
    )
