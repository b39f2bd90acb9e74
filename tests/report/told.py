"""The facts that a report states, taken from each format: what becomes of directions, findings, changes, counts.

The text is laid out so wide that hardly anything wraps. Words are read here alone, to compare formats; no code of
the product does. A line about access is told by the ids in it and by whether it says all, so that a set of ids in
JSON and a sentence state the same.
"""

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from crosscloud.domain.applications import GUEST_ESSENTIALS, NAMES
from crosscloud.report import comment, data, page, terminal
from crosscloud.report.changes import MARKS
from crosscloud.review.review import Review

Ends = tuple[str, str]
Set = tuple[frozenset[str], bool]
"""The ids in a set, and whether it holds all that are left."""
Permitted = tuple[Set, Set]
Changed = dict[Ends, dict[str, set[Permitted]]]

SEVERAL: Final[Permitted] = ((frozenset({"several"}), False), (frozenset(), False))
"""What stands for sets that are told apart in one format and as one in the others."""
WIDE: Final = 4_000
GUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
KINDS: Final = {"+": "gained", "-": "lost", "?": "unknown", "🔺": "gained", "🔻": "lost", "❔": "unknown"}
LABELS: Final = "refuses|accepted|error|warning|info|unknown"
COUNTED: Final = re.compile(r"(\d+) (refuses?|accepted|errors?|warnings?|info|unknown)")
CHANGING: Final = re.compile(r"(\d+) tenants? changes?(?:, (\d+) only in Terraform's state)?, (\d+) unreadable")
NAMED: Final = r"(?:[^\s,]+, )*[^\s,:]+"
IDS: Final = re.compile(r"XC\d{3}")


@dataclass
class Told:
    """What one report states.

    Attributes:
        changed: who gains, who loses and what is not known, for the two ends of each direction that changes.
        unread: the directions of which nothing is known, and that nothing changes.
        same: the directions that stay as they are.
        findings: ids, label and tenants; of what refuses the ids alone. As often as each is told.
        changes: tenant, address and mark.
        counts: of findings, by kind.
        tenants: how many change, how many in the state alone, and how many could not be read.
        digest: by what the saved plan is known.
    """

    changed: Changed = field(default_factory=dict)
    unread: set[Ends] = field(default_factory=set)
    same: set[Ends] = field(default_factory=set)
    findings: Counter[tuple[str, str, tuple[str, ...]]] = field(default_factory=Counter)
    changes: set[tuple[str, str, str]] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    tenants: tuple[int, int, int] = (0, 0, 0)
    digest: str = ""

    def add(self, ends: Ends, kind: str, who: str, what: str) -> None:
        """A line about access of a direction that changes."""
        self.changed.setdefault(ends, {})
        if not what.startswith("nothing"):
            self.changed[ends].setdefault(kind, set()).add((_set(who), _set(what)))

    def find(self, ids: Iterable[str], label: str, tenants: Iterable[str]) -> None:
        """A finding."""
        named = () if label == "refuses" else tuple(tenants)
        self.findings[" ".join(sorted(set(ids))), label, named] += 1

    def count(self, changing: str, findings: str) -> None:
        """What is counted in the summary."""
        (counted,) = CHANGING.findall(changing)
        some, noted, unread = (int(number or 0) for number in counted)
        self.tenants = some, noted, unread
        spelt = {"refuse": "refuses", "errors": "error", "warnings": "warning"}
        self.counts = {spelt.get(kind, kind): int(n) for n, kind in COUNTED.findall(findings) if int(n)}


def flat_reports(review: Review) -> list[str]:
    """Text, page and comment without marks, tags and escapes; spaces count as one, and arrows are alike."""
    raw = re.sub(r"\\(.)\u2060?", r"\1", comment.render(review))
    texts = terminal.render(review, width=WIDE), _plain(page.render(review)), html.unescape(raw)
    return [" ".join(text.replace("→", "->").split()) for text in texts]


def _set(words: str) -> Set:
    low = words.strip().lower().removesuffix(", azure portal and entra admin center included")
    if low in ("all users", "everyone else", "all applications"):
        return frozenset(), True
    ids = {*GUID.findall(low), *(GUEST_ESSENTIALS if "guest essentials" in low else ())}
    ids |= {id_ for id_, name in NAMES.items() if name.lower() in low}
    return frozenset(ids | ({"office365"} if "office 365" in low else set())), False


