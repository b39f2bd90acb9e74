"""The picture of a review: tenants grouped by cloud, an arrow for each direction that is or was open.

Clouds stand side by side, Global in the middle where there are three, as only Global works together with the
others. Where a cloud has more organisations than can be drawn, those that change most stay, the others are drawn
as one, and each of its arrows tells how many directions it stands for.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Sized
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import product
from typing import Final, TypeAlias

from crosscloud.domain.clouds import GLOBAL
from crosscloud.report.directions import EFFECTS, DirectionWording, Effect, count_effects, find_effect, is_unread
from crosscloud.report.plain import printable
from crosscloud.review.directions import DirectionReview, Party
from crosscloud.review.review import Review

Key: TypeAlias = str
"""What tells tenants apart: an id; of all others of a cloud, or of those that are drawn as one, something else."""

Point: TypeAlias = tuple[float, float]
Frame: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom."""

NODE_WIDTH: Final = 196
NODE_HEIGHT: Final = 46
_GAP: Final = 24
_BETWEEN: Final = 270
_PAD: Final = 16
_TITLE: Final = 34
_DRAWN: Final = 9
"""So many organisations of one cloud are drawn one by one."""

_LINE: Final = 23
_APART: Final = 24
_BULGE: Final = 48
_LANE: Final = 40
_LANES: Final = 24
_LETTER: Final = 7.2
_LABEL_HEIGHT: Final = 20
_RANK: Final[Mapping[Effect, int]] = {effect: rank for rank, effect in enumerate(EFFECTS)}


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


@dataclass(frozen=True, slots=True)
class Node:
    """A tenant, or several: what tells it apart, its name in one or two lines, and where it stands."""

    key: Key
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


def draw_picture(review: Review) -> Picture | None:
    """The picture of `review`; None where no direction is or was open."""
    drawn = [(direction, find_effect(direction)) for direction in review.directions]
    # Of which only another way is not known, and stays so, stands in the table alone: there is no room for all.
    drawn = [
        (direction, effect)
        for direction, effect in drawn
        if effect != "closed" and (effect != "unknown" or direction.is_changed or is_unread(direction))
    ]
    if not drawn:
        return None
    words = DirectionWording(review.names)
    managed = {tenant.tenant_id for tenant in review.plan.tenants}
    tenants = _find_tenants(review, (direction for direction, _ in drawn), words)
    drawn_as = _gather(tenants, managed, drawn)
    counted: Counter[tuple[Key, Key, Effect]] = Counter()
    for direction, effect in drawn:
        counted[drawn_as[key_of(direction.home)].key, drawn_as[key_of(direction.resource)].key, effect] += 1
    boxes, nodes = _place(drawn_as.values(), managed)
    frames = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in boxes]
    arrows = _draw_arrows({node.key: node for node in nodes}, counted, frames)
    lefts, tops, rights, bottoms = zip(*frames, strict=True)
    left, top, right, bottom = min(lefts), min(tops), max(rights), max(bottoms)
    return Picture(
        tuple(boxes),
        tuple(nodes),
        tuple(arrows),
        left - 8,
        top - 8,
        right - left + 16,
        bottom - top + 16,
        _tell(counted),
    )


