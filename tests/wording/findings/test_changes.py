"""What is told of an unsafe change (3xx), word for word; of the traps: test_causes.py."""

import datetime as dt

import pytest

from crosscloud.domain.access import Targets, compare
from crosscloud.domain.access.comparison import Width
from crosscloud.domain.access.section import EVERYTHING, Rule
from crosscloud.domain.access.ways import DIRECT_CONNECT_WAY, M365_COLLABORATION, USER_SYNCHRONISATION
from crosscloud.domain.applications import GUEST_ESSENTIALS, RIGHTS_MANAGEMENT, TERMS_OF_USE
from crosscloud.domain.clouds import GLOBAL
from crosscloud.domain.departed import DepartedTenant
from crosscloud.domain.findings import Severity
from crosscloud.domain.findings.causes import End
from crosscloud.domain.findings.finding import Facts, Place, finding
from crosscloud.domain.findings.openness import half
from crosscloud.domain.findings.rules.cut_off import (
    CloudSwitchedOff,
    DefaultCloses,
    ManyRemoved,
    ServiceProviderRemoved,
)
from crosscloud.domain.findings.rules.departed import StateLeftBehind
from crosscloud.domain.findings.rules.existing import AlreadyListed
from crosscloud.domain.findings.rules.holds import (
    Grant,
    Granted,
    HoldUndone,
    Opened,
    OpenedAccess,
    OtherSection,
)
from crosscloud.domain.findings.rules.needed_applications import GuestEssentials, ProtectedMail
from crosscloud.domain.findings.rules.open_default import DefaultIsOpen
from crosscloud.domain.findings.rules.other_ways import OtherWayWidens
from crosscloud.domain.findings.rules.stale import SettingsMoved
from crosscloud.domain.findings.rules.standing_holds import OpenUnderHold, OpenWay
from crosscloud.domain.findings.rules.trust import TrustChanges
from crosscloud.domain.findings.rules.widening import Gain, NoSafeOrder, Way, Widening
from crosscloud.domain.findings.situation import ExistingEntry
from crosscloud.domain.hold import Hold
from crosscloud.domain.settings import PARTNER
from crosscloud.domain.tenant import Difference
from crosscloud.domain.truth import Truth
from crosscloud.wording.findings import Said, say
from crosscloud.wording.findings.changes import WORDS
from crosscloud.wording.names import Names
from tests.domain.findings.made_situations import (
    CONTOSO,
    ENGINEERS,
    FABRIKAM,
    OUTSIDE,
    TAILSPIN,
    TO_USGOV,
    VAULT,
)

NAMES = Names(
    {CONTOSO: "contoso", FABRIKAM: "fabrikam", TAILSPIN: "tailspin"},
    {ENGINEERS: "engineers", VAULT: "design-vault"}.get,
)
INBOUND, OUTBOUND = "b2b_collaboration_inbound", "b2b_collaboration_outbound"
DIRECT_IN = "b2b_direct_connect_inbound"
MFA, DEVICE, HYBRID = (
    "is_mfa_accepted",
    "is_compliant_device_accepted",
    "is_hybrid_azure_ad_joined_device_accepted",
)
ALL = Targets(everything=True)
NOTHING = Rule(ALL, True, ALL, True)
TO_VAULT = Rule(Targets(classes=frozenset({ENGINEERS})), False, Targets(ids=frozenset({VAULT})), False)
CLOSES, OPENS = compare(half(TO_VAULT), half(NOTHING)), compare(half(NOTHING), half(TO_VAULT))
HOLD = Hold((CONTOSO, FABRIKAM), "INC-4711.", "oncall@contoso.com", dt.date(2026, 11, 20), "pilot.yaml:61")
AGAIN = Hold((FABRIKAM, CONTOSO), "Another one", "soc@contoso.com", dt.date(2026, 11, 21), "pilot.yaml:66")
NONE, ALL_CLAIMS = frozenset[str](), frozenset({MFA, DEVICE, HYBRID})

ROWS = Place(CONTOSO, FABRIKAM, OUTBOUND), Place(CONTOSO, "default_settings", INBOUND)


