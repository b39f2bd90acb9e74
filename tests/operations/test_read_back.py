"""What an apply finds where it reads a tenant back: what is not as it was reviewed."""

from dataclasses import replace

from crosscloud.domain.clouds import GLOBAL, USGOV
from crosscloud.domain.settings import AFTER_APPLY, DEFAULT, PARTNER, ROOT, Unread
from crosscloud.domain.settings.system_default import SYSTEM_DEFAULT
from crosscloud.domain.tenant import SettingsChange, TenantSettings, apply_changes
from crosscloud.operations.apply import _not_as_reviewed
from tests.support.plans import tenant_as_read

CONTOSO, FABRIKAM = "f6fadfa7-e5c1-4b62-9362-da5cc13da58a", "2c63888f-28f0-4481-be6d-dce7a7ace732"
BEFORE = tenant_as_read("contoso", CONTOSO, GLOBAL)


def now(*endpoints: str, partners: tuple[str, ...] = ()) -> TenantSettings:
    return tenant_as_read("contoso", CONTOSO, GLOBAL, endpoints=endpoints, partners={id_: {} for id_ in partners})


def test_what_is_not_written_as_it_was_reviewed_is_found() -> None:
    reviewed = apply_changes(
        BEFORE, [SettingsChange(ROOT, "update", sections={"allowed_cloud_endpoints": [USGOV.endpoint]})]
    )
    assert _not_as_reviewed(reviewed, now(USGOV.endpoint)) == []
    (found,) = _not_as_reviewed(reviewed, now())
    assert (found.settings, found.before, found.after) == (ROOT, [USGOV.endpoint], [])
    (found,) = _not_as_reviewed(reviewed, now(USGOV.endpoint, partners=(FABRIKAM,)))
    assert (found.partner, found.kind) == (FABRIKAM, "listed")


def test_what_only_the_apply_could_tell_is_as_it_came_out() -> None:
    root = SettingsChange(ROOT, "update", sections={"allowed_cloud_endpoints": AFTER_APPLY})
    assert _not_as_reviewed(apply_changes(BEFORE, [root]), now(USGOV.endpoint)) == []
    partner = SettingsChange(PARTNER, "create", sections={})  # its tenant id is known after the apply
    assert _not_as_reviewed(apply_changes(BEFORE, [partner]), now(partners=(FABRIKAM,))) == []


def test_of_a_default_that_is_reset_what_no_document_states_is_as_it_came_out() -> None:
    reviewed = apply_changes(BEFORE, [SettingsChange(DEFAULT, "delete", on_destroy="reset")])
    assert _not_as_reviewed(reviewed, replace(BEFORE, default={**BEFORE.default, **SYSTEM_DEFAULT})) == []
    found = _not_as_reviewed(reviewed, BEFORE)
    assert {each.section.name for each in found if each.section is not None} <= SYSTEM_DEFAULT.keys()
    assert found != []


def test_what_is_read_back_and_not_understood_is_not_known_to_be_as_reviewed() -> None:
    odd = replace(BEFORE, default={**BEFORE.default, "inbound_trust": Unread("Graph answered it as str")})
    (found,) = _not_as_reviewed(BEFORE, odd)
    assert (found.kind, found.before) == ("unread", None)
