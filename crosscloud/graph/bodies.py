"""The bodies of writes: which sections go to which version of the API, in Graph's own spelling."""

from collections.abc import Mapping
from typing import Any

from crosscloud.domain.clouds import Cloud
from crosscloud.domain.settings import Settings, Value, to_graph

V1 = "v1.0"


def bodies_by_version(settings: Settings, values: Mapping[str, Value], cloud: Cloud) -> dict[str, dict[str, Any]]:
    """One body for each API version that `values` need in `cloud`, v1.0 first; none for no values.

    Args:
        settings: the kind of settings.
        values: section name -> value; null means "inherit".
        cloud: the tenant's cloud.

    Raises:
        ValueError: for a section that `settings` does not have, or that Graph does not declare in `cloud`.
    """
    bodies: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        try:
            section = settings.section(name)
        except KeyError:
            raise ValueError(f"{settings.title} have no section {name!r}") from None
        version = section.version_in(cloud.name)
        if version is None:
            text = f"{name} cannot be set in {cloud}: Graph there does not declare {section.graph}"
            raise ValueError(text)
        bodies.setdefault(version, {})[section.graph] = to_graph(section, value)
    return dict(sorted(bodies.items(), key=lambda item: (item[0] != V1, item[0])))


def version_to_read(settings: Settings, cloud: Cloud) -> str:
    """The API version whose answer has every section that `settings` have in `cloud`: v1.0 where it suffices."""
    versions = {section.version_in(cloud.name) for section in settings.sections_in(cloud.name)}
    return next((version for version in sorted(filter(None, versions)) if version != V1), V1)