def opened(*what: Opened, holds: tuple[Hold, ...] = (HOLD,)) -> HoldUndone:
    return HoldUndone((CONTOSO, FABRIKAM), holds, what)


def gain(was: Rule | None, will: Rule | None, *, is_sure: bool = True) -> Gain:
    change = compare(half(was), half(will))
    if is_sure:
        return Gain(change, change.gained, change.width)
    return Gain(change, change.maybe_gained, change.maybe_width)


def end(section: str, was: Rule | None, will: Rule | None, other: str | None = FABRIKAM, **more: bool) -> End:
    return End(CONTOSO, GLOBAL, other, section, was, will, **more)


def widened(way: Way, *, is_sure: bool = True) -> Widening:
    first = way.ends[0]
    return Widening(way, gain(first.was, first.will, is_sure=is_sure), is_sure)


_ENTRY, _DEFAULT = ROWS
_ASK = "See that the two organisations agree on it, and that Conditional Access is written for it."
_LOGS = (
    "Look at the sign-in logs first (AuditLog.Read.All), and give each organisation that must keep access an "
    "entry of its own."
)
_UNUSED = "Who uses the default of contoso today cannot be known from the settings."
_PARTNERS = "Take those partners out in the same plan, or keep the cloud enabled."
_UNDOCUMENTED = "are cut off in both directions. What Microsoft does with their entries is not documented."
_BRANCH = (
    "See whether the plan was made from the wrong branch or environment. If it is meant, remove them in several "
    "plans."
)
_OWNER = "See that whoever owns the applications wants this."
_TAKE_OUT = (
    "Take it out of the code. When the incident is over, take the hold out instead, reviewed like code: "
    "pilot.yaml:61"
)
_MOVED = "The live settings of contoso are not known to be those that were reviewed."
_PLAN_AGAIN = "Plan again, and review what is different."
_HELD = "Held since 2026-11-20 by oncall@contoso.com (pilot.yaml:61): INC-4711."
_KEPT_APART = "The plan opens something between contoso and fabrikam, which a hold keeps apart."

