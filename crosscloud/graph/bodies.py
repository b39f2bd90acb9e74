"""The bodies of writes: which sections go to which version of the API, in Graph's own spelling."""

from collections.abc import Collection, Mapping
from typing import Any

from crosscloud.domain.clouds import Cloud
from crosscloud.domain.settings import Section, Settings, Value, to_graph

V1 = "v1.0"
_VERSIONS = (V1, "beta")


def bodies_by_version(
    settings: Settings, values: Mapping[str, Value], cloud: Cloud, tries: Collection[str] = ()
) -> dict[str, dict[str, Any]]:
    """One body for each API version that `values` need in `cloud`, v1.0 first; none for no values.

    It is one body where one version has all the sections, so that a write is whole or not at all.

    Args:
        settings: the kind of settings.
        values: section name -> value; null means "inherit".
        cloud: the tenant's cloud.
        tries: the sections that may be sent where Microsoft's sources disagree whether `cloud` has them.

    Raises:
        ValueError: for a section that `settings` does not have, or that Graph does not declare in `cloud`.
    """
    given = {name: _section(settings, name, cloud, tries) for name in values}
    common = _common_version(given.values(), cloud, tries)
    bodies: dict[str, dict[str, Any]] = {}
    for name, section in given.items():
        version = common or section.versions_in(cloud.name, tries)[0]
        bodies.setdefault(version, {})[section.graph] = to_graph(section, values[name])
    return dict(sorted(bodies.items(), key=lambda item: _VERSIONS.index(item[0])))


def version_to_read(settings: Settings, cloud: Cloud) -> str:
    """The API version whose answer has every section that `settings` have in `cloud`: v1.0 where it suffices.

    Raises:
        ValueError: where no version has them all.
    """
    version = _common_version(list(settings.sections_in(cloud.name)), cloud)
    if version is None:
        raise ValueError(f"no one version of Graph in {cloud} has every section of the {settings.title}")
    return version


def _section(settings: Settings, name: str, cloud: Cloud, tries: Collection[str]) -> Section:
    try:
        section = settings.section(name)
    except KeyError:
        raise ValueError(f"{settings.title} have no section {name!r}") from None
    if not section.versions_in(cloud.name, tries):
        raise ValueError(f"{name} cannot be set in {cloud}: Graph there does not declare {section.graph}")
    return section


def _common_version(sections: Collection[Section], cloud: Cloud, tries: Collection[str] = ()) -> str | None:
    """The first version that has all of `sections`."""
    for version in _VERSIONS:
        if all(version in section.versions_in(cloud.name, tries) for section in sections):
            return version
    return None
