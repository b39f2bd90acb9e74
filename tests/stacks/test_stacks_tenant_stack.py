"""One stack per tenant: what is in it, in which order, and what it refuses."""

import json
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV, USGOV_DOD
from crosscloud.domain.finding_policy import Acceptance, FindingPolicy
from crosscloud.domain.hold import Hold
from crosscloud.environment import Backend, Tenant
from crosscloud_constructs import (
    ALL_APPLICATIONS,
    ALL_USERS,
    Access,
    App,
    DefaultSettings,
    Direction,
    Partnership,
    StackError,
)
from crosscloud_constructs.cdk import TerraformElement, TerraformStack
from stacks import TenantStack
from tests.constructs.made_up import tenant


@pytest.fixture
def app(tmp_path: Path) -> App:
    return App(outdir=str(tmp_path / "cdktf.out"))


@pytest.fixture
def contoso(tmp_path: Path) -> Tenant:
    return tenant("contoso", backend=Backend("local", {"path": str(tmp_path / "private/deep/contoso.tfstate")}))


FABRIKAM, NORTHWIND = tenant("fabrikam", USGOV), tenant("northwind", CHINA)
ADATUM, LITWARE = tenant("adatum", GLOBAL), tenant("litware", USGOV_DOD)


def between(home: Tenant, resource: Tenant) -> Partnership:
    access = Access.allow(groups=[home.group("engineers")], applications=[resource.application("desk")])
    return Partnership(Direction(home=home, resource=resource, access=access))


def synthesised(app: App, stack: TerraformStack) -> Any:
    app.synth()
    path = Path(app.outdir) / "stacks" / stack.node.id / "cdk.tf.json"
    return json.loads(path.read_text())


def test_the_provider_is_given_what_the_environment_accepts(app: App, contoso: Tenant) -> None:
    entry = Acceptance("XC301", (contoso.tenant_id,), "${nobody}", "lead@contoso.com", date(2027, 6, 30), 7)
    weighed = replace(contoso, finding_policy=FindingPolicy((entry,), {"XC207": "error"}))
    (provider,) = synthesised(app, TenantStack(app, weighed))["provider"]["crosscloud"]
    assert provider["accept"] == [
        {
            "finding": "XC301",
            "tenants": [contoso.tenant_id],
            "reason": "$${nobody}",
            "approved_by": "lead@contoso.com",
            "expires": "2027-06-30",
        }
    ]
    assert provider["severity"] == {"xc207": "error"}  # cdktf writes keys in lower case; the provider takes both


def test_the_provider_is_given_whom_its_tenant_is_held_apart_from(app: App, contoso: Tenant) -> None:
    who = (contoso.tenant_id, FABRIKAM.tenant_id)
    hold = Hold(who, "INC-4711 ${x}", "oncall@contoso.com", date(2026, 11, 20), "environments/test.yaml:61")
    (provider,) = synthesised(app, TenantStack(app, replace(contoso, holds=(hold,))))["provider"]["crosscloud"]
    assert provider["hold"] == [
        {
            "tenants": list(who),
            "reason": "INC-4711 $${x}",
            "held_by": "oncall@contoso.com",
            "since": "2026-11-20",
            "where": "environments/test.yaml:61",
        }
    ]


def test_a_stack_has_its_tenants_half_in_order(app: App, contoso: Tenant) -> None:
    with_fabrikam = between(contoso, FABRIKAM)
    partnerships = [with_fabrikam, between(NORTHWIND, contoso), between(ADATUM, FABRIKAM)]
    stack = TenantStack(app, contoso, defaults=DefaultSettings.hardened(), partnerships=partnerships)
    TerraformElement(stack, "somebody-elses-construct")
    made = synthesised(app, stack)

    assert stack.node.id == "test-global-contoso"
    assert made["provider"]["crosscloud"] == [
        {"tenant_id": contoso.tenant_id, "cloud": "global", "environment_prefix": "CROSSCLOUD_CONTOSO"}
    ]
    assert made["terraform"]["required_version"] == ">= 1.6"
    assert made["terraform"]["backend"] == {"local": dict(contoso.backend.settings) if contoso.backend else None}
    assert "output" not in made

    resources = made["resource"]
    assert resources.keys() == {
        "crosscloud_settings",
        "crosscloud_partner_settings",
        "crosscloud_default_settings",
    }
    assert resources["crosscloud_settings"]["this"]["allowed_cloud_endpoints"] == [
        "microsoftonline.us",
        "partner.microsoftonline.cn",
    ]
    partners = resources["crosscloud_partner_settings"]
    assert partners.keys() == {"fabrikam", "northwind"}
    assert partners["fabrikam"]["tenant_id"] == FABRIKAM.tenant_id
    entry = with_fabrikam.entry_for(contoso).sections()
    assert {name: partners["fabrikam"][name] for name in entry} == entry
    assert partners["northwind"]["depends_on"] == ["crosscloud_settings.this"]
    assert resources["crosscloud_default_settings"]["this"]["depends_on"] == [
        "crosscloud_settings.this",
        "crosscloud_partner_settings.fabrikam",
        "crosscloud_partner_settings.northwind",
    ]

    note = made["//"]["crosscloud"]
    assert note["format"] == "crosscloud/stack/v1"
    assert (note["environment"], note["tenant"], note["cloud"]) == ("test", "contoso", "global")
    assert note["tenant_id"] == contoso.tenant_id
    assert note["sources"]["crosscloud_partner_settings.fabrikam"] == str(with_fabrikam.source)
    assert note["sources"].keys() == {
        "crosscloud_settings.this",
        "crosscloud_partner_settings.fabrikam",
        "crosscloud_partner_settings.northwind",
        "crosscloud_default_settings.this",
    }
    assert [(each["home"], each["resource"]) for each in note["directions"]] == [
        (contoso.tenant_id, FABRIKAM.tenant_id),
        (NORTHWIND.tenant_id, contoso.tenant_id),
    ]