def from_json(review: Review) -> Told:
    """What the JSON states."""
    told, said = Told(), json.loads(data.render(review))
    for row in said["access"]:
        ends = row["home"]["name"], row["resource"]["name"]
        if not row["changed"]:
            (told.unread if row["status"] == "unknown" else told.same).add(ends)
            continue
        told.changed[ends] = {}
        for kind, names in (
            ("gained", ["gained"]),
            ("lost", ["lost"]),
            ("unknown", ["unknown", "maybe_gained", "maybe_lost"]),
        ):
            lists = [row["access"][name] for name in names if row["access"][name]]
            if lists:  # of what is not known, the other formats make one set
                several = {SEVERAL} if len(lists) > 1 else set()
                told.changed[ends][kind] = several or {_statement(each) for each in lists[0]}
    for finding in said["findings"]:
        names = [tenant["name"] for tenant in finding["tenants"]]
        label = finding["status"] if finding["status"] in ("refuses", "accepted") else finding["severity"]
        told.find([finding["id"]], label, names)
    for tenant in said["tenants"]:
        for change in tenant["changes"]:
            told.changes.add((tenant["name"], change["address"], MARKS[change["action"]]))
    told.digest = said["digest"] or ""
    return told


def _statement(said: Any) -> Permitted:
    users = frozenset() if said["everyone"] or said["rest"] else _ids(said["users"])
    applications = frozenset() if said["everything"] else _ids(said["applications"])
    return (users, said["everyone"] or said["rest"]), (applications, said["everything"])


def _ids(terms: Any) -> frozenset[str]:
    lists = [one for term in terms for side in ("in", "not_in") for one in term[side]]
    kinds = {"office_365": "office365"}
    return frozenset(kinds.get(t["kind"], t["id"]) for one in lists for t in one if t["id"] or t["kind"] in kinds)


def from_text(review: Review, every: Iterable[Ends]) -> Told:
    """What the text for a terminal states; `every` names the directions, as lines list several."""
    told, section, ends, tenant = Told(), "", ("", ""), ""
    text = terminal.render(review, width=WIDE)
    lines = re.sub(r"\n {20,}(-> |unchanged: |unknown\b)", r"  \1", text).splitlines()
    summary = [line for line in lines if line.startswith(("SUMMARY", "  findings  "))]
    told.count(summary[0], summary[1])
    for line in lines:
        start = re.match(r"[A-Z]{3,}(?: [A-Z]+)*\b", line)
        section = start[0] if start else section
        if section == "REFUSED" and start:
            told.find([IDS.findall(line)[-1]], "refuses", ())
        elif section == "ACCESS" and not start:
            ends = _access(told, line, ends, every)
        elif section == "STILL NEEDED" and (found := re.match(rf"  ({LABELS}) +({NAMED}): .* (XC\d+)$", line)):
            told.find([found[3]], found[1], found[2].split(", "))
        elif section == "FINDINGS" and (found := re.match(rf"  ({LABELS}) +(XC\d+(?: …)?) +({NAMED})", line)):
            told.find(IDS.findall(line) if "…" in found[2] else [found[2]], found[1], found[3].split(", "))
        elif section == "CHANGES" and (found := re.match(r"(?:  (\S+) (\S+)|(\S+)   )", line)):
            tenant = found[3] or tenant
            if found[2] and not line.startswith("   "):
                told.changes.add((tenant, found[2], found[1]))
        elif line.startswith("review.json sha256:"):
            told.digest = line.removeprefix("review.json sha256:")
    return told


def _access(told: Told, line: str, ends: Ends, every: Iterable[Ends]) -> Ends:
    set_ = re.match(r"  ([+?-]) (?:(?:gained|lost|unknown)? +)?(.*?) *-> (.*)$", line)
    if set_:
        told.add(ends, KINDS[set_[1]], set_[2], set_[3])
        return ends
    if line.startswith(("  unchanged, closed", "  other organisations")):
        is_unread = line.split(maxsplit=2)[2].startswith("unknown")
        (told.unread if is_unread else told.same).update(e for e in every if " -> ".join(e) in line)
        return ends
    head = re.match(r"  (\S.*?) -> (.*?)(?:  +(.*))?$", line)
    if head is None or line.startswith(("    ", "  outside", "  and ")):
        return ends
    ends = head[1], head[2].strip()
    note = head[3] or ""
    if note.startswith("unchanged"):
        told.same.add(ends)
    elif note.startswith("unknown"):
        told.unread.add(ends)
    else:
        told.changed.setdefault(ends, {})
    return ends


