"""One answer from every command: what a plan says is there, and will be, is what `access matrix` and `check` say.

Real plans of generated intents, applied one after the other, in tenants that somebody else has changed as well; in
tests/report/test_report_one_answer.py the same is held of reviews alone, for many more environments.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from crosscloud.domain.applications import GUEST_ESSENTIALS
from tests.acceptance.project import Project, ok
from tests.support.environments import OUTSIDERS
from tests.support.rows import Row, is_told
from tests.support.truth_table import everybody

pytestmark = [pytest.mark.terraform, pytest.mark.slow]  # each example plans three tenants six times, for real

IDS = {
    name: f"{digit * 8}-0000-4000-8000-000000000001"
    for name, digit in (("one", "1"), ("two", "2"), ("three", "3"))
}
CLOUDS = {"one": "global", "two": "usgov", "three": "global"}
MAIN = """\
import json
from pathlib import Path

from crosscloud.environment import load
from crosscloud_constructs import *
from stacks import IntentApp, TenantStack

environment = load()
app = IntentApp()
intent = json.loads((Path(__file__).parent / "intent.json").read_text())
named = {name: environment.tenant(name) for name in ("one", "two", "three")}


def access(home, resource, kind):
    who, what = named[home].group("staff"), named[resource].application("app")
    return {
        "allow": lambda: Access.allow(groups=[who], applications=[what, *GUEST_ESSENTIALS]),
        "allow all": lambda: Access.allow(users=ALL_USERS, applications=[what]),
        "block": lambda: Access.block(groups=[who], applications=[what]),
        "block all": Access.block_all,
    }[kind]()


partnerships = [
    Partnership(
        *(
            Direction(
                home=named[home],
                resource=named[resource],
                access=access(home, resource, kind),
                inbound_trust=InboundTrust(is_mfa_accepted=trusts),
                automatic_user_consent=consents,
            )
            for home, resource, kind, trusts, consents in directions
        )
    )
    for directions in intent["partnerships"]
]
for name, tenant in named.items():
    defaults = DefaultSettings.hardened() if name in intent["hardened"] else None
    TenantStack(app, tenant, defaults=defaults, partnerships=partnerships)
app.synth()
"""
EVERYBODY = everybody(
    ("99999999-9999-4999-8999-999999999999",),
    [f"{id_[:-2]}0a" for id_ in IDS.values()],
    [*(f"{id_[:-2]}0b" for id_ in IDS.values()), GUEST_ESSENTIALS[0], "99999999-9999-4999-8999-999999999999"],
)
PAIRS = (("one", "two"), ("one", "three"), ("two", "three"))


@st.composite
def intents(draw: st.DrawFn) -> dict[str, Any]:
    kinds = st.sampled_from(("allow", "allow", "allow all", "block", "block all"))
    partnerships = []
    for pair in PAIRS:
        ends = draw(st.lists(st.sampled_from((pair, pair[::-1])), max_size=2, unique=True))
        if ends:
            partnerships.append([[*end, draw(kinds), draw(st.booleans()), draw(st.booleans())] for end in ends])
    return {"partnerships": partnerships, "hardened": draw(st.lists(st.sampled_from(sorted(IDS)), unique=True))}


def by_ends(rows: Iterable[Row]) -> dict[tuple[str, str], Row]:
    return {(row["home"]["name"], row["resource"]["name"]): row for row in rows}


def about(lines: Iterable[Row] | None) -> Any:
    return None if lines is None else {who for who in EVERYBODY if is_told(lines, who)}


def agree(review: Mapping[str, Any], matrix: Iterable[Row], moment: str) -> None:
    """Each row of a review is the matrix's at that moment; the matrix has no other pair of the environment."""
    told, found = by_ends(review["access"]), by_ends(matrix)
    short = {(each["half_of"], each["tenant_id"]) for each in review["unchanged_partners"]}
    for ends, row in found.items():
        if ends not in told:
            assert {(row["half_of"], row[end]["tenant_id"]) for end in ("home", "resource")} & short, ends
            continue
        reviewed = told[ends]["access"][moment]
        # What a plan does to a partner whose cloud is not known may be unknown where the matrix says the most.
        if reviewed is not None or None not in (row["home"]["cloud"], row["resource"]["cloud"]):
            assert about(row["permits"]) == about(reviewed), (ends, moment)
        assert row["trust"] == told[ends]["trust"][moment], (ends, moment)
        assert row["consent_prompt_suppressed"] == told[ends]["consent_prompt_suppressed"][moment], ends


