"""XC322: a tenant left, and its state stays. XC323: what a plan creates is there already."""

from dataclasses import replace

from crosscloud.domain.departed import DepartedTenant
from crosscloud.domain.findings import check, check_change
from crosscloud.domain.findings.rules.departed import StateLeftBehind
from crosscloud.domain.findings.rules.existing import AlreadyListed
from crosscloud.domain.findings.situation import ExistingEntry
from tests.domain.findings.made_situations import (
    CONTOSO,
    FABRIKAM,
    OUTSIDE,
    both_ends,
    contoso,
    fabrikam,
    found,
    partner,
    situation,
)

LEFT = DepartedTenant(OUTSIDE, ".crosscloud/pilot/state/wingtip.tfstate", (CONTOSO,))
ENTRY = ExistingEntry(CONTOSO, FABRIKAM, "partner_settings", "crosscloud_partner_settings.fabrikam")
BELOW = replace(ENTRY, kind="partner_identity_synchronization", address="crosscloud_sync.fabrikam", is_sure=False)


def test_who_still_lists_it_is_named() -> None:
    (one,) = found("XC322", check(situation(contoso(partner(OUTSIDE)), fabrikam(), departed=(LEFT,))))
    assert one.facts == StateLeftBehind(LEFT, (CONTOSO,))
    assert (one.severity, one.tenants) == ("warning", (OUTSIDE,))


def test_nobody_lists_it() -> None:
    (one,) = found("XC322", check(situation(contoso(), departed=(LEFT,))))
    assert one.facts == StateLeftBehind(LEFT)


def test_of_one_partner_there_is_one_finding_and_what_is_sure_decides() -> None:
    before = both_ends()
    (one,) = found("XC323", check_change(before, replace(before, existing=(BELOW, ENTRY))))
    assert (one.severity, one.facts) == ("error", AlreadyListed(ENTRY, BELOW))
    (one,) = found("XC323", check_change(before, replace(before, existing=(BELOW,))))
    assert (one.severity, one.facts) == ("unknown", AlreadyListed(BELOW))
    assert found("XC323", check_change(before, before)) == []