def key_of(party: Party) -> Key:
    """What tells one end of a direction apart: its id; of all organisations that nobody listed, their clouds."""
    if not party.is_anybody:
        return party.tenant_id
    return f"others of {party.cloud.endpoint if party.cloud else ''}"


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What is drawn: a tenant, or several of one cloud as one.

    Attributes:
        key: what tells it apart.
        name: its name in full.
        short: what stands in the picture.
        column: the family of clouds that it stands in.
        title: its cloud, in words.
        is_rest: whether it stands for several.
    """

    key: Key
    name: str
    short: str
    column: str
    title: str
    is_rest: bool = False


def _find_tenants(
    review: Review, directions: Iterable[DirectionReview], words: DirectionWording
) -> dict[Key, _Drawn]:
    """Every tenant: ours, and then the ends of `directions`; one whose cloud is not known stands beside us."""
    found = {
        tenant.tenant_id: _Drawn(
            tenant.tenant_id, tenant.name, tenant.name, tenant.cloud.endpoint, tenant.cloud.title
        )
        for tenant in review.plan.tenants
    }
    for direction in directions:
        for party in (direction.home, direction.resource):
            key = key_of(party)
            if key not in found:
                own = found.get(direction.half_of)
                column = own.column if own else party.cloud.endpoint if party.cloud else ""
                name = words.name_party(party)
                found[key] = _Drawn(key, name, name, column, words.name_cloud(party))
    return found


def _gather(
    tenants: Mapping[Key, _Drawn], managed: AbstractSet[str], drawn: Sequence[tuple[DirectionReview, Effect]]
) -> dict[Key, _Drawn]:
    """For each tenant as what it is drawn: itself, or the rest of its cloud; the rest comes last."""
    rank: dict[Key, int] = {}
    for direction, effect in drawn:
        for key in (key_of(direction.home), key_of(direction.resource)):
            rank[key] = min(rank.get(key, len(EFFECTS)), _RANK[effect])
    groups: dict[tuple[str, str], list[_Drawn]] = {}
    for tenant in tenants.values():
        groups.setdefault((tenant.column, tenant.title), []).append(tenant)
    drawn_as = {tenant.key: tenant for tenant in tenants.values()}
    for (column, title), group in groups.items():
        ordered = sorted(group, key=lambda each: (each.key not in managed, rank.get(each.key, len(EFFECTS))))
        rest = ordered[_DRAWN:] if len(ordered) > _DRAWN + 1 else []
        short = f"{len(rest):,} more organisations"
        as_one = _Drawn(f"rest of {column} {title}", f"{short} of {title}", short, column, title, is_rest=True)
        drawn_as |= dict.fromkeys((each.key for each in rest), as_one)
    return drawn_as


def _place(drawn: Iterable[_Drawn], managed: AbstractSet[str]) -> tuple[list[Box], list[Node]]:
    columns: dict[str, dict[str, dict[Key, _Drawn]]] = {}
    for one in sorted(drawn, key=lambda each: each.is_rest):
        columns.setdefault(one.column, {}).setdefault(one.title, {})[one.key] = one
    order = list(columns)
    if len(order) > 2 and GLOBAL.endpoint in order:
        order.remove(GLOBAL.endpoint)
        order.insert(1, GLOBAL.endpoint)
    tallest = max(_height(columns[column]) for column in order)
    boxes, placed = [], []
    for index, column in enumerate(order):
        x = index * (NODE_WIDTH + 2 * _PAD + _BETWEEN)
        y = (tallest - _height(columns[column])) / 2
        for title, members in columns[column].items():
            height = _box_height(len(members))
            boxes.append(Box(title, x, y, NODE_WIDTH + 2 * _PAD, height))
            for row, one in enumerate(members.values()):
                middle = y + _TITLE + row * (NODE_HEIGHT + _GAP) + NODE_HEIGHT / 2
                place = Place(x + _PAD, middle, NODE_WIDTH, index, is_last=index == len(order) - 1)
                placed.append(Node(one.key, one.name, _in_two_lines(one.short), place, one.key in managed))
            y += height + _GAP
    return boxes, placed


def _box_height(count: int) -> float:
    return _TITLE + count * (NODE_HEIGHT + _GAP) - _GAP + _PAD


def _height(boxes: Mapping[str, Sized]) -> float:
    return sum(_box_height(len(members)) + _GAP for members in boxes.values()) - _GAP


def _in_two_lines(name: str) -> tuple[str, ...]:
    text = printable(name if len(name) < 200 else name[:200])
    if len(text) <= _LINE:
        return (text,)
    cut = text.rfind(" ", 0, _LINE + 1)
    cut = cut if cut > 0 else _LINE
    rest = text[cut:].strip()
    return text[:cut], rest if len(rest) <= _LINE else f"{rest[: _LINE - 1]}…"


def _tell(counted: Mapping[tuple[Key, Key, Effect], int]) -> str:
    effects: Counter[Effect] = Counter()
    for (_, _, effect), count in counted.items():
        effects[effect] += count
    listed = count_effects(effects.elements())
    return (
        f"Tenants grouped by cloud, with an arrow for each direction: {listed}. The table below has each of them."
    )


def _draw_arrows(
    nodes: Mapping[Key, Node], counted: Mapping[tuple[Key, Key, Effect], int], frames: list[Frame]
) -> list[Arrow]:
    """An arrow for each home, resource and effect, the most urgent last, so that it is drawn on top.

    `frames` holds what no label may cover, and then also the labels and the arrows' middles.
    """
    ends: Counter[Key] = Counter()
    sharing: dict[frozenset[Key], list[tuple[Key, Key, Effect]]] = {}
    for key in counted:
        sharing.setdefault(frozenset(key[:2]), []).append(key)
        ends.update(key[:2])
    shifts = {
        key: (index - (len(keys) - 1) / 2) * _APART for keys in sharing.values() for index, key in enumerate(keys)
    }
    taken, arrows = list(frames), []
    for key in sorted(counted, key=lambda key: _RANK[key[2]]):  # the most urgent has the best place for its label
        arrow, middle = _arrow(key, counted[key], nodes, shifts[key], ends, taken)
        arrows.append(arrow)
        taken.append(_frame_of(arrow.x, arrow.y, arrow.width))
        frames += [taken[-1], (*middle, *middle)]
    return arrows[::-1]


def _frame_of(x: float, y: float, width: float) -> Frame:
    """What a label covers, with a little room around it."""
    return x - width / 2 - 2, y - _LABEL_HEIGHT / 2 - 2, x + width / 2 + 2, y + _LABEL_HEIGHT / 2 + 2


def _covered(frame: Frame, taken: Iterable[Frame]) -> float:
    """How much of `taken` a frame covers."""
    left, top, right, bottom = frame
    return sum(
        max(0.0, min(right, r) - max(left, x)) * max(0.0, min(bottom, b) - max(top, y)) for x, y, r, b in taken
    )


def _arrow(
    key: tuple[Key, Key, Effect],
    count: int,
    nodes: Mapping[Key, Node],
    shift: float,
    ends: Mapping[Key, int],
    taken: Sequence[Frame],
) -> tuple[Arrow, Point]:
    """The arrow, its label where it covers nothing that is taken, or least; and the middle of its curve."""
    home, resource, effect = key
    start, end = nodes[home].place, nodes[resource].place
    symbol, word = EFFECTS[effect]
    text = f"{symbol} {word.partition(',')[0]}" + (f" \u00d7{count:,}" if count > 1 else "")
    width = len(text) * _LETTER + 18
    if start.column == end.column:
        curves = [_beside(start, end, shift, lane) for lane in range(_LANES)]
        spots: Sequence[float] = (0.5, 0.4, 0.6)
    else:
        curves = [_across(start, end, shift)]
        along = 0.5 if ends[home] == ends[resource] else 0.64 if ends[home] > ends[resource] else 0.36
        spots = sorted((0.5, *(n / 50 for n in range(6, 45))), key=lambda spot: abs(spot - along))
    best, least = (curves[0], _point(curves[0], spots[0])), float("inf")
    # On the curve, or where every place on it is taken, a little above or below.
    for nudge, curve, spot in product((0, -_LABEL_HEIGHT, _LABEL_HEIGHT), curves, spots):
        x, y = _point(curve, spot)
        covered = _covered(_frame_of(x, y + nudge, width), taken)
        if covered < least:
            best, least = (curve, (x, y + nudge)), covered
        if not covered:
            break
    curve, (x, y) = best
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve
    path = f"M{x0:.1f} {y0:.1f}C{x1:.1f} {y1:.1f} {x2:.1f} {y2:.1f} {x3:.1f} {y3:.1f}"
    told = f"{nodes[home].name} → {nodes[resource].name}: {word}"
    return Arrow(effect, path, text, x, y, width, told), _point(curve, 0.5)


def _across(start: Place, end: Place, shift: float) -> tuple[Point, Point, Point, Point]:
    """From one column to another, between their facing sides."""
    rightwards = start.column < end.column
    x0 = start.x + start.width if rightwards else start.x
    x3 = end.x if rightwards else end.x + end.width
    y0, y3 = start.y + _within(shift), end.y + _within(shift)
    reach = (x3 - x0) * 0.45
    return (x0, y0), (x0 + reach, y0), (x3 - reach, y3), (x3, y3)


def _beside(start: Place, end: Place, shift: float, lane: int) -> tuple[Point, Point, Point, Point]:
    """Within a column, in an arc on its outer side; that of the first column is the left one.

    Each lane lies further out by the width of a label.
    """
    outwards = -1 if start.column == 0 and not start.is_last else 1
    x = start.x if outwards < 0 else start.x + start.width
    distance = abs(start.y - end.y) / 70
    bulge = outwards * (_BULGE + 22 * distance + lane * _LANE)
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