def from_page(review: Review) -> Told:
    """What the page states."""
    told, text = Told(), page.render(review)
    about, counted = re.findall(r'<p class="about">(.*?)</p>', text, re.DOTALL), "<dt>Findings</dt>"
    told.count(_plain(about[0]), _plain(text.partition(counted)[2].partition("</dd>")[0]))
    told.digest = "".join(re.findall(r'"digest">sha256:(\w+)<', text))
    for row in _rows(text, "access-table"):
        home, resource = re.findall(r'<span class="name">(.*?)</span>', row)[:2]
        ends = html.unescape(home), html.unescape(resource)
        sign = r'<div class="line[^"]*">\s*<span class="sign (\w+)">.*?</span></span>(.*?)</div>'
        signs = re.findall(sign, row, re.DOTALL)
        (effect,) = re.findall(r'<span class="badge ([\w-]+)">', row)
        if re.search(r'<div class="muted">\s*unknown\b', row):
            told.unread.add(ends)
        elif effect in ("open", "closed", "half-open") or _keeps_unknown_ways(row, effect):
            told.same.add(ends)
        else:
            told.changed.setdefault(ends, {})
            for kind, line in signs:
                who, _, what = _plain(line).partition(" → ")
                told.add(ends, kind, who, what)
    for row in _rows(text, "findings-table"):
        (label,) = re.findall(rf'<span class="badge ({LABELS})">', row)
        (ids,) = re.findall(r'scope="row">(.*?)</th>', row)
        (tenants,) = re.findall(r'class="name">(.*?)</td>', row)
        told.find(ids.split(), label, html.unescape(tenants).split(", "))
    for tenant in re.findall(r'<details class="tenant">.*?</table>', text, re.DOTALL):
        (name,) = re.findall(r'<summary><span class="name">(.*?)</span>', tenant)
        each = r'aria-hidden="true">(\S+)</span> [\w ]+</span> <code>(.*?)</code>'
        for mark, address in re.findall(each, tenant):
            told.changes.add((html.unescape(name), address, mark))
    return told


def _keeps_unknown_ways(row: str, effect: str) -> bool:
    """Whether a row that is unknown says only that some ways beside collaboration are not known, and stay so."""
    changing = r'<div class="way">(?!not known: )[^<]* (?:OPENS|WIDENS|narrows|closes|changes)\b'
    return effect == "unknown" and 'class="rest"' in row and not re.search(changing, row)


def _rows(text: str, table: str) -> Iterator[str]:
    body = text.partition(f'<table id="{table}"')[2].partition("</table>")[0]
    yield from re.findall(r'<tr role="row" data-item.*?</tr>', body, re.DOTALL)


def _plain(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def from_comment(review: Review) -> Told:
    """What the comment states."""
    told, raw = Told(), comment.render(review)
    text = html.unescape(re.sub(r"\\(.)\u2060?", r"\1", raw))
    lines = text.splitlines()
    (counted,) = [line for line in lines if line.startswith("Directions: ")]
    (changing,) = [line for line in lines if line.startswith("**crosscloud** plan")]
    told.count(changing, counted.partition("Findings: ")[2])
    told.digest = "".join(re.findall(r"`sha256:(\w+)`", text))
    ends, tenant, is_diff = ("", ""), "", False
    name = r"`([^`]*)` → `([^`]*)`"
    for line in lines:
        is_diff = line.startswith("```diff") or (is_diff and line != "```")
        if line.startswith("> ") and "could not plan" not in line and (ids := re.findall(r"\[(XC\d+)\]$", line)):
            told.find(ids, "refuses", ())
        elif found := re.match(rf"\*\*{name}\*\*", line):
            ends = found[1], found[2]
            told.changed.setdefault(ends, {})
        elif found := re.match(rf"\| (🔺|🔻|❔) \| {name} \| (.*?) \| (.*?) \| .*\|$", line):
            told.add((found[2], found[3]), KINDS[found[1]], found[4], found[5])
        elif found := re.match(rf"\| (🔻|❔|◆) \| {name} \| (.*?) \|", line):
            told.changed.setdefault((found[2], found[3]), {})
            for part in found[4].split("<br>"):
                _lost(told, (found[2], found[3]), part)
        elif found := re.match(r"\| (🔺|🔻|❔) (?:gained|lost|unknown) \| (.*?) \| (.*?) \|$", line):
            told.add(ends, KINDS[found[1]], found[2].strip("*"), found[3].strip("*"))
        elif found := re.match(rf"- {name}: (unchanged|unknown)", line):
            (told.same if found[3] == "unchanged" else told.unread).add((found[1], found[2]))
        elif found := re.match(rf"\| ((?:\[XC\d+\](?:, )?)+) \| \**({LABELS})\** \| (.*?) \|", line):
            told.find(IDS.findall(found[1]), found[2], re.findall(r"`(.*?)`", found[3]))
        elif found := re.match(rf"- \*\*({LABELS})\*\* ((?:`[^`]*`(?:, )?)+): .*\[(XC\d+)\]$", line):
            told.find([found[3]], found[1], re.findall(r"`(.*?)`", found[2]))
        elif found := re.match(r"<details><summary><code>(.*?)</code>", line):
            tenant = found[1]
        elif is_diff and (found := re.match(r"  (\w+\.\S+)   # (\S+) ", line)):
            told.changes.add((tenant, found[1], found[2]))
    return told


def _lost(told: Told, ends: Ends, part: str) -> None:
    found = re.match(r"(not known: )?((?:all users|everyone else|group|user|nobody)\b.*?) → (.*)", part)
    if found:  # else what is still there, what is trusted, or another way in
        told.add(ends, "unknown" if found[1] else "lost", found[2], found[3])
