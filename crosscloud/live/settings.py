"""The tenants as Graph has them now: read all at once, and compared with what was reviewed."""

from collections.abc import Mapping, Sequence
from typing import Any

from crosscloud.domain.guid import fold
from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Settings, sections_from_graph
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud.domain.settings.table import PART_OF_SNAPSHOT
from crosscloud.environment import Tenant
from crosscloud.graph import SignIn, TenantReading, connect, sign_in_from_variables
from crosscloud.runtime.environ import Phase, with_identity
from crosscloud.runtime.threads import concurrently
from crosscloud.wording.settings import changes_in_words


def read_tenants(tenants: Sequence[Tenant], environ: Mapping[str, str], phase: Phase) -> list[TenantReading]:
    """Read every tenant, all at once, each with its own credentials from `environ`, as the identity of `phase`.

    What cannot be read stands in the reading as unreadable.

    Raises:
        SignInConfigurationError: where a variable that a sign-in needs is missing or contradicts another.
    """
    sign_ins = [
        sign_in_from_variables(
            tenant.tenant_id,
            tenant.cloud,
            tenant.variable_prefix,
            with_identity(environ, tenant, phase),
        )
        for tenant in tenants
    ]
    return concurrently(_read, sign_ins)


def _read(sign_in: SignIn) -> TenantReading:
    with connect(sign_in) as api:
        return api.read_tenant()


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What differs between two snapshots of one tenant in the settings that crosscloud knows, in words.

    A part that only one of the two could read differs too: it is not known to be the same.
    """
    found: list[str] = []
    for settings in (ROOT, DEFAULT):
        part = PART_OF_SNAPSHOT[settings.name]
        found += _compare(settings, settings.title, before.get(part), now.get(part))
    old, new = before.get("partners"), now.get("partners")
    if old is None or new is None:
        return [*found, *_compare(PARTNER, "partners", old and {}, new and {})]
    old_by_id, new_by_id = _by_id(old), _by_id(new)
    for tenant_id in sorted(old_by_id.keys() | new_by_id.keys()):
        title = f"partner {tenant_id}"
        if tenant_id not in new_by_id:
            found.append(f"{title} is no longer listed")
        elif tenant_id not in old_by_id:
            found.append(f"{title} is listed now")
        else:
            was, now_is = old_by_id[tenant_id], new_by_id[tenant_id]
            found += _compare(PARTNER, title, was, now_is)
            found += _compare(
                IDENTITY_SYNCHRONIZATION,
                f"{title}, identity synchronization",
                was.get("identitySynchronization") or {},
                now_is.get("identitySynchronization") or {},
            )
    return found


def _compare(
    settings: Settings, title: str, before: Mapping[str, Any] | None, now: Mapping[str, Any] | None
) -> list[str]:
    if before is None or now is None:
        return [] if before is now else [f"{title}: could be read only once"]
    old, new = sections_from_graph(settings, before), sections_from_graph(settings, now)
    return [
        f"{title}: {section.name}{'.' if path else ''}{path} was {was}, is {is_now}"
        for section in settings.sections
        for path, was, is_now in changes_in_words(section.type, old[section.name], new[section.name])
    ]


def _by_id(partners: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {fold(str(partner.get("tenantId"))): partner for partner in partners}
