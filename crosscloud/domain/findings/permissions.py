"""What was not read for want of a permission alone: to grant it is all that is to do, whichever rule says so."""

from dataclasses import dataclass

from crosscloud.domain.directory import Reason, Why
from crosscloud.domain.findings.finding import Finding
from crosscloud.domain.findings.rules.guests import DomainsUnknown
from crosscloud.domain.findings.rules.names import NamesNotCompared
from crosscloud.domain.findings.unread import NotRead


@dataclass(frozen=True, slots=True)
class MissingPermissions:
    """Permissions that would answer a finding.

    Attributes:
        tenant: the id of the tenant in which they are missing.
        permissions: their names, such as `User.Read.All`.
    """

    tenant: str
    permissions: frozenset[str]


def find_missing_permissions(finding: Finding) -> MissingPermissions | None:
    """The permissions for want of which `finding` is unknown; None where it is not, or for another reason too."""
    match finding.facts:
        case NotRead(reason=reason):
            return _missing(finding.tenants[0], [reason])
        case DomainsUnknown(home=home, reason=reason):
            return _missing(home, [reason])
        case NamesNotCompared(tenant=tenant, names=names, reasons=reasons):
            kinds = {named.kind for named in names}  # one permission each; what has none was read and is not there
            return _missing(tenant, list(reasons)) if len(reasons) == len(kinds) else None
    return None


def _missing(tenant: str, reasons: list[Reason]) -> MissingPermissions | None:
    if not reasons or any(reason.why is not Why.PERMISSION for reason in reasons):
        return None
    return MissingPermissions(reasons[0].tenant or tenant, frozenset(reason.text for reason in reasons))
