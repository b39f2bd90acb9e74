"""More than one pair: three clouds at once, partnerships that change and end, environments side by side."""

from pathlib import Path
from typing import Any

import pytest

from crosscloud.emulator import Emulator
from crosscloud.runtime.workspace import Workspace
from tests.acceptance.project import Project, ok, requests

pytestmark = pytest.mark.terraform

CONTOSO, FABRIKAM, TAILSPIN = (f"{number}aaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee" for number in "123")
ENGINEERS, BUYERS = "0d6b3c55-8f5a-4d0e-8d3e-3b7c8a4e2f01", "4f0f6f0e-8d0a-4d9a-9a53-0f6d3f6a1b02"
DESK, VAULT, SHOP = (f"{number}0000000-1111-4222-8333-444444444444" for number in "789")
USGOV, CHINA, WORLD = "microsoftonline.us", "partner.microsoftonline.cn", "microsoftonline.com"
WRITES = {"POST", "PATCH", "PUT", "DELETE"}

THREE: dict[str, Any] = {
    "embedded": True,
    "tenants": {
        "contoso": {
            "tenant_id": CONTOSO,
            "cloud": "global",
            "groups": {"engineers": {"id": ENGINEERS}, "buyers": {"id": BUYERS}},
            "applications": {"desk": {"id": DESK}},
        },
        "fabrikam": {"tenant_id": FABRIKAM, "cloud": "usgov", "applications": {"vault": {"id": VAULT}}},
        "tailspin": {"tenant_id": TAILSPIN, "cloud": "china", "applications": {"shop": {"id": SHOP}}},
    },
}

MAIN = '''"""Contoso with two others, each in a cloud of its own."""

from crosscloud.environment import load
from crosscloud_constructs import ALL_USERS, Access, App, Direction, Partnership
from stacks import TenantStack

environment = load()
contoso, fabrikam, tailspin = (environment.tenant(name) for name in ("contoso", "fabrikam", "tailspin"))
with_fabrikam = Partnership(
    Direction(
        home=contoso,
        resource=fabrikam,
        access=Access.allow(groups=[contoso.group("engineers")], applications=[fabrikam.application("vault")]),
    ),
    Direction(
        home=fabrikam,
        resource=contoso,
        access=Access.allow(users=ALL_USERS, applications=[contoso.application("desk")]),
    ),
)
with_tailspin = Partnership(
    Direction(
        home=contoso,
        resource=tailspin,
        access=Access.allow(groups=[contoso.group("buyers")], applications=[tailspin.application("shop")]),
        automatic_user_consent=True,
    ),
)
app = App()
for tenant in environment.managed_tenants:
    TenantStack(app, tenant, partnerships=[with_fabrikam, with_tailspin])
app.synth()
'''
BUYERS_ALONE = 'groups=[contoso.group("buyers")]'
BUYERS_AND_ENGINEERS = 'groups=[contoso.group("buyers"), contoso.group("engineers")]'


@pytest.fixture
def three(tmp_path: Path) -> Project:
    """A project with three tenants in three clouds, and nothing applied yet."""
    project = Project.make(tmp_path, main=MAIN)
    project.write_environment("three", THREE)
    return project


def edit(project: Project, old: str, new: str) -> None:
    """Change the intent."""
    main = project.folder / "main.py"
    text = main.read_text(encoding="utf-8")
    assert old in text
    main.write_text(text.replace(old, new), encoding="utf-8")


def apply(project: Project, *, changing: int, name: str = "three") -> str:
    """Plan and apply, and see that the next plan is empty; the report of the plan."""
    report = ok(project.crosscloud("plan", "--env", name, "--out", "next.plan"), 2)
    assert f"{changing} tenant{'s' if changing > 1 else ''} change{'' if changing > 1 else 's'}, " in report
    assert "as reviewed" in ok(project.crosscloud("apply", "next.plan"))
    assert "0 tenants change" in ok(project.crosscloud("plan", "--env", name))
    return report


def partners(emulator: Emulator, name: str) -> dict[str, dict[str, Any]]:
    """The partners of a tenant, by id."""
    return {partner["tenantId"]: partner for partner in emulator.state(name)["partners"]}


def clouds(emulator: Emulator, name: str) -> set[str]:
    """The clouds that a tenant has enabled."""
    return set(emulator.state(name)["policy"]["allowedCloudEndpoints"])


def targets(setting: dict[str, Any], half: str) -> tuple[str, set[str]]:
    """Allowed or blocked, and whom or what."""
    return setting[half]["accessType"], {target["target"] for target in setting[half]["targets"]}


BLOCKED = ("blocked", {"AllUsers"}), ("blocked", {"AllApplications"})


def both(setting: dict[str, Any]) -> tuple[tuple[str, set[str]], tuple[str, set[str]]]:
    """Users and applications of a setting."""
    return targets(setting, "usersAndGroups"), targets(setting, "applications")