def test_within_one_cloud_no_cloud_is_enabled(app: App, contoso: Tenant) -> None:
    stack = TenantStack(app, contoso, partnerships=[between(contoso, ADATUM)])
    resources = synthesised(app, stack)["resource"]
    assert resources["crosscloud_settings"]["this"]["allowed_cloud_endpoints"] == []
    assert "crosscloud_default_settings" not in resources
    assert stack.defaults is None
    assert list(stack.partners) == ["adatum"]


def test_both_ends_of_a_partnership_enable_each_others_cloud(app: App, contoso: Tenant) -> None:
    pair = [between(contoso, LITWARE), between(contoso, FABRIKAM)]
    for each, endpoints in (
        (contoso, ["microsoftonline.us"]),
        (LITWARE, ["microsoftonline.com"]),
        (FABRIKAM, ["microsoftonline.com"]),
    ):
        made = TenantStack(app, each, partnerships=pair).to_terraform()
        assert made["resource"]["crosscloud_settings"]["this"]["allowed_cloud_endpoints"] == endpoints


def test_folders_of_local_state_are_their_owners_alone(app: App, contoso: Tenant, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    TenantStack(app, contoso)
    assert stat.S_IMODE((tmp_path / "private").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "private/deep").stat().st_mode) == 0o700
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    TenantStack(App(outdir=str(tmp_path / "again")), contoso)


def test_a_stack_is_made_once_for_each_tenant(app: App) -> None:
    TenantStack(app, FABRIKAM)
    with pytest.raises(StackError, match="the app has a stack test-usgov-fabrikam already"):
        TenantStack(app, FABRIKAM)


GROUP_OF_ADATUM = Access.allow(groups=[ADATUM.group("engineers")], applications=ALL_APPLICATIONS)
DESK_OF_ADATUM = Access.allow(users=ALL_USERS, applications=[ADATUM.application("desk")])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            {"partnerships": [between(ADATUM, FABRIKAM), between(FABRIKAM, ADATUM)]},
            "fabrikam and adatum have two partnerships, the first in tests/stacks/test_stacks_tenant_stack.py:",
        ),
        ({"partnerships": between(ADATUM, FABRIKAM)}, "Write partnerships=[...]"),
        ({"partnerships": ["fabrikam"]}, "partnerships= is no list of partnerships"),
        ({"defaults": Access.block_all()}, "defaults= is a Access. Give DefaultSettings(...)"),
        (
            {"defaults": DefaultSettings(b2b_collaboration_outbound=GROUP_OF_ADATUM)},
            "group engineers is of adatum; the outbound default of fabrikam is for its own users. Name a group of",
        ),
        (
            {"defaults": DefaultSettings(b2b_collaboration_inbound=DESK_OF_ADATUM)},
            "application desk is of adatum; the inbound default of fabrikam leads to its own applications",
        ),
        (
            {"partnerships": [between(tenant("a", environment="pilot"), tenant("b", environment="pilot"))]},
            "a partnership of environment pilot stands in a stack of environment test",
        ),
    ],
)
def test_a_mistake_is_answered_before_anything_is_made(app: App, arguments: dict[str, Any], says: str) -> None:
    with pytest.raises(StackError) as caught:
        TenantStack(app, FABRIKAM, **arguments)
    assert says in str(caught.value)
    assert str(caught.value).startswith("tests/stacks/test_stacks_tenant_stack.py:")
    assert not app.node.children