TOLD: list[tuple[str, Facts, Place, Severity | None, str, str, str]] = [
    (
        "XC301",
        DefaultCloses(CONTOSO, GLOBAL, ((INBOUND, CLOSES), (DIRECT_IN, CLOSES)), (OUTBOUND,)),
        _DEFAULT,
        None,
        "The default closes to organisations that nobody listed.",
        f"any other Global organisation -> contoso loses ({INBOUND}). any other Global organisation -> contoso "
        f"loses ({DIRECT_IN}): group engineers -> design-vault. Not known before or after: {OUTBOUND}. {_UNUSED}",
        _LOGS,
    ),
    (
        "XC301",
        DefaultCloses(CONTOSO, GLOBAL, ((OUTBOUND, CLOSES),), ()),
        _DEFAULT,
        None,
        "The default closes to organisations that nobody listed.",
        f"contoso -> any other Global organisation loses ({OUTBOUND}). {_UNUSED}",
        _LOGS,
    ),
    (
        "XC301",
        DefaultCloses(CONTOSO, GLOBAL, (), (INBOUND, OUTBOUND)),
        _DEFAULT,
        "unknown",
        "The default may close to organisations that nobody listed.",
        f"Not known before or after: {INBOUND}, {OUTBOUND}. {_UNUSED}",
        _LOGS,
    ),
    (
        "XC302",
        ServiceProviderRemoved(CONTOSO, FABRIKAM),
        _ENTRY,
        None,
        "contoso would lose the entry of its service provider fabrikam.",
        "Delegated administration by that organisation runs through this entry. Microsoft makes such entries "
        "itself, also when a support request is opened.",
        "Keep the entry, or stop managing it, which leaves it as it is: `keeping=[...]` of the TenantStack, or in "
        "plain Terraform, in place of the resource, "
        "`removed { from = crosscloud_partner_settings.NAME  lifecycle { destroy = false } }`.",
    ),
    (
        "XC302",
        ServiceProviderRemoved(CONTOSO, FABRIKAM, is_sure=False),
        _ENTRY,
        "unknown",
        "contoso would lose the entry of fabrikam, which may be a service provider.",
        "What Graph answers in isServiceProvider is not understood. If it is one, then: Delegated administration "
        "by that organisation runs through this entry. Microsoft makes such entries itself, also when a support "
        "request is opened.",
        "Keep the entry, or stop managing it, which leaves it as it is: `keeping=[...]` of the TenantStack, or in "
        "plain Terraform, in place of the resource, "
        "`removed { from = crosscloud_partner_settings.NAME  lifecycle { destroy = false } }`.",
    ),
    (
        "XC303",
        CloudSwitchedOff(CONTOSO, TO_USGOV, (FABRIKAM, TAILSPIN)),
        _ENTRY,
        None,
        "contoso switches US Government off while partners of it stay listed.",
        f"fabrikam, tailspin: those in US Government {_UNDOCUMENTED}",
        _PARTNERS,
    ),
    (
        "XC303",
        CloudSwitchedOff(CONTOSO, TO_USGOV, (), (*"123456", FABRIKAM)),
        _ENTRY,
        "unknown",
        "contoso switches US Government off while partners whose cloud is not known stay listed.",
        f"1, 2, 3, 4, 5 and 2 more: those in US Government {_UNDOCUMENTED}",
        _PARTNERS,
    ),
    (
        "XC303",
        CloudSwitchedOff(CONTOSO, TO_USGOV, (FABRIKAM,), is_sure=False),
        _ENTRY,
        "unknown",
        "contoso may switch US Government off while partners of it stay listed.",
        f"fabrikam: those in US Government {_UNDOCUMENTED}",
        _PARTNERS,
    ),
    (
        "XC303",
        CloudSwitchedOff(CONTOSO, TO_USGOV, (), lists_all=False),
        _ENTRY,
        "unknown",
        "contoso switches US Government off while it is not known which partners stay listed.",
        f"Those in US Government {_UNDOCUMENTED}",
        _PARTNERS,
    ),
    (
        "XC304",
        ManyRemoved(CONTOSO, (FABRIKAM, TAILSPIN, *"1234"), 1500),
        _ENTRY,
        None,
        "contoso would lose 6 of its 1,500 partners.",
        "fabrikam, tailspin, 1, 2, 3 and 1 more.",
        _BRANCH,
    ),
    (
        "XC304",
        ManyRemoved(CONTOSO, (FABRIKAM, TAILSPIN, "1"), 3),
        _ENTRY,
        None,
        "contoso would lose 3 of its 3 partners.",
        "fabrikam, tailspin, 1.",
        _BRANCH,
    ),
    (
        "XC305",
        ProtectedMail(CONTOSO),
        _ENTRY,
        None,
        f"contoso: {OUTBOUND} of the entry for fabrikam leaves out Microsoft Rights Management.",
        "Users could no longer open mail that the other organisation protects.",
        f"Add the application {RIGHTS_MANAGEMENT} to those allowed (RIGHTS_MANAGEMENT in the code).",
    ),
    (
        "XC306",
        GuestEssentials(CONTOSO, (GUEST_ESSENTIALS[0], GUEST_ESSENTIALS[1])),
        _DEFAULT,
        None,
        f"contoso: {INBOUND} of the default leaves out My Apps, App Access Panel.",
        "Guests need these to find their applications, to manage their account and to register for MFA. Their ids "
        "are not confirmed for US Government and China.",
        "Add GUEST_ESSENTIALS to the applications of the direction: both ends must permit them.",
    ),
    (
        "XC306",
        GuestEssentials(CONTOSO, (TERMS_OF_USE,), CONTOSO, Truth.YES),
        _DEFAULT,
        None,
        f"contoso: {INBOUND} of the default leaves out Terms of Use.",
        "Conditional Access of contoso asks guests to accept terms of use. Their ids are not confirmed for US "
        "Government and China.",
        "Add TERMS_OF_USE to the applications of the direction: both ends must permit them.",
    ),
    (
        "XC306",
        GuestEssentials(CONTOSO, (GUEST_ESSENTIALS[0], TERMS_OF_USE), FABRIKAM, Truth.UNKNOWN),
        _DEFAULT,
        None,
        f"contoso: {INBOUND} of the default leaves out My Apps, Terms of Use.",
        "Guests need these to find their applications, to manage their account and to register for MFA. "
        "Conditional Access of fabrikam may ask guests to accept terms of use. Their ids are not confirmed for US "
        "Government and China.",
        "Add GUEST_ESSENTIALS and TERMS_OF_USE to the applications of the direction: both ends must permit them.",
    ),
    (
        "XC311",
        widened(Way(CONTOSO, FABRIKAM, (end(OUTBOUND, NOTHING, TO_VAULT),))),
        _ENTRY,
        None,
        "contoso -> fabrikam (contoso's half): access widens.",
        "Gained: group engineers -> design-vault.",
        _OWNER,
    ),
    (
        "XC311",
        widened(Way(FABRIKAM, CONTOSO, (end(DIRECT_IN, None, TO_VAULT),), is_cloud_known=False), is_sure=False),
        _ENTRY,
        "unknown",
        "fabrikam -> contoso (contoso's half, direct connect): access may widen.",
        "May be gained: group engineers -> design-vault. The cloud of fabrikam is not known.",
        _OWNER,
    ),
    (
        "XC311",
        Widening(
            Way(
                CONTOSO,
                FABRIKAM,
                (
                    end(OUTBOUND, NOTHING, TO_VAULT, is_inherited=True),
                    End(FABRIKAM, GLOBAL, CONTOSO, INBOUND, TO_VAULT, TO_VAULT),
                ),
            ),
            gain(NOTHING, TO_VAULT),
            is_sure=True,
        ),
        _ENTRY,
        None,
        "contoso -> fabrikam: access widens.",
        "Gained: group engineers -> design-vault. In contoso, b2b_collaboration_outbound "
        "of its own is gone: the default takes over.",
        _OWNER,
    ),
    (
        "XC311",
        Widening(
            Way(
                CONTOSO,
                FABRIKAM,
                (
                    end("b2b_direct_connect_outbound", NOTHING, TO_VAULT),
                    End(FABRIKAM, GLOBAL, CONTOSO, DIRECT_IN, TO_VAULT, TO_VAULT),
                ),
            ),
            gain(NOTHING, TO_VAULT),
            is_sure=True,
        ),
        _ENTRY,
        None,
        "contoso -> fabrikam (direct connect): access widens.",
        "Gained: group engineers -> design-vault.",
        _OWNER,
    ),
    (
        "XC314",
        DefaultIsOpen(CONTOSO, GLOBAL, (INBOUND, OUTBOUND), ((M365_COLLABORATION, "home"),)),
        _DEFAULT,
        None,
        "The default is open to organisations that nobody listed: B2B collaboration (in and out), Microsoft 365 "
        "collaboration (out).",
        "contoso opens it to any other Global organisation, and to listed partners that inherit it. Microsoft "
        "ships the default with collaboration open.",
        "Give each organisation that is meant an entry of its own, then close the default.",
    ),
    (
        "XC315",
        OtherWayWidens(
            M365_COLLABORATION, None, CONTOSO, GLOBAL, CONTOSO, gain(NOTHING, EVERYTHING), is_sure=True
        ),
        _DEFAULT,
        None,
        "any other Global organisation -> contoso: Microsoft 365 collaboration widens to all users and all "
        "applications (contoso's half).",
        "Users of any other Global organisation collaborate with contoso in Microsoft 365 applications. Gained: "
        "all users.",
        "Name those who are meant in m365_collaboration_outbound and m365_collaboration_inbound, or take it back.",
    ),
    (
        "XC316",
        OtherWayWidens(
            USER_SYNCHRONISATION,
            FABRIKAM,
            CONTOSO,
            GLOBAL,
            CONTOSO,
            Gain(gain(NOTHING, EVERYTHING).change, gain(NOTHING, EVERYTHING).pairs, Width(False, False, False)),
            is_sure=False,
            is_cloud_known=False,
        ),
        _ENTRY,
        "unknown",
        "fabrikam -> contoso: synchronisation of users may widen (contoso's half).",
        "fabrikam may write its users into contoso. The cloud of fabrikam is not known.",
        "See that both organisations want it; otherwise take user_sync_inbound back.",
    ),
    (
        "XC307",
        widened(Way(None, CONTOSO, (end(INBOUND, None, EVERYTHING, None),), inheriting=1200), is_sure=False),
        _DEFAULT,
        "unknown",
        "any other Global organisation -> contoso (contoso's half): access may widen to all users and all "
        "applications.",
        "May be gained: all users -> all applications. Listed partners that inherit it: 1,200.",
        "Name the groups and the applications that are meant.",
    ),
    (
        "XC307",
        widened(Way(FABRIKAM, CONTOSO, (end(INBOUND, TO_VAULT, Rule(ALL, False, TO_VAULT.applications, False)),))),
        _ENTRY,
        None,
        "fabrikam -> contoso (contoso's half): access widens to all users.",
        "AllUsers stands for every user of fabrikam, those who come later included. Gained: all users but group "
        "engineers -> design-vault.",
        "Name the groups that are meant.",
    ),
    (
        "XC308",
        TrustChanges(CONTOSO, FABRIKAM, GLOBAL, NONE, ALL_CLAIMS),
        _ENTRY,
        None,
        "Trusts MFA, compliant devices and hybrid joined devices of fabrikam.",
        "The device management of fabrikam decides what is compliant. MFA done in the home tenant satisfies "
        "Conditional Access in contoso.",
        _ASK,
    ),
    (
        "XC308",
        TrustChanges(CONTOSO, FABRIKAM, GLOBAL, frozenset({MFA}), frozenset({HYBRID})),
        _ENTRY,
        None,
        "Trusts hybrid joined devices of fabrikam, and no longer MFA.",
        "Users of fabrikam may have to register for MFA in contoso, or be blocked for their device.",
        _ASK,
    ),
    (
        "XC308",
        TrustChanges(CONTOSO, FABRIKAM, GLOBAL, ALL_CLAIMS, frozenset({MFA})),
        _ENTRY,
        None,
        "No longer trusts compliant devices and hybrid joined devices of fabrikam.",
        "Users of fabrikam may have to register for MFA in contoso, or be blocked for their device.",
        _ASK,
    ),
    (
        "XC308",
        TrustChanges(CONTOSO, None, GLOBAL, NONE, frozenset({HYBRID})),
        _DEFAULT,
        None,
        "Trusts hybrid joined devices of any other Global organisation.",
        "It decides whose word Conditional Access in contoso takes.",
        _ASK,
    ),
    (
        "XC308",
        TrustChanges(CONTOSO, OUTSIDE, GLOBAL, None, ALL_CLAIMS),
        _ENTRY,
        "unknown",
        f"Trust in {OUTSIDE} may change: it is not known before or after.",
        "It decides whose word Conditional Access in contoso takes.",
        _ASK,
    ),
    (
        "XC312",
        opened(
            OpenedAccess(CONTOSO, FABRIKAM, OUTBOUND, OPENS, OPENS.gained, is_sure=True),
            OpenedAccess(FABRIKAM, CONTOSO, DIRECT_IN, OPENS, OPENS.gained, is_sure=False),
            OtherSection(CONTOSO, FABRIKAM, "m365_collaboration_inbound"),
            holds=(HOLD, AGAIN),
        ),
        _ENTRY,
        None,
        _KEPT_APART,
        f"{_HELD} Held since 2026-11-21 by soc@contoso.com (pilot.yaml:66): Another one. contoso -> fabrikam "
        "gains (contoso's half): group engineers -> design-vault. contoso -> fabrikam may gain "
        "(fabrikam's half, direct connect): group engineers -> design-vault. "
        "m365_collaboration_inbound of contoso changes towards fabrikam, and may permit more.",
        f"{_TAKE_OUT}, pilot.yaml:66.",
    ),
    *(
        (
            "XC312",
            opened(Granted(CONTOSO, FABRIKAM, grant, is_sure)),
            _ENTRY,
            None,
            _KEPT_APART,
            f"{_HELD} {'' if is_sure else 'Possibly, '}contoso newly {words}.",
            f"{_TAKE_OUT}.",
        )
        for is_sure in (True, False)
        for grant, words in {
            Grant.ENTRY: "does not block both ways in its entry for fabrikam",
            Grant.MFA: "trusts MFA of fabrikam",
            Grant.COMPLIANT_DEVICES: "trusts compliant devices of fabrikam",
            Grant.HYBRID_JOINED_DEVICES: "trusts hybrid joined devices of fabrikam",
            Grant.CONSENT_INBOUND: "lets users of fabrikam in without a consent prompt",
            Grant.CONSENT_OUTBOUND: "lets its users into fabrikam without a consent prompt",
            Grant.USER_SYNCHRONISATION: "lets fabrikam synchronise users",
            Grant.GROUP_SYNCHRONISATION: "lets fabrikam synchronise groups",
        }.items()
    ),
    (
        "XC321",
        OpenUnderHold(
            (CONTOSO, FABRIKAM),
            (HOLD,),
            (
                OpenWay(CONTOSO, FABRIKAM, None, is_sure=True),
                OpenWay(FABRIKAM, CONTOSO, USER_SYNCHRONISATION, is_sure=False),
            ),
            across=True,
        ),
        Place(CONTOSO, FABRIKAM),
        None,
        "A hold stands between contoso and fabrikam, and access is open.",
        f"{_HELD} contoso -> fabrikam: collaboration is open. fabrikam -> contoso: synchronisation of users is "
        "not known to be closed.",
        "Give both directions between contoso and fabrikam Access.block_all() in main.py, plan and apply: a hold "
        "never refuses what closes. Take the identity synchronization of the entry out, or set is_sync_allowed to "
        "false. Between clouds, taking the entries out closes all of it.",
    ),
    (
        "XC321",
        OpenUnderHold(
            (CONTOSO, TAILSPIN),
            (HOLD,),
            (OpenWay(TAILSPIN, CONTOSO, DIRECT_CONNECT_WAY, is_sure=False, half_of=CONTOSO),),
            across=False,
        ),
        Place(CONTOSO, TAILSPIN),
        "unknown",
        "A hold stands between contoso and tailspin, and access may be open.",
        f"{_HELD} tailspin -> contoso: direct connect is not known to be closed (contoso's half).",
        "Give both directions between contoso and tailspin Access.block_all() in main.py, plan and apply: a hold "
        "never refuses what closes. Block b2b_direct_connect_inbound, b2b_direct_connect_outbound in the entries, "
        "too.",
    ),
    (
        "XC322",
        StateLeftBehind(
            DepartedTenant(OUTSIDE, ".crosscloud/pilot/state/wingtip.tfstate", (CONTOSO, FABRIKAM)), (CONTOSO,)
        ),
        Place(OUTSIDE),
        None,
        f"Tenant {OUTSIDE} has no stack any more, and its state stays: .crosscloud/pilot/state/wingtip.tfstate.",
        f"As far as the state tells, {OUTSIDE} still has entries for contoso, fabrikam, and nothing plans them "
        "any more. contoso still lists it.",
        "Put it back into the environment file with its sign_in, and take its partnerships out of main.py; plan "
        "and apply. Then take it out again, and move .crosscloud/pilot/state/wingtip.tfstate away. Where it is no "
        "longer yours to set, have its owner remove the entries, and move the state away.",
    ),
    (
        "XC322",
        StateLeftBehind(DepartedTenant(OUTSIDE, "wingtip.tfstate"), (CONTOSO, FABRIKAM)),
        Place(OUTSIDE),
        None,
        f"Tenant {OUTSIDE} has no stack any more, and its state stays: wingtip.tfstate.",
        f"As far as the state tells, {OUTSIDE} still has settings, and nothing plans them any more. contoso, "
        "fabrikam still list it.",
        "Put it back into the environment file with its sign_in, and take its partnerships out of main.py; plan "
        "and apply. Then take it out again, and move wingtip.tfstate away. Where it is no longer yours to set, "
        "have its owner remove the entries, and move the state away.",
    ),
    (
        "XC323",
        AlreadyListed(
            ExistingEntry(CONTOSO, FABRIKAM, PARTNER.name, "crosscloud_partner_settings.gov"),
            ExistingEntry(CONTOSO, FABRIKAM, "partner_identity_synchronization", "crosscloud_sync.gov"),
        ),
        Place(CONTOSO, FABRIKAM),
        None,
        "contoso lists fabrikam already: to create it is refused when the plan is applied.",
        "The live entry says otherwise than is planned, and is in no state.",
        "Adopt it as it is planned: adopt_existing=[contoso] in the Partnership (in HCL adopt_existing = true). "
        f'Or import it: stack.partners["gov"].import_from("{FABRIKAM}") (in HCL import {{ to = '
        f'crosscloud_partner_settings.gov, id = "{FABRIKAM}" }}; import {{ to = crosscloud_sync.gov, id = '
        f'"{FABRIKAM}" }}). Either way, the next plan shows what changes. Where a tenant was renamed, have it '
        "keep the place of its state.",
    ),
    (
        "XC323",
        AlreadyListed(
            ExistingEntry(
                CONTOSO, FABRIKAM, "partner_identity_synchronization", "crosscloud_sync.gov", is_sure=False
            )
        ),
        Place(CONTOSO, FABRIKAM),
        "unknown",
        "contoso has an identity synchronization for fabrikam already: to create it is refused when the plan is "
        "applied.",
        "The live entry may say otherwise than is planned, and is in no state.",
        "Adopt it as it is planned: adopt_existing=True in the resource (in HCL adopt_existing = true). Or import "
        f'it: import_from (in HCL import {{ to = crosscloud_sync.gov, id = "{FABRIKAM}" }}). Either way, the next '
        "plan shows what changes. Where a tenant was renamed, have it keep the place of its state.",
    ),
    (
        "XC313",
        NoSafeOrder((CONTOSO, FABRIKAM)),
        Place(CONTOSO),
        None,
        "No order of applying contoso, fabrikam is safe.",
        "The plan widens at one end and narrows at the other. Whichever tenant comes first, for a while the two "
        "would permit what neither before nor after permits.",
        "Narrow in one plan, and widen in the next.",
    ),
    (
        "XC309",
        SettingsMoved(
            CONTOSO,
            (
                Difference(
                    PARTNER,
                    FABRIKAM,
                    "value",
                    PARTNER.section("inbound_trust"),
                    (MFA,),
                    PARTNER.section("inbound_trust").type,
                    before=True,
                    after=False,
                ),
                Difference(PARTNER, TAILSPIN, "listed"),
            ),
            (),
        ),
        Place(CONTOSO),
        None,
        _MOVED,
        f"partner fabrikam: inbound_trust.{MFA} was true, is false. partner tailspin is listed now.",
        _PLAN_AGAIN,
    ),
    (
        "XC309",
        SettingsMoved(CONTOSO, (), (("default", "403 Forbidden"), ("partners", "403 Forbidden"))),
        Place(CONTOSO),
        None,
        _MOVED,
        "default cannot be read: 403 Forbidden. partners cannot be read: 403 Forbidden.",
        _PLAN_AGAIN,
    ),
]


