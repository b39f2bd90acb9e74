"""Whom and what an access names: ids of users, groups and applications, or one of Graph's keywords."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from crosscloud.domain.named import NamedId
from crosscloud.domain.settings import ALL_APPLICATIONS as _ALL_APPLICATIONS
from crosscloud.domain.settings import ALL_USERS as _ALL_USERS
from crosscloud.domain.settings import OFFICE_365 as _OFFICE_365
from crosscloud.domain.settings import Value
from crosscloud_constructs.errors import IntentProblem
from crosscloud_constructs.source import Source

Kind: TypeAlias = Literal["user", "group", "application"]


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that Graph takes in place of ids: not one user or application, but a whole kind."""

    text: str
    kind: Kind
    name: str

    def __repr__(self) -> str:
        return self.name


ALL_USERS: Final = Keyword(_ALL_USERS, "user", "ALL_USERS")
ALL_APPLICATIONS: Final = Keyword(_ALL_APPLICATIONS, "application", "ALL_APPLICATIONS")
OFFICE_365: Final = Keyword(_OFFICE_365, "application", "OFFICE_365")
"""Microsoft 365's applications as one; Microsoft decides which those are."""

Given: TypeAlias = str | NamedId | Keyword


@dataclass(frozen=True, slots=True)
class Target:
    """One id or keyword in an access.

    Attributes:
        target: the id, or the keyword as Graph spells it.
        kind: whether it stands for a user, a group or an application.
        owner: the tenant that the id is from, as (tenant id, tenant name); None where it is not known.
        name: what the code calls it, for messages; the id where it has no name.
    """

    target: str
    kind: Kind
    owner: tuple[str, str] | None
    name: str

    def to_value(self) -> Value:
        """The target as the settings describe it."""
        return {"target": self.target, "target_type": self.kind}


def targets(
    given: Iterable[Given] | Keyword, kind: Kind, argument: str, where: Source, problems: list[IntentProblem]
) -> Iterator[Target]:
    """The targets of one argument of an access.

    Args:
        given: ids, values of an environment, or a keyword.
        kind: what they must be.
        argument: the argument's name, for messages.
        where: the user's line of code.
        problems: takes what is of the wrong kind.
    """
    if isinstance(given, Keyword):
        given = (given,)
    if isinstance(given, str | NamedId) or not isinstance(given, Iterable):
        to_do = f"Write {argument}=[...], also for one alone"
        problems.append(IntentProblem(f"{argument}= is no list", where, to_do))
        return
    for item in given:
        if isinstance(item, str):
            yield from _id(item, kind, argument, where, problems)
        elif isinstance(item, Keyword) and item.kind == kind:
            yield Target(item.text, kind, None, item.name)
        elif isinstance(item, NamedId) and item.kind == kind:
            yield Target(item.id, kind, (item.tenant_id, item.tenant_name), item.name)
        else:
            problems.append(_wrong_kind(item, argument, where))


_KEYWORDS: Final = {keyword.text.lower(): keyword for keyword in (ALL_USERS, ALL_APPLICATIONS, OFFICE_365)}
_LETTERS: Final = re.compile("[^a-z0-9]")


def _id(text: str, kind: Kind, argument: str, where: Source, problems: list[IntentProblem]) -> Iterator[Target]:
    keyword = _KEYWORDS.get(_LETTERS.sub("", text.lower()))
    if keyword is not None:
        what = f"{text!r} in {argument}= is a keyword, not an id"
        problems.append(IntentProblem(what, where, f"Write {keyword.name}, without quotes"))
        return
    yield Target(text, kind, None, text)


def _wrong_kind(item: object, argument: str, where: Source) -> IntentProblem:
    if isinstance(item, NamedId):
        what = f"{item.name} (of {item.tenant_name}) in {argument}= is {_ARTICLE[item.kind]}"
        return IntentProblem(what, where, f"Put it into {item.kind}s=")
    if isinstance(item, Keyword):
        return IntentProblem(f"{item.name} cannot stand in {argument}=", where, f"Put it into {item.kind}s=")
    what = f"{argument}= has a {type(item).__name__}"
    return IntentProblem(what, where, "Give a GUID, or a value of the environment such as tenant.group('name')")


_ARTICLE: Final = {"user": "a user", "group": "a group", "application": "an application"}