def standing(findings: Iterable[Row]) -> list[tuple[Any, ...]]:
    """Findings about what stands, without their severity: only a plan knows which directions are declared."""
    return sorted(
        (each["id"], tenants_of(each), each["summary"])
        for each in findings
        if each["id"][2] in "12" or each["id"] in ("XC401", "XC402", "XC404", "XC405")
    )


def tenants_of(finding: Row) -> list[str]:
    """The ids of a finding's tenants, in a review and in `check`."""
    return finding.get("tenant_ids") or [each["tenant_id"] for each in finding["tenants"]]


def answers(project: Project) -> tuple[list[Row], list[Row]]:
    matrix = json.loads(ok(project.crosscloud("access", "matrix", "--env", "three", "--json")))
    check = project.crosscloud("check", "--env", "three", "--json")
    assert check.returncode in (0, 2), check.stderr
    return matrix, json.loads(check.stdout)


def story(
    first: Mapping[str, Any], second: Mapping[str, Any], closed: list[str], outside: Mapping[str, Any]
) -> None:
    with TemporaryDirectory() as folder:
        project = Project.make(Path(folder), main=MAIN)
        project.write_environment("three", {"tenants": {name: tenant(name) for name in IDS}})
        with project.emulated("three") as emulator:
            for name in closed:
                emulator.change(name, default={"b2bCollaborationInbound": b2b("blocked")})
            emulator.seed_partners("one", [outside])
            for intent in (first, second):
                (project.folder / "intent.json").write_text(json.dumps(intent), encoding="utf-8")
                matrix, _ = answers(project)
                run = project.crosscloud("plan", "--env", "three", "--json", "--out", "three.plan")
                assert run.returncode in (0, 2, 3), run.stderr
                review = json.loads(run.stdout)
                agree(review, matrix, "before")
                if run.returncode != 2:
                    continue  # nothing to do, or refused: nothing is applied
                ok(project.crosscloud("apply", "three.plan"))
                matrix, findings = answers(project)
                agree(review, matrix, "after")
                found = standing(each for each in review["findings"])
                assert found == standing(findings)
                ok(project.crosscloud("plan", "--env", "three", "--json"), 0)


def tenant(name: str) -> dict[str, Any]:
    own = IDS[name][:-2]
    return {
        "tenant_id": IDS[name],
        "cloud": CLOUDS[name],
        "sign_in": {"method": "client_secret", "client_id": f"{own}0c"},
        "groups": {"staff": {"id": f"{own}0a"}},
        "applications": {"app": {"id": f"{own}0b"}},
    }


def b2b(access: str) -> dict[str, Any]:
    return {
        "usersAndGroups": {"accessType": access, "targets": [{"target": "AllUsers", "targetType": "user"}]},
        "applications": {
            "accessType": access,
            "targets": [{"target": "AllApplications", "targetType": "application"}],
        },
    }


outsiders = st.builds(
    lambda id_, inbound: {"tenantId": id_, **({"b2bCollaborationInbound": b2b(inbound)} if inbound else {})},
    st.sampled_from(OUTSIDERS),
    st.sampled_from(("", "allowed", "blocked")),
)


@settings(max_examples=3, derandomize=True, database=None, phases=[Phase.generate])
@given(intents(), intents(), st.lists(st.sampled_from(sorted(IDS)), unique=True), outsiders)
@pytest.mark.timeout(300)
def test_every_command_gives_one_answer_before_and_after(
    first: dict[str, Any], second: dict[str, Any], closed: list[str], outside: dict[str, Any]
) -> None:
    story(first, second, closed, outside)