def test_another_organisations_tenant_has_no_stack(app: App) -> None:
    with pytest.raises(StackError, match=r"fabrikam is not managed here: it has no sign_in\. Make stacks for"):
        TenantStack(app, replace(FABRIKAM, is_managed=False))


def test_what_is_no_tenant_has_no_stack(app: App) -> None:
    wrong: Any = "fabrikam"
    with pytest.raises(StackError, match=r"a stack of a str\. Give environment\.tenant"):
        TenantStack(app, wrong)


def test_all_mistakes_of_a_stack_are_reported_at_once(app: App) -> None:
    twice = [between(ADATUM, FABRIKAM), between(ADATUM, FABRIKAM)]
    defaults = DefaultSettings(
        b2b_collaboration_inbound=DESK_OF_ADATUM, b2b_collaboration_outbound=GROUP_OF_ADATUM
    )
    with pytest.raises(StackError) as caught:
        TenantStack(app, replace(FABRIKAM, is_managed=False), defaults=defaults, partnerships=twice)
    assert len(caught.value.problems) == 4


def test_an_entry_that_is_there_is_adopted_in_the_stack_that_says_so(app: App, contoso: Tenant) -> None:
    one_way = between(contoso, FABRIKAM).directions
    adopting = Partnership(*one_way, adopt_existing=[contoso])
    (here,) = synthesised(app, TenantStack(app, contoso, partnerships=[adopting]))["resource"][
        "crosscloud_partner_settings"
    ].values()
    assert here["adopt_existing"] is True
    (there,) = synthesised(app, TenantStack(app, FABRIKAM, partnerships=[adopting]))["resource"][
        "crosscloud_partner_settings"
    ].values()
    assert "adopt_existing" not in there


def test_an_entry_that_is_there_can_be_imported(app: App, contoso: Tenant) -> None:
    stack = TenantStack(app, contoso, partnerships=[between(contoso, FABRIKAM)])
    stack.partners["fabrikam"].import_from(FABRIKAM.tenant_id)
    written = synthesised(app, stack)
    assert [(each["to"], each["id"]) for each in written["import"]] == [
        ("crosscloud_partner_settings.fabrikam", FABRIKAM.tenant_id)
    ]


def test_a_partner_that_is_no_longer_managed_is_forgotten_and_its_cloud_stays(app: App, contoso: Tenant) -> None:
    stack = TenantStack(app, contoso, partnerships=[between(contoso, NORTHWIND)], keeping=[FABRIKAM, ADATUM])
    written = synthesised(app, stack)
    assert written["removed"] == [
        {"from": f"crosscloud_partner_settings.{name}", "lifecycle": {"destroy": False}}
        for name in ("fabrikam", "adatum")
    ]
    assert sorted(written["resource"]["crosscloud_settings"]["this"]["allowed_cloud_endpoints"]) == [
        "microsoftonline.us",
        "partner.microsoftonline.cn",
    ]
    assert list(written["resource"]["crosscloud_partner_settings"]) == ["northwind"]


def test_a_partner_is_not_managed_and_left_at_once(app: App, contoso: Tenant) -> None:
    with pytest.raises(StackError, match="keeping= names fabrikam, which has a partnership in"):
        TenantStack(app, contoso, partnerships=[between(contoso, FABRIKAM)], keeping=[FABRIKAM])
    with pytest.raises(StackError, match="keeping= names contoso, which cannot be a partner of contoso"):
        TenantStack(app, contoso, keeping=[contoso])
    odd: Any = "fabrikam"
    with pytest.raises(StackError, match="keeping= is no list of tenants"):
        TenantStack(app, contoso, keeping=[odd])


def test_a_partner_that_was_called_otherwise_is_moved(app: App, contoso: Tenant) -> None:
    stack = TenantStack(app, contoso, partnerships=[between(contoso, FABRIKAM)])
    stack.partners["fabrikam"].move_from_id("crosscloud_partner_settings.gov")
    assert [(each["from"], each["to"]) for each in synthesised(app, stack)["moved"]] == [
        ("crosscloud_partner_settings.gov", "crosscloud_partner_settings.fabrikam")
    ]


def test_the_provider_is_told_what_to_try(app: App) -> None:
    stack = TenantStack(app, replace(FABRIKAM, tries=("tenant_restrictions",)))
    (provider,) = synthesised(app, stack)["provider"]["crosscloud"]
    assert provider["try_sections"] == ["tenant_restrictions"]
