"""What a stack makes itself is written together, and each of it is an ordinary construct once it is asked for."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV
from crosscloud_constructs import (
    ALL_APPLICATIONS,
    ALL_USERS,
    Access,
    App,
    DefaultSettings,
    DeviceFilter,
    Direction,
    Expression,
    IntentError,
    PartnerSettingsResource,
    Partnership,
    SettingsResource,
    TenantRestrictions,
    cdk,
)
from crosscloud_constructs.cdk import (
    Aspects,
    Construct,
    IAspect,
    IConstruct,
    TerraformResource,
    TerraformResourceLifecycle,
    TerraformStack,
    implements,
)
from stacks import IntentApp, TenantStack
from stacks.declared import Declared, read_declarations
from tests.constructs.made_up import tenant

CONTOSO, FABRIKAM, NORTHWIND = tenant("contoso"), tenant("fabrikam", USGOV), tenant("northwind", CHINA)
ADATUM = tenant("adatum", GLOBAL)
HERE = "tests/stacks/test_stacks_own_resources.py"
TYPE = "crosscloud_partner_settings"


def between(home: Any, resource: Any) -> Partnership:
    access = Access.allow(groups=[home.group("engineers")], applications=[resource.application("desk")])
    return Partnership(Direction(home=home, resource=resource, access=access))


PARTNERSHIPS = (between(CONTOSO, FABRIKAM), between(NORTHWIND, CONTOSO))


@pytest.fixture
def app(tmp_path: Path) -> Iterator[IntentApp]:
    made = IntentApp(outdir=str(tmp_path / "cdktf.out"))
    yield made
    made.close()


@pytest.fixture
def stack(app: IntentApp) -> TenantStack:
    return TenantStack(app, CONTOSO, defaults=DefaultSettings.hardened(), partnerships=PARTNERSHIPS)


def written(app: App, stack: TenantStack) -> Any:
    app.synth()
    return json.loads((Path(app.outdir) / "stacks" / stack.node.id / "cdk.tf.json").read_text(encoding="utf-8"))


def by_address(stack: TenantStack) -> dict[str, Declared]:
    return {each.address: each for each in read_declarations(stack).objects}


def test_what_is_written_is_what_constructs_of_their_own_would_be(tmp_path: Path) -> None:
    documents = []
    for touched in (False, True):
        app = IntentApp(outdir=str(tmp_path / str(touched)))
        stack = TenantStack(app, CONTOSO, defaults=DefaultSettings.hardened(), partnerships=PARTNERSHIPS)
        if touched:
            assert {stack.cross_cloud, stack.defaults, *stack.partners.values()} <= set(stack.node.children)
        documents.append(written(app, stack))
        assert documents[-1] == stack.to_terraform()
    assert documents[0] == documents[1]
    path = documents[0]["resource"][TYPE]["fabrikam"]["//"]["metadata"]
    assert path == {"path": "test-global-contoso/crosscloud-partner-fabrikam", "uniqueId": "fabrikam"}


def test_partners_by_the_thousand_are_no_constructs(tmp_path: Path) -> None:
    app = IntentApp(outdir=str(tmp_path))
    others = [tenant(f"partner-{number}") for number in range(40)]
    few, many = (
        TenantStack(app, own, partnerships=[between(own, other) for other in others[:number]])
        for own, number in ((CONTOSO, 1), (ADATUM, 40))
    )
    app.synth()
    assert len(few.node.find_all()) == len(many.node.find_all())
    assert len(many.partners) == 40
    assert "partner-39" in many.partners
    assert "partner-40" not in many.partners
    assert list(few.partners) == ["partner-0"]


def test_an_unfinished_file_is_none_that_terraform_could_apply(stack: TenantStack) -> None:
    with stack.bundle.left_out():
        assert stack.to_terraform()["resource"] == {
            "crosscloud-unfinished": "synthesis was interrupted; run it again"
        }
    assert "crosscloud-unfinished" not in stack.to_terraform()["resource"]


def test_a_partner_is_an_ordinary_resource(app: IntentApp, stack: TenantStack) -> None:
    partner = stack.partners["fabrikam"]
    assert stack.partners["fabrikam"] is partner
    assert partner.address == f"{TYPE}.fabrikam"
    assert str(partner.source).startswith(f"{HERE}:")
    partner.add_override("inbound_trust.is_mfa_accepted", True)
    partner.import_from(FABRIKAM.tenant_id)
    partner.lifecycle = TerraformResourceLifecycle(prevent_destroy=True)
    PartnerSettingsResource(
        stack, "mine", tenant_id=ADATUM.tenant_id, name="adatum", adopt_existing=True, depends_on=[partner]
    )
    SettingsResource(stack, "refers", name="refers", allowed_cloud_endpoints=[partner.id, partner.home_tenant_id])
    stack.add_override("resource.crosscloud_settings.refers.allowed_cloud_endpoints", [])
    document = stack.to_terraform()
    made = document["resource"][TYPE]["fabrikam"]
    assert made["inbound_trust"]["is_mfa_accepted"] is True
    assert made["lifecycle"] == {"prevent_destroy": True}
    assert made["depends_on"] == ["crosscloud_settings.this"]
    assert document["import"] == [{"id": FABRIKAM.tenant_id, "to": f"{TYPE}.fabrikam"}]
    assert document["resource"][TYPE]["adatum"]["depends_on"] == [f"{TYPE}.fabrikam"]
    assert document["resource"]["crosscloud_settings"]["refers"]["allowed_cloud_endpoints"] == [
        "${crosscloud_partner_settings.fabrikam.id}",
        "${crosscloud_partner_settings.fabrikam.home_tenant_id}",
    ]
    assert by_address(stack)[f"{TYPE}.fabrikam"].values["inbound_trust"]["is_mfa_accepted"] is True
    assert by_address(stack)[f"{TYPE}.fabrikam"].where() == PARTNERSHIPS[0].source


def test_a_partner_can_be_moved(app: IntentApp, stack: TenantStack) -> None:
    stack.partners["fabrikam"].move_from_id(f"{TYPE}.fabrikam_usgov")
    old = PartnerSettingsResource(stack, "old", tenant_id=NORTHWIND.tenant_id, name="china")
    stack.partners["northwind"].add_move_target("here")
    old.move_to("here")
    document = written(app, stack)
    assert document["resource"][TYPE].keys() == {"fabrikam", "northwind"}
    assert {(each["from"], each["to"]) for each in document["moved"]} == {
        (f"{TYPE}.fabrikam_usgov", f"{TYPE}.fabrikam"),
        (f"{TYPE}.china", f"{TYPE}.northwind"),
    }


def test_the_clouds_and_the_defaults_can_be_changed_too(app: IntentApp, stack: TenantStack) -> None:
    stack.cross_cloud.add_override("on_destroy", "keep")
    assert stack.defaults is not None
    stack.defaults.add_override("inbound_trust.is_mfa_accepted", True)
    resources = written(app, stack)["resource"]
    assert resources["crosscloud_settings"]["this"]["on_destroy"] == "keep"
    default = resources["crosscloud_default_settings"]["this"]
    assert default["inbound_trust"]["is_mfa_accepted"] is True
    assert default["depends_on"] == ["crosscloud_settings.this", f"{TYPE}.fabrikam", f"{TYPE}.northwind"]


def test_what_others_depend_on_keeps_its_address(stack: TenantStack) -> None:
    with pytest.raises(RuntimeError, match="Logical ID may not be overridden"):
        stack.partners["fabrikam"].override_logical_id("another")


def test_an_override_of_the_stack_is_judged_with_the_rest(app: IntentApp, stack: TenantStack) -> None:
    stack.add_override(f"resource.{TYPE}.fabrikam.b2b_collaboration_outbound.users_and_groups.access_type", "open")
    stack.add_override("resource.crosscloud_settings.this.allowed_cloud_endpoints", None)
    stack.add_override("terraform.required_version", ">= 1.9")
    assert stack.to_terraform()["terraform"]["required_version"] == ">= 1.9"
    assert "allowed_cloud_endpoints" not in by_address(stack)["crosscloud_settings.this"].values
    with pytest.raises(
        IntentError, match=r"b2b_collaboration_outbound\.users_and_groups\.access_type must be allowed"
    ):
        app.synth()


def test_an_override_of_all_of_a_type_reaches_each(stack: TenantStack) -> None:
    stack.add_override(f"resource.{TYPE}", {"fabrikam": {"adopt_existing": True}})
    assert stack.to_terraform()["resource"][TYPE]["fabrikam"]["adopt_existing"] is True
    assert by_address(stack)[f"{TYPE}.fabrikam"].values["adopt_existing"] is True


@implements(IAspect)
class Protect:
    """Has Terraform refuse to destroy whatever resource it visits."""

    def visit(self, node: IConstruct) -> None:
        if isinstance(node, TerraformResource):
            node.lifecycle = TerraformResourceLifecycle(prevent_destroy=True)


@pytest.mark.parametrize("testing", [True, False])
def test_aspects_of_a_stack_visit_all_of_it(app: IntentApp, stack: TenantStack, testing: bool) -> None:
    Aspects.of(stack).add(Protect())
    PartnerSettingsResource(stack, "mine", tenant_id=ADATUM.tenant_id, name="adatum")
    document = json.loads(cdk.Testing.synth(stack)) if testing else written(app, stack)
    made = [each for named in document["resource"].values() for each in named.values()]
    assert len(made) == 5
    assert all(each["lifecycle"] == {"prevent_destroy": True} for each in made)


@pytest.mark.parametrize(("level", "is_reached"), [("app", False), ("outer stack", True), ("between", True)])
def test_aspects_above_a_stack_visit_what_it_makes_where_they_visit_the_rest(
    app: IntentApp, level: str, is_reached: bool
) -> None:
    outer = TerraformStack(app, "outer")
    between_both = Construct(outer, "between")
    stack = TenantStack(between_both, CONTOSO, partnerships=PARTNERSHIPS)
    PartnerSettingsResource(stack, "mine", tenant_id=ADATUM.tenant_id, name="adatum")
    Aspects.of({"app": app, "outer stack": outer, "between": between_both}[level]).add(Protect())
    app.synth()
    path = Path(app.outdir, app.manifest.for_stack(stack).synthesized_stack_path)
    document = json.loads(path.read_text(encoding="utf-8"))
    made = [each for named in document["resource"].values() for each in named.values()]
    # cdktf calls the aspects of no scope above the outermost stack, for whatever resource.
    assert [each.get("lifecycle") for each in made] == [{"prevent_destroy": True} if is_reached else None] * 4


def test_as_hcl_each_resource_is_written(stack: TenantStack) -> None:
    hcl = " ".join(cdk.Testing.synth_hcl(stack).split())
    for name in ("fabrikam", "northwind"):
        assert f'resource "{TYPE}" "{name}" {{' in hcl
    assert 'resource "crosscloud_settings" "this" {' in hcl
    assert 'resource "crosscloud_default_settings" "this" {' in hcl


def test_an_app_can_write_hcl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = IntentApp(outdir=str(tmp_path), hcl_output=True)
    stack = TenantStack(app, CONTOSO, partnerships=PARTNERSHIPS)
    for each in (FABRIKAM, NORTHWIND):
        TenantStack(app, each, partnerships=PARTNERSHIPS)
    app.synth()
    folder = tmp_path / "stacks" / stack.node.id
    assert sorted(path.name for path in folder.iterdir()) == ["cdk.tf"]


def test_terraforms_own_language_is_left_to_it(stack: TenantStack, tmp_path: Path) -> None:
    rule = DeviceFilter.allow(Expression("var.rule"))
    access = Access.allow(users=ALL_USERS, applications=ALL_APPLICATIONS)
    defaults = DefaultSettings(tenant_restrictions=TenantRestrictions(access, rule))
    own = TenantStack(App(outdir=str(tmp_path)), CONTOSO, defaults=defaults, partnerships=PARTNERSHIPS)
    made = own.to_terraform()["resource"]["crosscloud_default_settings"]["this"]
    assert made["tenant_restrictions"]["devices"]["rule"] == "${var.rule}"
    assert "tenant_restrictions" not in by_address(own)["crosscloud_default_settings.this"].values
    assert own.defaults is own.defaults


def test_a_resource_at_an_address_of_the_stack_is_refused_with_its_line(
    app: IntentApp, stack: TenantStack
) -> None:
    stack.partners["northwind"].add_override("adopt_existing", True)
    named = PartnerSettingsResource(stack, "mine", tenant_id=ADATUM.tenant_id, name="fabrikam")
    unnamed = PartnerSettingsResource(stack, "northwind", tenant_id=ADATUM.tenant_id)
    with pytest.raises(IntentError) as caught:
        app.synth()
    told = {str(each.where): each for each in caught.value.problems if "already" in each.what}
    assert told.keys() == {str(named.source), str(unnamed.source)}
    assert told[str(named.source)].what == (
        f"{TYPE}.fabrikam is test-global-contoso/crosscloud-partner-fabrikam already, "
        f"from {PARTNERSHIPS[0].source}"
    )
    assert told[str(unnamed.source)].paths == ("test-global-contoso/northwind",)
    assert not list(Path(app.outdir).rglob("cdk.tf.json"))


def test_two_resources_by_hand_at_one_address_are_refused(app: IntentApp, stack: TenantStack) -> None:
    first = PartnerSettingsResource(stack, "one", tenant_id=ADATUM.tenant_id, name="adatum")
    second = PartnerSettingsResource(stack, "two", tenant_id=ADATUM.tenant_id, name="adatum")
    assert first.source != second.source
    with pytest.raises(IntentError) as caught:
        app.synth()
    (told,) = (each for each in caught.value.problems if "already" in each.what)
    assert (told.where, told.paths) == (second.source, ("test-global-contoso/two",))


def test_a_construct_id_of_the_stack_is_refused_with_its_line(app: IntentApp, stack: TenantStack) -> None:
    made = PartnerSettingsResource(stack, "crosscloud-partner-fabrikam", tenant_id=ADATUM.tenant_id, name="adatum")
    with pytest.raises(IntentError) as caught:
        app.synth()
    (told,) = (each for each in caught.value.problems if "construct id" in each.what)
    assert told.where == made.source
    assert told.what == f"{TYPE}.adatum has the construct id of {TYPE}.fabrikam"
