"""Resources in numbers, in a stack of one's own: together until one is asked for."""

import json
from pathlib import Path

import pytest

from crosscloud_constructs import (
    App,
    CrosscloudProvider,
    Expression,
    PartnerSettingsResource,
    SettingsResource,
    cdk,
)
from crosscloud_constructs.bindings.bundle import ResourceBundle
from crosscloud_constructs.bindings.plain import PlainSynthesizer
from crosscloud_constructs.cdk import Construct, TerraformStack
from crosscloud_constructs.source import Source
from tests.constructs.made_up import id_of

LINE = Source("main.py", 7)
TYPE = "crosscloud_partner_settings"


@pytest.fixture
def stack(tmp_path: Path) -> TerraformStack:
    made = TerraformStack(App(outdir=str(tmp_path)), "own")
    CrosscloudProvider(made, "provider", tenant_id=id_of("contoso"), cloud="global")
    return made


@pytest.fixture
def bundle(stack: TerraformStack) -> ResourceBundle:
    made = ResourceBundle(stack, "bundle")
    root = made.add(
        SettingsResource, "root", name="this", source=LINE, given={"allowed_cloud_endpoints": ["${x}"]}
    )
    for name in ("fabrikam", "fabrikam-2"):
        given = {"tenant_id": id_of(name), "adopt_existing": None}
        made.add(PartnerSettingsResource, name, name=name, depends_on=[root.address], source=LINE, given=given)
    return made


def test_text_stays_text_and_none_is_left_out(stack: TerraformStack, bundle: ResourceBundle) -> None:
    resources = json.loads(cdk.Testing.synth(stack))["resource"]
    assert resources["crosscloud_settings"]["this"] == {"allowed_cloud_endpoints": ["$${x}"]}
    partner = {"tenant_id": id_of("fabrikam"), "depends_on": ["crosscloud_settings.this"]}
    assert resources[TYPE]["fabrikam"] == partner
    assert [each.address for each in bundle.inside][1:] == [f"{TYPE}.fabrikam", f"{TYPE}.fabrikam-2"]


def test_one_is_taken_out_and_is_the_same(stack: TerraformStack, bundle: ResourceBundle) -> None:
    before = stack.to_terraform()
    made = bundle.take_out(bundle.inside[1])
    assert isinstance(made, PartnerSettingsResource)
    assert made.source == LINE
    assert bundle.outside == {f"{TYPE}.fabrikam": made}
    assert bundle.take_out_all(f"{TYPE}.fabrikam") == []
    assert stack.to_terraform() == before
    assert len(bundle.take_out_all(TYPE)) == 1
    assert len(bundle.take_out_all()) == 1
    assert stack.to_terraform() == before


def test_what_refers_to_something_is_a_construct_at_once(stack: TerraformStack, bundle: ResourceBundle) -> None:
    given = {"tenant_id": Expression("var.tenant")}
    added = bundle.add(PartnerSettingsResource, "p", name="p", source=LINE, given=given)
    assert bundle.outside == {added.address: bundle.take_out(added)}
    assert stack.to_terraform()["resource"][TYPE]["p"]["tenant_id"] == "${var.tenant}"


def test_an_address_is_taken_once(bundle: ResourceBundle) -> None:
    bundle.take_out(bundle.inside[1])
    for name in ("fabrikam", "fabrikam-2"):
        with pytest.raises(ValueError, match=f"the bundle has {TYPE}.{name} already"):
            bundle.add(PartnerSettingsResource, "again", name=name, source=LINE, given={})


def test_a_bundle_takes_out_only_what_is_its_own(stack: TerraformStack, bundle: ResourceBundle) -> None:
    other = ResourceBundle(stack, "other")
    given = {"tenant_id": id_of("fabrikam")}
    added = other.add(PartnerSettingsResource, "f", name="fabrikam", source=LINE, given=given)
    with pytest.raises(ValueError, match=f"the bundle has no {TYPE}.fabrikam that was added as this one"):
        bundle.take_out(added)


def test_a_resource_that_cannot_be_made_stays_in_the_bundle(stack: TerraformStack, bundle: ResourceBundle) -> None:
    before = stack.to_terraform()
    fabrikam = bundle.inside[1]
    in_its_place = Construct(stack, "fabrikam")
    with pytest.raises(RuntimeError, match="fabrikam"):
        bundle.take_out(fabrikam)
    assert fabrikam in bundle.inside
    assert stack.to_terraform() == before
    stack.node.try_remove_child(in_its_place.node.id)
    bundle.take_out(fabrikam)
    assert stack.to_terraform() == before


def test_one_that_cannot_be_made_at_once_is_not_added(stack: TerraformStack, bundle: ResourceBundle) -> None:
    before, addresses = stack.to_terraform(), bundle.addresses
    Construct(stack, "p")
    given = {"tenant_id": Expression("var.tenant")}
    with pytest.raises(RuntimeError, match="already a Construct"):
        bundle.add(PartnerSettingsResource, "p", name="p", source=LINE, given=given)
    assert bundle.addresses == addresses
    assert stack.to_terraform() == before


def test_what_a_later_one_depends_on_keeps_its_address(stack: TerraformStack, bundle: ResourceBundle) -> None:
    fabrikam = bundle.inside[1]
    made = bundle.take_out(fabrikam)
    given = {"tenant_id": id_of("late")}
    late = bundle.add(
        PartnerSettingsResource, "late", name="late", depends_on=[fabrikam.address], source=LINE, given=given
    )
    with pytest.raises(RuntimeError, match="Logical ID may not be overridden"):
        made.override_logical_id("another")
    bundle.take_out(late).override_logical_id("another")  # nothing depends on it
    assert stack.to_terraform()["resource"][TYPE]["another"]["depends_on"] == [f"{TYPE}.fabrikam"]


def test_the_file_is_that_of_cdktf(stack: TerraformStack, bundle: ResourceBundle) -> None:
    stack.synthesizer = PlainSynthesizer(stack, [bundle])
    folder = Path(cdk.Testing.full_synth(stack))
    assert json.loads((folder / "stacks/own/cdk.tf.json").read_text(encoding="utf-8")) == stack.to_terraform()
    assert [path.name for path in (folder / "stacks/own").iterdir()] == ["cdk.tf.json"]