@pytest.mark.parametrize(("id_", "facts", "place", "severity", "summary", "detail", "fix"), TOLD)
def test_what_is_told(
    id_: str, facts: Facts, place: Place, severity: Severity | None, summary: str, detail: str, fix: str
) -> None:
    told = say(finding(id_, (), place, facts, severity=severity), NAMES)
    assert told == Said(summary, detail, fix)


def test_every_kind_of_facts_and_every_grant_is_told() -> None:
    assert {type(facts) for _, facts, *_ in TOLD} == set(WORDS)
    undone = [facts for _, facts, *_ in TOLD if isinstance(facts, HoldUndone)]
    granted = {each.grant for facts in undone for each in facts.opened if isinstance(each, Granted)}
    assert granted == set(Grant)


def test_a_gate_that_falls_is_no_list() -> None:
    """What is told of a gain that no list brings: a partner is listed, a cloud enabled."""
    change = compare(half(EVERYTHING, Truth.NO), half(EVERYTHING))
    way = Way(FABRIKAM, CONTOSO, (end(INBOUND, EVERYTHING, EVERYTHING),))
    facts = Widening(way, Gain(change, change.gained, change.width), is_sure=True)
    told = say(finding("XC307", (), _ENTRY, facts), NAMES)
    assert told.summary == "fabrikam -> contoso (contoso's half): access widens to all users and all applications."
    assert told.detail == "Gained: all users -> all applications."
    assert told.fix == "Name the groups and the applications that are meant."
