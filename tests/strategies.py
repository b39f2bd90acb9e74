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
    PARTNER,
    Bool,
    Collection,
    Object,
    Section,
    Settings,
    Type,
    Value,
    redemption_providers,
)
from crosscloud.domain.settings.shapes import APPLICATIONS, INVITATION_REDEMPTION, TENANT_RESTRICTIONS, USERS

_CASES = (str.lower, str.upper, str.title)
_EVERYONE: Value = [{"target": ALL_USERS, "target_type": "user"}]
_HALVES = ("users_and_groups", "applications")
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


def b2b_settings(*, may_choose_users: bool = True) -> st.SearchStrategy[dict[str, Value]]:
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


def values(
    section: Section, cloud: Cloud = GLOBAL, *, may_choose_users: bool = True, may_leave_out: bool = False
) -> st.SearchStrategy[Value]:
    """Values that `section` may be given in a tenant of `cloud` that declares it; never null.

    Args:
        section: any section of the table.
        cloud: decides which endpoints there are to enable, and which identity providers.
        may_choose_users: false for the section of an inbound default, which is for all users.
        may_leave_out: whether one half may be missing, as a partner's may.
    """
    if isinstance(section.type, Bool):
        return st.booleans()
    if section.name == "allowed_cloud_endpoints":
        return st.lists(st.sampled_from(enableable_endpoints(cloud)), unique=True)
    assert isinstance(section.type, Object)
    members = section.type.members
    if all(isinstance(member.type, Bool) for member in members):
        return st.fixed_dictionaries({member.name: st.booleans() for member in members})
    if section.type is INVITATION_REDEMPTION:
        return _redemption(cloud)
    if len(members) == 1:
        return st.fixed_dictionaries({members[0].name: _one_kind(members[0].type, may_choose_users)})
    whole = b2b_settings(may_choose_users=may_choose_users)
    found = whole | st.builds(_without, whole, st.sampled_from(_HALVES)) if may_leave_out else whole
    return (
        st.builds(_with_devices, found, st.none() | _devices()) if section.type is TENANT_RESTRICTIONS else found
    )


def settings_values(settings: Settings, cloud: Cloud = GLOBAL) -> st.SearchStrategy[dict[str, Value]]:
    """Every section of `settings` by name, each valid or null; always null where `cloud` does not declare it."""
    declared = {section.name for section in settings.sections_in(cloud.name)}
    return st.fixed_dictionaries(
        {
            section.name: st.none()
            | values(
                section,
                cloud,
                may_choose_users=not (settings is DEFAULT and section.name.endswith("_inbound")),
                may_leave_out=settings is PARTNER,
            )
            if section.name in declared
            else st.none()
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


def _redemption(cloud: Cloud) -> st.SearchStrategy[Value]:
    primary, fallback = redemption_providers(cloud)
    return st.fixed_dictionaries(
        {
            "primary_identity_provider_precedence_order": st.lists(
                st.sampled_from(primary), min_size=1, unique=True
            ),
            "fallback_identity_provider": st.sampled_from(fallback),
        }
    )


def _one_kind(type_: Type, may_choose_users: bool) -> st.SearchStrategy[Value]:
    """One half alone: users, users and groups, or applications; allowed or blocked."""
    if type_ is APPLICATIONS:
        chosen = chosen_applications() | st.just(_EVERYTHING)
    elif not may_choose_users:
        chosen = st.just(_EVERYONE)
    else:
        kinds = ("user",) if type_ is USERS else ("user", "group")
        chosen = _targets(st.builds(_target, guids(), st.sampled_from(kinds))) | st.just(_EVERYONE)
    return st.fixed_dictionaries({"access_type": st.sampled_from(("allowed", "blocked")), "targets": chosen})


def _devices() -> st.SearchStrategy[Value]:
    rules = ("device.isCompliant -eq True", "device.deviceOwnership -eq 'Company'")
    return st.fixed_dictionaries({"mode": st.sampled_from(("allowed", "blocked")), "rule": st.sampled_from(rules)})


def _without(value: dict[str, Value], half: str) -> Value:
    return {**value, half: None}


def _with_devices(value: dict[str, Value], devices: Value) -> Value:
    return {**value, "devices": devices}


def _b2b(
    users: str, who: st.SearchStrategy[Value], applications: str, what: st.SearchStrategy[Value]
) -> st.SearchStrategy[dict[str, Value]]:
    return st.fixed_dictionaries(
        {
            "users_and_groups": st.fixed_dictionaries({"access_type": st.just(users), "targets": who}),
            "applications": st.fixed_dictionaries({"access_type": st.just(applications), "targets": what}),
        }
    )