def test_three_tenants_in_three_clouds(three: Project) -> None:
    with three.emulated("three") as emulator:
        apply(three, changing=3)
        assert clouds(emulator, "contoso") == {USGOV, CHINA}
        assert clouds(emulator, "fabrikam") == clouds(emulator, "tailspin") == {WORLD}

        assert set(partners(emulator, "contoso")) == {FABRIKAM, TAILSPIN}
        assert set(partners(emulator, "fabrikam")) == {CONTOSO}
        assert set(partners(emulator, "tailspin")) == {CONTOSO}

        ours, theirs = partners(emulator, "contoso")[TAILSPIN], partners(emulator, "tailspin")[CONTOSO]
        permitted = ("allowed", {BUYERS}), ("allowed", {SHOP})
        assert both(ours["b2bCollaborationOutbound"]) == both(theirs["b2bCollaborationInbound"]) == permitted
        assert both(ours["b2bCollaborationInbound"]) == both(theirs["b2bCollaborationOutbound"]) == BLOCKED
        assert ours["automaticUserConsentSettings"] == {"inboundAllowed": False, "outboundAllowed": True}
        assert theirs["automaticUserConsentSettings"] == {"inboundAllowed": True, "outboundAllowed": False}

        other = partners(emulator, "contoso")[FABRIKAM]
        assert both(other["b2bCollaborationOutbound"]) == (("allowed", {ENGINEERS}), ("allowed", {VAULT}))
        assert both(other["b2bCollaborationInbound"]) == (("allowed", {"AllUsers"}), ("allowed", {DESK}))


def users_of_the_shop(emulator: Emulator) -> set[str]:
    """Who is let from contoso to tailspin, once both say the same."""
    ours = both(partners(emulator, "contoso")[TAILSPIN]["b2bCollaborationOutbound"])
    theirs = both(partners(emulator, "tailspin")[CONTOSO]["b2bCollaborationInbound"])
    assert ours == theirs
    (access, users), applications = ours
    assert (access, applications) == ("allowed", ("allowed", {SHOP}))
    return users


@pytest.mark.slow
def test_a_partnership_is_widened_narrowed_and_removed(three: Project) -> None:
    with three.emulated("three") as emulator:
        apply(three, changing=3)
        beside = partners(emulator, "contoso")[FABRIKAM], emulator.state("fabrikam")

        edit(three, BUYERS_ALONE, BUYERS_AND_ENGINEERS)
        assert ENGINEERS in apply(three, changing=2)
        assert users_of_the_shop(emulator) == {BUYERS, ENGINEERS}

        edit(three, BUYERS_AND_ENGINEERS, BUYERS_ALONE)
        assert ENGINEERS in apply(three, changing=2)
        assert users_of_the_shop(emulator) == {BUYERS}

        edit(three, "[with_fabrikam, with_tailspin]", "[with_fabrikam]")
        done = len(requests(emulator))
        report = apply(three, changing=2)
        assert f"[{WORLD}] -> []" in report
        assert set(partners(emulator, "contoso")) == {FABRIKAM}
        assert partners(emulator, "tailspin") == {}
        assert clouds(emulator, "contoso") == {USGOV}
        assert clouds(emulator, "tailspin") == set()
        for name in ("contoso", "tailspin"):
            made = [r for r in requests(emulator, after=done) if r["tenant"] == name]
            writes = [r["method"] for r in made if r["method"] in WRITES and not r["path"].endswith("/token")]
            assert writes == ["DELETE", "PATCH"], f"{name}: first the partner, then its cloud"

        assert (partners(emulator, "contoso")[FABRIKAM], emulator.state("fabrikam")) == beside


def with_other_ids(document: dict[str, Any]) -> dict[str, Any]:
    """The same environment, about tenants of other ids."""
    tenants = {
        name: {**tenant, "tenant_id": tenant["tenant_id"].replace("aaaaaaa", "fffffff")}
        for name, tenant in document["tenants"].items()
    }
    return {**document, "tenants": tenants}


def written(project: Project, name: str) -> bytes:
    """Everything that runs in an environment have written to its folder."""
    files = sorted(path for path in (project.folder / ".crosscloud" / name).rglob("*") if path.is_file())
    assert files
    return b"".join(path.read_bytes() for path in files)


@pytest.mark.slow
def test_two_environments_in_one_checkout_share_nothing(three: Project) -> None:
    three.write_environment("other", with_other_ids(THREE))
    ok(three.crosscloud("plan", "--env", "three", "--out", "three.plan"), 2)
    ok(three.crosscloud("plan", "--env", "other", "--out", "other.plan"), 2)  # between a plan and its apply
    ok(three.crosscloud("apply", "three.plan"))
    assert "0 tenants change" in ok(three.crosscloud("plan", "--env", "three"))
    # What one environment applied is nothing to the other: its plan is neither stale nor done.
    assert "3 tenants change" in ok(three.crosscloud("plan", "--env", "other"), 2)
    ok(three.crosscloud("apply", "other.plan"))
    for name in ("three", "other"):
        assert "0 tenants change" in ok(three.crosscloud("plan", "--env", name))
    assert b"aaaaaaa-bbbb" in written(three, "three")
    assert b"fffffff-bbbb" not in written(three, "three")
    assert b"fffffff-bbbb" in written(three, "other")
    assert b"aaaaaaa-bbbb" not in written(three, "other")


@pytest.mark.slow
def test_a_second_run_in_an_environment_is_refused_at_once(three: Project) -> None:
    three.write_environment("other", with_other_ids(THREE))
    ok(three.crosscloud("plan", "--env", "three", "--out", "three.plan"), 2)
    with three.emulated("three") as emulator, Workspace(three.folder, "three").make().locked():
        for command in (("plan", "--env", "three"), ("apply", "three.plan"), ("synth", "--env", "three")):
            run = three.crosscloud(*command)
            assert run.returncode == 1
            assert run.stdout == ""
            assert "another crosscloud run" in run.stderr
            assert "environment three" in run.stderr
            assert len(run.stderr.strip().splitlines()) == 1
        assert requests(emulator) == []
        ok(three.crosscloud("synth", "--env", "other"))
    ok(three.crosscloud("plan", "--env", "three"), 2)
