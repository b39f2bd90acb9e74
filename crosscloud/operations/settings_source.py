"""Where the settings to decide on come from: the live tenants, a snapshot, or a saved plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from crosscloud.domain.directory import DirectoryContext, DirectoryReading
from crosscloud.domain.directory.reasons import because
from crosscloud.domain.findings import Situation, WhyUnread
from crosscloud.domain.findings.rules.capabilities import may_show
from crosscloud.domain.guid import fold
from crosscloud.domain.tenant import Part, TenantSettings, from_snapshot, make_unread_tenant
from crosscloud.environment import Environment
from crosscloud.graph import read_snapshot
from crosscloud.live.connecting import TellPause, tell_nobody
from crosscloud.live.directory import MOST_PARTNERS, find_partners, read_capabilities, read_directories
from crosscloud.live.settings import read_tenants
from crosscloud.operations.bundle import Bundle
from crosscloud.review.situations import build_situation, collect_names
from crosscloud.wording.names import Names


@dataclass(frozen=True)
class SettingsSource:
    """Tenants and what is known of them.

    Attributes:
        situation: every tenant, with what is known of it.
        read: the ids of the tenants that were read, at least in part.
        environment: whose names are used; None without one.
        names: what the reader calls the ids.
        taken_at: when the settings were read.
    """

    situation: Situation
    read: tuple[str, ...]
    environment: Environment | None
    names: Names
    taken_at: datetime

    @property
    def tenants(self) -> dict[str, TenantSettings]:
        """The settings of every tenant, by id."""
        return {tenant_id: facts.settings for tenant_id, facts in self.situation.tenants.items()}

    @property
    def unread(self) -> dict[str, Mapping[Part, str]]:
        """Of each tenant that was to be read (by id): the parts that could not be, with the reason."""
        found = {tenant_id: self.situation.tenants[tenant_id].settings.unreadable for tenant_id in self.read}
        return {tenant_id: parts for tenant_id, parts in found.items() if parts}


def read_live(
    environment: Environment,
    environ: Mapping[str, str],
    *,
    with_directories: bool = False,
    asked_about: Sequence[str] | None = None,
    pause: TellPause = tell_nobody,
) -> SettingsSource:
    """The settings of an environment's managed tenants as Graph has them now.

    Args:
        environment: the environment.
        environ: every tenant's credentials.
        with_directories: whether to read the directory context of each tenant too.
        asked_about: the ids of tenants whose cloud is looked for, as far as they are not in the environment; None
            for every partner that is listed.
        pause: is told where a service asks for one.

    Raises:
        SignInConfigurationError: where a sign-in is not configured.
    """
    taken_at = datetime.now(UTC)
    managed = environment.managed_tenants
    known = {tenant.tenant_id: tenant for tenant in read_tenants(managed, environ, "plan", pause)}
    directory = _read_directories(environment, known, environ, pause) if with_directories else DirectoryReading()
    listed = {partner for settings in known.values() for partner in settings.partners}
    clouds = _find_clouds(environment, environ, listed if asked_about is None else asked_about)
    return _source(environment, known, taken_at, replace(directory, clouds_of={**clouds, **directory.clouds_of}))


def open_snapshot(
    environment: Environment | None, path: Path, *, with_directories: bool = False
) -> SettingsSource:
    """The settings in a snapshot; it holds no directories, so that these stay unread where they are asked for.

    Raises:
        SnapshotFileError: where it cannot be read or is not sound.
    """
    found = read_snapshot(path)
    settings = [from_snapshot(tenant) for tenant in found.tenants]
    known = {tenant.tenant_id: tenant for tenant in settings}
    reason = because("a snapshot does not hold them, crosscloud check --env reads them")
    unread = DirectoryReading(dict.fromkeys(known, DirectoryContext.none_read(reason)))
    return _source(environment, known, found.taken_at, unread if with_directories else None, WhyUnread.NOT_HELD)


def read_planned(environment: Environment, bundle: Bundle) -> SettingsSource:
    """The settings as they will be once a saved plan is applied."""
    known = {plan.tenant_id: plan.after for plan in bundle.plan.tenants if plan.after is not None}
    moments = [datetime.fromisoformat(plan.taken_at) for plan in bundle.plan.tenants if plan.taken_at]
    return _source(environment, known, max(moments, default=datetime.now(UTC)), None, WhyUnread.LEFT_OUT)


def find_tenant(source: SettingsSource, name: str) -> TenantSettings | None:
    """The tenant called `name`, or with that id; None where there is none."""
    tenants = source.tenants.values()
    return next((tenant for tenant in tenants if name == tenant.name or fold(name) == tenant.tenant_id), None)


def make_outsider(source: SettingsSource, tenant_id: str, other: TenantSettings) -> TenantSettings:
    """A tenant that `source` does not hold, of which nothing is known but its id; perhaps a partner of `other`.

    Where its cloud is not known it is that of `other`: what stands between clouds can only take something away.
    """
    cloud = source.situation.cloud_of(fold(tenant_id)) or other.cloud
    return make_unread_tenant(fold(tenant_id), tenant_id, cloud, "it is another organisation's")


def _source(
    environment: Environment | None,
    known: Mapping[str, TenantSettings],
    taken_at: datetime,
    directory: DirectoryReading | None,
    why_unread: WhyUnread = WhyUnread.NOT_ANSWERED,
) -> SettingsSource:
    situation = build_situation(environment, known, directory=directory, why_unread=lambda _: why_unread)
    return SettingsSource(
        situation, tuple(known), environment, collect_names(environment, known.values()), taken_at
    )


def _read_directories(
    environment: Environment, known: Mapping[str, TenantSettings], environ: Mapping[str, str], pause: TellPause
) -> DirectoryReading:
    """The directory context of each tenant, with what it says of the environment's tenants that it lists."""
    managed = environment.managed_tenants
    own = [tenant.tenant_id for tenant in environment.tenants.values()]
    homes = {id_: [home for home in own if home in settings.partners] for id_, settings in known.items()}
    found = read_directories(environment, managed, environ, "plan", homes, pause)
    shown = {id_: [home for home in own if may_show(settings, home)] for id_, settings in known.items()}
    return read_capabilities(found, managed, environ, "plan", shown, pause)


def _find_clouds(
    environment: Environment, environ: Mapping[str, str], tenants: Iterable[str]
) -> dict[str, frozenset[str]]:
    """The clouds of those `tenants` that are not in the environment.

    Of more than are looked for it is unknown for all alike.
    """
    own = {tenant.tenant_id for tenant in environment.tenants.values()}
    outside = sorted({*map(fold, tenants)} - own)
    if len(outside) > MOST_PARTNERS:
        return {}
    return find_partners(environment.managed_tenants, environ, "plan", outside)
