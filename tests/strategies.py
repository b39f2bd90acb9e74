"""Settings for Hypothesis, valid by construction: what the rules accept, in any shape that they accept."""

from typing import Any

from hypothesis import strategies as st

from crosscloud.domain.clouds import GLOBAL, Cloud, enableable_endpoints
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import (
    ALL_APPLICATIONS,
    ALL_USERS,
    DEFAULT,
    OFFICE_365,
    Bool,
    Collection,
    Object,
    Section,
    Settings,
    Type,
    Value,
)
from crosscloud.domain.settings.table import B2B_SETTING

_CASES = (str.lower, str.upper, str.title)
_EVERYONE: Value = [{"target": ALL_USERS, "target_type": "user"}]
_EVERYTHING: Value = [{"target": ALL_APPLICATIONS, "target_type": "application"}]


def guids() -> st.SearchStrategy[str]:
    """Ids in lower, upper or mixed case."""
    return st.builds(lambda uuid, case: case(str(uuid)), st.uuids(), st.sampled_from(_CASES))


def chosen_users() -> st.SearchStrategy[Value]:
    """One or more users and groups, none twice."""
    return _targets(st.builds(_target, guids(), st.sampled_from(("user", "group"))))


def chosen_applications() -> st.SearchStrategy[Value]:
    """One or more applications, none twice; Office 365 may be among them."""
    return _targets(st.builds(_target, guids() | st.just(OFFICE_365), st.just("application")))


def b2b_settings(*, may_choose_users: bool = True) -> st.SearchStrategy[Value]:
    """Values of a B2B section: allowed or blocked users and applications in every mixture that is legal."""
    users = chosen_users() if may_choose_users else st.nothing()
    applications = chosen_applications()
    everyone, everything = st.just(_EVERYONE), st.just(_EVERYTHING)
    return st.one_of(
        _b2b("allowed", users | everyone, "allowed", applications | everything),
        _b2b("allowed", users | everyone, "blocked", applications),
        _b2b("blocked", users, "allowed", applications | everything),
        _b2b("blocked", users, "blocked", applications | everything),
        _b2b("blocked", everyone, "blocked", everything),
    )


def values(section: Section, cloud: Cloud = GLOBAL, *, may_choose_users: bool = True) -> st.SearchStrategy[Value]:
    """Values that `section` may be given in a tenant of `cloud`; never null.

    Args:
        section: any section of the table.
        cloud: decides which endpoints there are to enable.
        may_choose_users: false for the section of an inbound default, which is for all users.
    """
    if section.type is B2B_SETTING:
        return b2b_settings(may_choose_users=may_choose_users)
    if section.name == "allowed_cloud_endpoints":
        return st.lists(st.sampled_from(enableable_endpoints(cloud)), unique=True)
    if isinstance(section.type, Object) and all(isinstance(m.type, Bool) for m in section.type.members):
        return st.fixed_dictionaries({member.name: st.booleans() for member in section.type.members})
    raise NotImplementedError(f"say here what values {section.name} may have")


def settings_values(settings: Settings, cloud: Cloud = GLOBAL) -> st.SearchStrategy[dict[str, Value]]:
    """Every section of `settings` by name, each with a valid value or null (left out)."""
    return st.fixed_dictionaries(
        {
            section.name: st.none()
            | values(
                section,
                cloud,
                may_choose_users=not (settings is DEFAULT and section.name.endswith("_inbound")),
            )
            for section in settings.sections
        }
    )


@st.composite
def spellings(draw: st.DrawFn, type_: Type, value: Value) -> Value:
    """`value` in another spelling that means the same: ids in another case, sets in another order."""
    if isinstance(type_, Object) and isinstance(value, dict):
        return {m.name: draw(spellings(m.type, value.get(m.name))) for m in type_.members}
    if isinstance(type_, Collection) and isinstance(value, list):
        items = [draw(spellings(type_.element, item)) for item in value]
        return items if type_.ordered else draw(st.permutations(items))
    if isinstance(value, str) and fold(value) != fold(value.swapcase()):
        return value
    return draw(st.sampled_from(_CASES))(value) if isinstance(value, str) else value


def _target(identity: str, kind: str) -> Value:
    return {"target": identity, "target_type": kind}


def _targets(target: st.SearchStrategy[Any]) -> st.SearchStrategy[Value]:
    return st.lists(target, min_size=1, max_size=4, unique_by=lambda item: fold(item["target"]))


def _b2b(
    users: str, who: st.SearchStrategy[Value], applications: str, what: st.SearchStrategy[Value]
) -> st.SearchStrategy[Value]:
    return st.fixed_dictionaries(
        {
            "users_and_groups": st.fixed_dictionaries({"access_type": st.just(users), "targets": who}),
            "applications": st.fixed_dictionaries({"access_type": st.just(applications), "targets": what}),
        }
    )
