"""How two readings of a tenant differ, in sentences."""

from typing import Any

import pytest

from crosscloud.domain.findings.rules.stale import SettingsMoved
from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Unread
from crosscloud.domain.settings.compare import parts_of
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION, USER_SYNC_INBOUND
from crosscloud.domain.tenant import Difference
from crosscloud.wording.differences import difference_in_words, moved_in_words, object_in_words
from crosscloud.wording.names import Names

CONTOSO, FABRIKAM = "f6fadfa7-e5c1-4b62-9362-da5cc13da58a", "2c63888f-28f0-4481-be6d-dce7a7ace732"
OUTSIDE, ENGINEERS = "11111111-2222-4333-8444-555555555555", "ac8efe12-1c59-49f1-ba2d-de83458bfed0"
NAMES = Names({CONTOSO: "contoso", FABRIKAM: "fabrikam"}, {ENGINEERS: "engineers (of contoso)"}.get)
(ENDPOINTS,) = ROOT.sections
TRUST, INBOUND = (PARTNER.section(name) for name in ("inbound_trust", "b2b_collaboration_inbound"))
WHY = Unread("403 Forbidden")
LISTED = {"access_type": "allowed", "targets": [{"target": ENGINEERS, "target_type": "group"}]}
SYNC = IDENTITY_SYNCHRONIZATION


def member(settings: Any, partner: str | None, section: Any, *path: str, **sides: Any) -> Difference:
    """A difference in one member of a section."""
    types = {found: type_ for found, type_, _ in parts_of(section.type, None)}
    return Difference(settings, partner, "value", section, path, types[path], **sides)


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (
            member(ROOT, None, ENDPOINTS, before=["microsoftonline.us"], after=[]),
            "cross-cloud settings: allowed_cloud_endpoints was [microsoftonline.us], is []",
        ),
        (
            member(DEFAULT, None, DEFAULT.section("inbound_trust"), "is_mfa_accepted", before=False, after=True),
            "default settings: inbound_trust.is_mfa_accepted was false, is true",
        ),
        (
            member(PARTNER, FABRIKAM, INBOUND, "users_and_groups", before=LISTED, after=None),
            f"partner fabrikam: b2b_collaboration_inbound.users_and_groups was allowed group {ENGINEERS} "
            "engineers (of contoso), is not set",
        ),
        (
            member(SYNC, FABRIKAM, USER_SYNC_INBOUND, "is_sync_allowed", before=True, after=False),
            "partner fabrikam, identity synchronization: user_sync_inbound.is_sync_allowed was true, is false",
        ),
        (Difference(PARTNER, FABRIKAM, "listed"), "partner fabrikam is listed now"),
        (Difference(PARTNER, OUTSIDE, "not listed"), f"partner {OUTSIDE} is no longer listed"),
        (Difference(PARTNER, FABRIKAM, "service provider"), "partner fabrikam is a service provider now"),
        (Difference(PARTNER, FABRIKAM, "no service provider"), "partner fabrikam is no longer a service provider"),
        (Difference(PARTNER, FABRIKAM, "listed twice"), "partner fabrikam is listed more than once now"),
        (Difference(PARTNER, FABRIKAM, "listed once"), "partner fabrikam is listed only once now"),
        (Difference(SYNC, FABRIKAM, "listed"), "partner fabrikam, identity synchronization is listed now"),
        (
            Difference(SYNC, FABRIKAM, "unread"),
            "partner fabrikam, identity synchronization: could be read only once",
        ),
        (Difference(PARTNER, None, "unread", after=WHY), "partners: could be read only once"),
        (Difference(PARTNER, OUTSIDE, "unread", before=WHY), f"partner {OUTSIDE}: could be read only once"),
        (Difference(DEFAULT, None, "unread", before=WHY), "default settings: could be read only once"),
        (
            Difference(ROOT, None, "unread", ENDPOINTS, before=WHY, after=[]),
            "cross-cloud settings: allowed_cloud_endpoints was not known (403 Forbidden), is []",
        ),
        (
            Difference(PARTNER, FABRIKAM, "unread", TRUST, before=None, after=WHY),
            "partner fabrikam: inbound_trust was none, is not known (403 Forbidden)",
        ),
    ],
)
def test_a_difference_is_one_sentence(difference: Difference, words: str) -> None:
    assert difference_in_words(difference, NAMES) == words
    assert words.startswith(object_in_words(difference, NAMES))


def test_what_cannot_be_read_comes_before_what_differs() -> None:
    facts = SettingsMoved(CONTOSO, (Difference(PARTNER, FABRIKAM, "listed"),), (("default", "403"),))
    assert moved_in_words(facts, NAMES) == ["default cannot be read: 403", "partner fabrikam is listed now"]
    assert moved_in_words(SettingsMoved(CONTOSO, (), ()), NAMES) == []
