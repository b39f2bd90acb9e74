"""What is unknown for want of permissions alone, and in which tenant they are missing."""

import pytest

from crosscloud.domain.directory.reasons import NOT_ASKED, because, needs
from crosscloud.domain.findings.finding import Facts, Place, finding
from crosscloud.domain.findings.permissions import MissingPermissions, find_missing_permissions
from crosscloud.domain.findings.rules.guests import DomainsUnknown, Inviters
from crosscloud.domain.findings.rules.names import NamesNotCompared
from crosscloud.domain.findings.unread import NotRead
from crosscloud.domain.named import NamedId
from tests.domain.findings.made_situations import CONTOSO, DESK, ENGINEERS, FABRIKAM

GROUP = NamedId("group", ENGINEERS, "engineers", "contoso", CONTOSO)
APPLICATION = NamedId("application", DESK, "supply-desk", "contoso", CONTOSO)
USER, MAIL = needs("User.Read.All"), needs("Organization.Read.All")


def missing(facts: Facts) -> MissingPermissions | None:
    return find_missing_permissions(finding("XC403", (CONTOSO,), Place(CONTOSO), facts, severity="unknown"))


@pytest.mark.parametrize(
    ("facts", "tenant", "permissions"),
    [
        (NotRead("guests", USER), CONTOSO, {"User.Read.All"}),
        (NotRead("guests", needs("Organization.Read.All", FABRIKAM)), FABRIKAM, {"Organization.Read.All"}),
        (DomainsUnknown(CONTOSO, FABRIKAM, is_allow_list=True, reason=MAIL), FABRIKAM, {"Organization.Read.All"}),
        (
            NamesNotCompared(CONTOSO, (GROUP, APPLICATION), frozenset({needs("A"), needs("B")})),
            CONTOSO,
            {"A", "B"},
        ),
    ],
)
def test_the_permissions_and_the_tenant_in_which_they_are_missing(
    facts: Facts, tenant: str, permissions: set[str]
) -> None:
    assert missing(facts) == MissingPermissions(tenant, frozenset(permissions))


@pytest.mark.parametrize(
    "facts",
    [
        NotRead("guests", NOT_ASKED),
        NotRead("guests", because("503")),
        NamesNotCompared(CONTOSO, (GROUP,), frozenset()),
        NamesNotCompared(CONTOSO, (GROUP, APPLICATION), frozenset({needs("A")})),  # one was read, and has no name
        NamesNotCompared(CONTOSO, (GROUP, APPLICATION), frozenset({needs("A"), because("503")})),
        Inviters(CONTOSO, "none"),
    ],
)
def test_what_has_another_reason_is_not_only_a_matter_of_permissions(facts: Facts) -> None:
    assert missing(facts) is None
