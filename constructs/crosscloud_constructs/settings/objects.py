"""The three objects of a tenant's cross-tenant access policy: root, default and partner, as values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields

from crosscloud.domain.applications import RIGHTS_MANAGEMENT
from crosscloud.domain.clouds import CLOUDS, Cloud
from crosscloud.domain.settings import DEFAULT, PARTNER, Settings, Value
from crosscloud_constructs.errors import IntentProblem, SettingsError
from crosscloud_constructs.settings.access import Access
from crosscloud_constructs.settings.checks import problems_of
from crosscloud_constructs.settings.targets import ALL_USERS
from crosscloud_constructs.settings.trust import AutomaticUserConsent, InboundTrust
from crosscloud_constructs.source import Source, calling_code


@dataclass(frozen=True, slots=True)
class CrossCloudSettings:
    """Which other clouds a tenant may collaborate with; each takes part only with tenants listed as partners.

    Attributes:
        clouds: the other clouds.
        source: where in the code it was made.
    """

    clouds: tuple[Cloud, ...]
    source: Source = field(compare=False, repr=False)

    def __init__(self, clouds: Iterable[Cloud | str]) -> None:
        """Takes clouds, or their names: `global`, `usgov`, `usgov_dod`, `china`.

        Raises:
            SettingsError: for a name that is no cloud.
        """
        where, given = calling_code(), list(clouds)
        known = ", ".join(CLOUDS)
        unknown = [cloud for cloud in given if isinstance(cloud, str) and cloud not in CLOUDS]
        if unknown:
            raise SettingsError(
                IntentProblem(f"{cloud!r} is not a cloud", where, f"Write one of {known}") for cloud in unknown
            )
        object.__setattr__(self, "source", where)
        object.__setattr__(
            self, "clouds", tuple(CLOUDS[cloud] if isinstance(cloud, str) else cloud for cloud in given)
        )

    def sections(self) -> dict[str, Value]:
        """The values by section; the endpoints sorted, each once (US Government's two clouds have one)."""
        endpoints: list[Value] = [*sorted({cloud.endpoint for cloud in self.clouds})]
        return {"allowed_cloud_endpoints": endpoints}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sections:
    """What the default and the partner share: sections, each given or left out."""

    b2b_collaboration_inbound: Access | None = None
    b2b_collaboration_outbound: Access | None = None
    inbound_trust: InboundTrust | None = None
    source: Source = field(default_factory=calling_code, init=False, compare=False, repr=False)

    def _given(self) -> Iterator[tuple[str, Access | InboundTrust | AutomaticUserConsent]]:
        for each in fields(self):
            value = getattr(self, each.name)
            if each.name != "source" and value is not None:
                yield each.name, value

    def _check(self, settings: Settings) -> None:
        found = [
            IntentProblem(
                f"{type(self).__name__}.{name} is a {type(value).__name__}", self.source, f"Give {_MADE_BY[name]}"
            )
            for name, value in self._given()
            if not isinstance(value, _TYPES[name])
        ]
        if not found:
            found = list(problems_of(settings, self.sections(), self.source, type(self).__name__))
        if found:
            raise SettingsError(found)

    def sections(self) -> dict[str, Value]:
        """The values of the sections that are given, by name."""
        return {name: value.to_value() for name, value in self._given()}


_TYPES = {
    "b2b_collaboration_inbound": Access,
    "b2b_collaboration_outbound": Access,
    "inbound_trust": InboundTrust,
    "automatic_user_consent_settings": AutomaticUserConsent,
}
_MADE_BY = {
    name: "Access.allow(...) or Access.block_all()" if made is Access else f"{made.__name__}(...)"
    for name, made in _TYPES.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultSettings(_Sections):
    """What applies to every organisation of the same cloud that is not a partner, and where a partner inherits.

    A section left out is left as it is. An inbound default can name ALL_USERS only: nobody knows the ids of
    organisations that are not listed.

    Attributes:
        b2b_collaboration_inbound: who of any other organisation may reach what here.
        b2b_collaboration_outbound: who of this tenant may reach what in any other organisation.
        inbound_trust: whose claims are accepted of any other organisation.
        source: where in the code it was made.
    """

    def __post_init__(self) -> None:
        self._check(DEFAULT)

    @classmethod
    def hardened(cls) -> "DefaultSettings":
        """Nobody comes in; everybody goes out, but only to read protected mail; nothing is trusted.

        Microsoft Rights Management stays open outbound, since protected mail from other organisations could
        not be read otherwise (Microsoft's page on cross-tenant access settings for B2B collaboration).
        """
        return cls(
            b2b_collaboration_inbound=Access.block_all(),
            b2b_collaboration_outbound=Access.allow(users=ALL_USERS, applications=[RIGHTS_MANAGEMENT]),
            inbound_trust=InboundTrust(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerSettings(_Sections):
    """What applies to one other organisation; a section left out is inherited from the default.

    Attributes:
        b2b_collaboration_inbound: who of the partner may reach what here.
        b2b_collaboration_outbound: who of this tenant may reach what of the partner.
        inbound_trust: which of the partner's claims are accepted here.
        automatic_user_consent_settings: this tenant's halves of automatic redemption.
        source: where in the code it was made.
    """

    automatic_user_consent_settings: AutomaticUserConsent | None = None

    def __post_init__(self) -> None:
        self._check(PARTNER)
