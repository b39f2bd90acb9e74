"""How two readings of a tenant differ, in sentences."""

from crosscloud.domain.findings.rules.stale import SettingsMoved
from crosscloud.domain.settings import Unread
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud.domain.settings.types import Section, Type, Value
from crosscloud.domain.tenant import Difference
from crosscloud.wording.names import Names
from crosscloud.wording.settings import in_words


def object_in_words(difference: Difference, names: Names) -> str:
    """Which settings object differs: `default settings`, `partner fabrikam, identity synchronization`."""
    if difference.partner is None:
        return "partners" if difference.settings.name == "partner_settings" else difference.settings.title
    below = f", {IDENTITY_SYNCHRONIZATION.title}" if difference.settings is IDENTITY_SYNCHRONIZATION else ""
    return f"partner {names.tenant(difference.partner)}{below}"


def difference_in_words(difference: Difference, names: Names) -> str:
    """What was one and is the other: `partner …: inbound_trust.is_mfa_accepted was true, is false`."""
    whole = object_in_words(difference, names)
    if difference.section is None:
        is_now = {
            "listed": "is listed now",
            "not listed": "is no longer listed",
            "service provider": "is a service provider now",
            "no service provider": "is no longer a service provider",
            "listed twice": "is listed more than once now",
            "listed once": "is listed only once now",
            "unread": "could be read only once",
        }
        said = is_now[difference.kind]
        return f"{whole}: {said}" if difference.kind == "unread" else f"{whole} {said}"
    member = ".".join((difference.section.name, *difference.path))
    was, now = (
        _value_in_words(difference.section, difference.type, value, names)
        for value in (difference.before, difference.after)
    )
    return f"{whole}: {member} was {was}, is {now}"


def moved_in_words(facts: SettingsMoved, names: Names) -> list[str]:
    """How a tenant is no longer as it was reviewed, or why that is not known, one sentence for each."""
    return [
        *(f"{part} cannot be read: {why}" for part, why in facts.unread),
        *(difference_in_words(each, names) for each in facts.differences),
    ]


def _value_in_words(section: Section, type_: Type | None, value: Value | Unread, names: Names) -> str:
    if isinstance(value, Unread):
        return f"not known ({value.reason})"
    return in_words(type_ or section.type, value, names.of_id)
