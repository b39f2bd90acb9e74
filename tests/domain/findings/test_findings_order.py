"""XC313: no order of applying is safe; which orders are is held in tests/domain/test_access_order.py."""

from crosscloud.domain.findings import check_change
from crosscloud.domain.findings.rules.widening import NoSafeOrder
from tests.domain.findings.made_situations import (
    CLOSED,
    CONTOSO,
    DESK,
    ENGINEERS,
    FABRIKAM,
    OPEN,
    VAULT,
    b2b,
    found,
    pair_of,
)

ONE = b2b("allowed", (ENGINEERS,), "allowed", (VAULT,))
OTHER = b2b("allowed", (ENGINEERS,), "allowed", (DESK,))


def test_where_no_order_is_safe_it_is_an_error() -> None:
    before, after = pair_of((ONE, OTHER), (ONE, OTHER)), pair_of((OTHER, ONE), (OTHER, ONE))
    findings = found("XC313", check_change(before, after))
    assert [(each.severity, each.tenants) for each in findings] == [("error", (CONTOSO, FABRIKAM))]
    assert findings[0].facts == NoSafeOrder((CONTOSO, FABRIKAM))


def test_where_one_order_is_safe_or_nothing_changes_there_is_none() -> None:
    before, after = pair_of((OPEN, CLOSED), (CLOSED, ONE)), pair_of((OTHER, CLOSED), (CLOSED, OPEN))
    assert found("XC313", check_change(before, after)) == []
    assert found("XC313", check_change(before, before)) == []
