"""Where in a tenant's settings a finding is, in words: `b2b_collaboration_inbound of the entry for fabrikam`."""

from crosscloud.domain.findings.finding import Place
from crosscloud.domain.settings import DEFAULT, ROOT
from crosscloud.wording.names import Names


def object_in_words(place: Place, names: Names) -> str:
    """Which object a finding is in: `the default`, `the entry for fabrikam`."""
    if place.of == DEFAULT.name:
        return "the default"
    return "the policy" if place.of in ("", ROOT.name) else f"the entry for {names.tenant(place.of)}"


def section_in_words(place: Place, names: Names) -> str:
    """Which section a finding is in: `b2b_collaboration_inbound of the default`."""
    return f"{place.section} of {object_in_words(place, names)}"
