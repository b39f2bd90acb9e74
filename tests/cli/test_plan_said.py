"""What a plan says on stderr, beside its report."""

from dataclasses import replace

from crosscloud.cli.plan import _say_failed
from tests.report.reviews import failed, not_read


def test_a_plan_that_failed_says_which_tenants_in_one_sentence() -> None:
    assert _say_failed(failed()) == "fabrikam could not be planned: the report says why; nothing was saved"
    unread = not_read()
    names = [tenant.name for tenant in unread.plan.tenants if tenant.unreadable]
    assert (
        _say_failed(unread)
        == f"{', '.join(names)} could not be read in full: the report says why; nothing was saved"
    )
    both = replace(unread, plan=replace(unread.plan, tenants=(*failed().plan.tenants, *unread.plan.tenants)))
    assert _say_failed(both).startswith(f"fabrikam could not be planned and {', '.join(names)} could not be read")
