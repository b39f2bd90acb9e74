"""What is told of what the settings do not decide (4xx) and of names in the directory (XC114), word for word."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from crosscloud.domain.access import Targets
from crosscloud.domain.access.section import Rule
from crosscloud.domain.directory import ANOTHERS, NOT_ASKED, NOT_WANTED, Guests
from crosscloud.domain.directory.conditional_access import MFA
from crosscloud.domain.directory.reasons import because, needs
from crosscloud.domain.findings import Severity
from crosscloud.domain.findings.finding import Facts, Place, finding
from crosscloud.domain.findings.openness import half, permitted
from crosscloud.domain.findings.rules.capabilities import MicrosoftShown
from crosscloud.domain.findings.rules.conditional_access import UntrustedDemand
from crosscloud.domain.findings.rules.guests import (
    INVITERS,
    DomainsKeptOut,
    DomainsUnknown,
    GuestsCounted,
    GuestsLetIn,
    Inviters,
    WorkerUnavailable,
)
from crosscloud.domain.findings.rules.names import NamesMismatch, NamesNotCompared
from crosscloud.domain.findings.unread import NotRead
from crosscloud.domain.named import NamedId
from crosscloud.wording.findings import Said, say
from crosscloud.wording.findings.directory import WORDS
from crosscloud.wording.names import Names
from tests.domain.findings.made_situations import CONTOSO, DESK, ENGINEERS, FABRIKAM, VAULT

NAMES = Names({CONTOSO: "contoso", FABRIKAM: "fabrikam"}, {ENGINEERS: "engineers", VAULT: "design-vault"}.get)
GROUP = NamedId("group", ENGINEERS, "engineers", "contoso", CONTOSO, "ENG Design Engineers")
APPLICATION = NamedId("application", DESK, "supply-desk", "contoso", CONTOSO)
DEVICE, HYBRID = "is_compliant_device_accepted", "is_hybrid_azure_ad_joined_device_accepted"
ENGINEERS_TO_VAULT = Rule(Targets(classes=frozenset({ENGINEERS})), False, Targets(ids=frozenset({VAULT})), False)
GAINED = permitted(half(ENGINEERS_TO_VAULT))


def untrusted(**facts: Iterable[str]) -> UntrustedDemand:
    """What contoso asks of guests from fabrikam; what is not given is empty."""
    claims, sure, doubtful, untold = (
        frozenset(facts.get(name, ())) for name in ("claims", "sure", "doubtful", "untold")
    )
    return UntrustedDemand(FABRIKAM, CONTOSO, claims, sure, doubtful, untold)


TOLD: list[tuple[str, Facts, Severity | None, str, str, str]] = [
    (
        "XC114",
        NamesMismatch(CONTOSO, ((GROUP, "All Staff"),)),
        None,
        "1 name of contoso does not match its directory.",
        'group engineers (0d6b3c55-8f5a-4d0e-8d3e-3b7c8a4e2f01): the directory calls it "All '
        'Staff", the file "ENG Design Engineers".',
        "Correct the id, or the display_name in the environment file. A wrong id lets in somebody else.",
    ),
    (
        "XC114",
        NamesMismatch(CONTOSO, ((GROUP, None), (APPLICATION, None))),
        None,
        "2 names of contoso do not match its directory.",
        "group engineers (0d6b3c55-8f5a-4d0e-8d3e-3b7c8a4e2f01): the directory has none with "
        'this id, the file "ENG Design Engineers"; application supply-desk '
        "(7a9e4f10-52c7-4b86-a1d3-94be0c6d3e02): the directory has none with this id.",
        "Correct the id, or the display_name in the environment file. A wrong id lets in somebody else.",
    ),
    (
        "XC114",
        NamesNotCompared(CONTOSO, (GROUP,), frozenset()),
        "unknown",
        "1 name of contoso was not compared with its directory.",
        "The ids of engineers come from the environment file alone.",
        "Compare the ids with the directory (GroupMember.Read.All, Application.Read.All) when they change.",
    ),
    (
        "XC114",
        NamesNotCompared(CONTOSO, (GROUP, APPLICATION), frozenset({needs("B.Read.All"), needs("A.Read.All")})),
        "unknown",
        "2 names of contoso were not compared with its directory (needs A.Read.All, B.Read.All).",
        "The ids of engineers, supply-desk come from the environment file alone.",
        "Compare the ids with the directory (GroupMember.Read.All, Application.Read.All) when they change.",
    ),
    (
        "XC401",
        NotRead("authorization", needs("Policy.Read.All")),
        "unknown",
        "Rules on who may invite guests were not read: needs Policy.Read.All.",
        "No plan needs it; it is said so that nobody takes silence for an answer.",
        "Grant the planning application that permission, or look in the admin center.",
    ),
    (
        "XC402",
        NotRead("invitation_domains", because("Graph has them in Global alone")),
        "unknown",
        "Invitation domain lists were not read: Graph has them in Global alone.",
        "No plan needs it; it is said so that nobody takes silence for an answer.",
        "Look in the admin center.",
    ),
    (
        "XC403",
        NotRead("guests", NOT_WANTED),
        "unknown",
        "Guest accounts were not read: they were not asked for.",
        "No plan needs it; it is said so that nobody takes silence for an answer.",
        "Look in the admin center.",
    ),
    (
        "XC404",
        NotRead("worker", NOT_ASKED),
        "unknown",
        'Service principals "Microsoft B2B Cross Cloud Worker" were not read: this run does not ask that tenant.',
        "No plan needs it; it is said so that nobody takes silence for an answer.",
        "Look in the admin center.",
    ),
    (
        "XC405",
        NotRead("conditional_access", needs("Policy.Read.All")),
        "unknown",
        "Conditional Access policies were not read: needs Policy.Read.All.",
        "No plan needs it; it is said so that nobody takes silence for an answer.",
        "Grant the planning application that permission, or look in the admin center.",
    ),
    (
        "XC401",
        Inviters(CONTOSO, "none"),
        None,
        "Nobody may invite guests, not even an administrator.",
        'authorizationPolicy, allowInvitesFrom: "none". Guests that exist already are not touched by it.',
        "Let at least administrators and Guest Inviters invite (External collaboration "
        "settings), or expect no new guests.",
    ),
    (
        "XC401",
        Inviters(CONTOSO, "adminsAndGuestInviters"),
        None,
        "Only administrators and Guest Inviters may invite guests.",
        'authorizationPolicy, allowInvitesFrom: "adminsAndGuestInviters". Guests that exist '
        "already are not touched by it.",
        "Give the role Guest Inviter to those who should invite.",
    ),
    (
        "XC401",
        Inviters(CONTOSO, "adminsGuestInvitersAndAllMembers"),
        None,
        "Administrators, Guest Inviters and all members may invite guests.",
        'authorizationPolicy, allowInvitesFrom: "adminsGuestInvitersAndAllMembers". Guests that '
        "exist already are not touched by it.",
        "If that is not meant, limit it in the External collaboration settings.",
    ),
    (
        "XC401",
        Inviters(CONTOSO, "everyone"),
        None,
        "Everybody may invite guests, guests among them.",
        'authorizationPolicy, allowInvitesFrom: "everyone". Guests that exist already are not touched by it.',
        "If that is not meant, limit it in the External collaboration settings.",
    ),
    (
        "XC401",
        Inviters(CONTOSO, "somethingNew"),
        "unknown",
        "Who may invite guests is set to a value that no document names.",
        'authorizationPolicy, allowInvitesFrom: "somethingNew". Guests that exist already are not touched by it.',
        "If that is not meant, limit it in the External collaboration settings.",
    ),
    (
        "XC402",
        DomainsUnknown(CONTOSO, FABRIKAM, is_allow_list=False, reason=NOT_ASKED),
        "unknown",
        "Whether contoso's list of denied domains keeps out fabrikam is not known.",
        "The domains of fabrikam were not read: this run does not ask that tenant.",
        "Write them as `domains:` of fabrikam in the environment file.",
    ),
    (
        "XC402",
        DomainsUnknown(CONTOSO, FABRIKAM, is_allow_list=True, reason=ANOTHERS),
        "unknown",
        "Whether contoso's list of allowed domains keeps out fabrikam is not known.",
        "The domains of fabrikam were not read: it is another organisation's.",
        "Write them as `domains:` of fabrikam in the environment file.",
    ),
    (
        "XC402",
        DomainsKeptOut(CONTOSO, FABRIKAM, True, frozenset({"fabrikam.us"}), are_all=True),
        None,
        "contoso's list of allowed domains keeps out all users of fabrikam.",
        "Nobody of fabrikam.us can be invited. The list is checked beside these settings, and a denial wins.",
        "Add them to the list (External collaboration settings of contoso), or close the direction.",
    ),
    (
        "XC402",
        DomainsKeptOut(CONTOSO, FABRIKAM, False, frozenset({"b.us", "a.us"}), are_all=False),
        None,
        "contoso's list of denied domains keeps out some users of fabrikam.",
        "Nobody of a.us, b.us can be invited. The list is checked beside these settings, and a denial wins.",
        "Take them off the list (External collaboration settings of contoso), or close the direction.",
    ),
    (
        "XC403",
        GuestsCounted(CONTOSO, FABRIKAM, Guests(0, 0)),
        None,
        "contoso -> fabrikam: no guest of contoso exists in fabrikam yet.",
        "Guests are counted by the domains of their mail. Nobody signs in without a guest account.",
        "Invite who is missing, by user principal name; each user once per tenant.",
    ),
    (
        "XC403",
        GuestsCounted(CONTOSO, FABRIKAM, Guests(0, 0), is_open=False),
        "unknown",
        "contoso -> fabrikam: no guest of contoso exists in fabrikam yet.",
        "Guests are counted by the domains of their mail. Nobody signs in without a guest account. Whether these "
        "settings let anybody in there is not known.",
        "Invite who is missing, by user principal name; each user once per tenant.",
    ),
    (
        "XC403",
        GuestsCounted(CONTOSO, FABRIKAM, Guests(1, 0)),
        None,
        "contoso -> fabrikam: 1 guest exists.",
        "Guests are counted by the domains of their mail. Nobody signs in without a guest account.",
        "Invite who is missing, by user principal name; each user once per tenant.",
    ),
    (
        "XC403",
        GuestsCounted(CONTOSO, FABRIKAM, Guests(1_200, 3)),
        None,
        "contoso -> fabrikam: 1,200 guests exist, 3 of which did not redeem the invitation.",
        "Guests are counted by the domains of their mail. Nobody signs in without a guest account.",
        "Invite who is missing, by user principal name; each user once per tenant.",
    ),
    (
        "XC403",
        GuestsLetIn(CONTOSO, FABRIKAM, 38, *GAINED),
        None,
        "contoso -> fabrikam: 38 guests exist already and can use at once what this opens.",
        "Gained: group engineers -> design-vault. Which of the guests are among those was not read.",
        "Look through the guests that exist before this is applied.",
    ),
    (
        "XC403",
        GuestsLetIn(CONTOSO, FABRIKAM, 38, *GAINED, is_sure=False),
        "unknown",
        "contoso -> fabrikam: 38 guests exist already and can use at once what this may open.",
        "May be gained: group engineers -> design-vault. Which of the guests are among those was not read.",
        "Look through the guests that exist before this is applied.",
    ),
    (
        "XC404",
        WorkerUnavailable(CONTOSO, is_disabled=True),
        None,
        'contoso has disabled its service principal "Microsoft B2B Cross Cloud Worker".',
        "Users of contoso cannot redeem invitations to tenants of another cloud.",
        "Enable it in contoso: Enterprise applications, Properties, Enabled for users to sign in.",
    ),
    (
        "XC404",
        WorkerUnavailable(CONTOSO, is_disabled=False),
        "unknown",
        'contoso has no service principal "Microsoft B2B Cross Cloud Worker".',
        "Whether the service makes it at the first redemption is not documented.",
        "Redeem one invitation, then check again.",
    ),
    (
        "XC405",
        untrusted(claims={MFA}, sure={"Guests need it"}),
        None,
        "fabrikam -> contoso: Conditional Access of contoso asks for MFA, which it does not accept from fabrikam.",
        '"Guests need it". Guests must register for MFA in contoso.',
        "Accept the claim in inbound_trust of contoso, or leave these guests out of the policy.",
    ),
    (
        "XC405",
        untrusted(claims={MFA, DEVICE, HYBRID}, sure={"b", "a"}, doubtful={"c"}, untold={"d"}),
        None,
        "fabrikam -> contoso: Conditional Access of contoso asks for MFA and a compliant device "
        "and a hybrid joined device, which it does not accept from fabrikam.",
        '"a", "b". Guests are blocked for their device. Guests must register for MFA in contoso. '
        '"c" may ask guests too: who is in its users, groups and roles, or when it applies, was '
        'not evaluated. Whether contoso accepts what "d" asks for is not known.',
        "Accept the claim in inbound_trust of contoso, or leave these guests out of the policy.",
    ),
    (
        "XC405",
        replace(untrusted(claims={MFA}, sure={"Everybody needs it"}), by_direct_connect=True),
        None,
        "fabrikam -> contoso (direct connect): Conditional Access of contoso asks for MFA, which it does not "
        "accept from fabrikam.",
        '"Everybody needs it". Their sign-in fails with AADSTS90071: by direct connect, contoso can only accept '
        "MFA done in fabrikam.",
        "Accept the claim in inbound_trust of contoso, or leave these users out of the policy.",
    ),
    (
        "XC405",
        untrusted(doubtful={"Guests need it"}),
        "unknown",
        "fabrikam -> contoso: Conditional Access of contoso may ask guests for what it does not accept from them.",
        '"Guests need it" may ask guests too: who is in its users, groups and roles, or when it '
        "applies, was not evaluated.",
        "Accept the claim in inbound_trust of contoso, or leave these guests out of the policy.",
    ),
    (
        "XC405",
        untrusted(untold={"Guests need it"}),
        "unknown",
        "fabrikam -> contoso: Conditional Access of contoso may ask guests for what it does not accept from them.",
        'Whether contoso accepts what "Guests need it" asks for is not known.',
        "Accept the claim in inbound_trust of contoso, or leave these guests out of the policy.",
    ),
    (
        "XC406",
        MicrosoftShown(FABRIKAM, CONTOSO, ("crossTenantMailTipsAll",), (), is_way_sure=True),
        None,
        'contoso shows users of fabrikam some of its Microsoft 365 data: "crossTenantMailTipsAll".',
        "Whose data each capability is about (its resourceScopes) was not evaluated.",
        "Take capabilities that are not meant away from m365Capabilities of contoso, or close "
        "m365_collaboration_inbound (app_service_connect_inbound for migration) to fabrikam.",
    ),
    (
        "XC406",
        MicrosoftShown(FABRIKAM, CONTOSO, (), ("crossTenantMailTipsAll",), is_way_sure=True),
        "unknown",
        "contoso may show users of fabrikam some of its Microsoft 365 data.",
        'Not known of "crossTenantMailTipsAll": an answer is not understood, or no document says whether a '
        "partner's take the place of the default's one by one. Whose data each capability is about (its "
        "resourceScopes) was not evaluated.",
        "Take capabilities that are not meant away from m365Capabilities of contoso, or close "
        "m365_collaboration_inbound (app_service_connect_inbound for migration) to fabrikam.",
    ),
    (
        "XC406",
        NotRead("m365_capabilities", needs("Policy.Read.All")),
        "unknown",
        "Microsoft 365 capabilities were not read: needs Policy.Read.All.",
        "No plan needs it; it is said so that nobody takes silence for an answer.",
        "Grant the planning application that permission, or look in the admin center.",
    ),
]


@pytest.mark.parametrize(("id_", "facts", "severity", "summary", "detail", "fix"), TOLD)
def test_what_is_told(
    id_: str, facts: Facts, severity: Severity | None, summary: str, detail: str, fix: str
) -> None:
    told = say(finding(id_, (), Place(""), facts, severity=severity), NAMES)
    assert told == Said(summary, detail, fix)


def test_every_kind_of_facts_is_told() -> None:
    assert {type(facts) for _, facts, *_ in TOLD} == set(WORDS)


def test_every_documented_value_of_who_may_invite_has_its_words() -> None:
    told = {facts.value for _, facts, severity, *_ in TOLD if isinstance(facts, Inviters) and severity is None}
    assert told == set(INVITERS)


def test_names_are_those_of_the_reader_and_ids_otherwise() -> None:
    told = say(finding("XC403", (), Place(""), GuestsLetIn(CONTOSO, FABRIKAM, 38, *GAINED)), Names())
    assert told.summary.startswith(f"{CONTOSO} -> {FABRIKAM}: ")
    assert "engineers" not in told.detail
    assert ENGINEERS in told.detail


def test_policies_with_very_long_names_and_many_of_them_are_told_in_short() -> None:
    facts = untrusted(claims={DEVICE}, sure={f"{n} {'x' * 5_000}" for n in range(40)})
    told = say(finding("XC405", (), Place(""), facts), NAMES)
    assert len(told.detail) < 600
    assert "and 35 more" in told.detail
