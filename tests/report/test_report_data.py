"""The review as JSON keeps to the published schema, and is harmless to show."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from crosscloud.domain.applications import GUEST_ESSENTIALS
from crosscloud.report.data import render
from tests.report import large_reviews, reviews

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "review.schema.json"
VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def valid(text: str) -> Any:
    data = json.loads(text)
    problems = [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(data)]
    assert problems == []
    return data


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(VALIDATOR.schema)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (reviews.first, 2),
        (reviews.widening, 3),
        (reviews.empty, 0),
        (reviews.failed, 1),
        (reviews.half_open, 0),
        (reviews.not_read, 1),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_every_review_keeps_to_the_schema(make: Any, code: int) -> None:
    data = valid(render(make()))
    assert data["exit_code"] == code
    assert len(data["access"]) == len(make().directions)


def ends(data: Any, home: str, resource: str) -> Any:
    """The direction between two names."""
    return next(d for d in data["access"] if (d["home"]["name"], d["resource"]["name"]) == (home, resource))


def targets(kind: str, *ids: str | None) -> list[dict[str, str | None]]:
    return [{"kind": kind, "id": id_} for id_ in ids]


def test_who_may_reach_what_is_sets_of_ids() -> None:
    direction = ends(valid(render(reviews.widening())), "contoso", "fabrikam")
    assert (direction["home"]["tenant_id"], direction["home"]["cloud"]) == (reviews.CONTOSO, "global")
    assert (direction["status"], direction["may_widen"], direction["half_of"]) == ("changed", True, None)
    vault = [*targets("application", *sorted([*GUEST_ESSENTIALS, reviews.DESIGN_VAULT]))]
    engineers, contractors = targets("group", reviews.ENGINEERS), targets("group", reviews.CONTRACTORS)
    assert direction["access"]["before"] == [
        {
            "users": [{"in": [engineers], "not_in": []}],
            "applications": [{"in": [vault], "not_in": []}],
            "everyone": False,
            "everything": False,
            "rest": False,
        },
        {
            "users": [{"in": [], "not_in": [engineers]}],
            "applications": [],
            "everyone": False,
            "everything": False,
            "rest": True,
        },
    ]
    (lost,) = direction["access"]["lost"]
    assert lost["users"] == [{"in": [engineers, contractors], "not_in": []}]
    assert direction["access"]["after"][-1]["everything"]


def test_other_organisations_are_a_cloud_without_an_id() -> None:
    direction = ends(valid(render(reviews.first())), "any other Global organisation", "contoso")
    assert (direction["home"]["tenant_id"], direction["home"]["cloud"]) == (None, "global")
    assert direction["half_of"] == reviews.CONTOSO
    (lost,) = direction["access"]["lost"]
    assert (lost["everyone"], lost["everything"]) == (True, True)


def test_gates_terms_and_states_are_data() -> None:
    data = valid(render(reviews.first()))
    direction = ends(data, "contoso", "fabrikam")
    assert [(gate["gate"], gate["tenant_id"], gate["about"]) for gate in direction["unmet_before"]] == [
        ("home_cloud_enabled", reviews.CONTOSO, reviews.FABRIKAM),
        ("resource_cloud_enabled", reviews.FABRIKAM, reviews.CONTOSO),
        ("home_partner_listed", reviews.CONTOSO, reviews.FABRIKAM),
        ("resource_partner_listed", reviews.FABRIKAM, reviews.CONTOSO),
    ]
    assert direction["unmet_before"][0]["clouds"] == ["usgov"]
    assert direction["unmet_after"] == []
    assert direction["consent_prompt_suppressed"] == {"before": "no", "after": "yes"}
    assert direction["trust"]["after"] == ["is_mfa_accepted", "is_compliant_device_accepted"]
    root, new, _ = data["tenants"][0]["changes"]
    assert (root["action"], root["rows"][0]["before"]) == ("adopt", {"state": "known", "value": []})
    assert {row["before"]["state"] for row in new["rows"]} == {"absent"}


def test_a_finding_has_its_place_its_acceptance_and_its_sentences() -> None:
    data = valid(render(reviews.first()))
    found = next(each for each in data["findings"] if each["id"] == "XC301")
    assert found["tenants"] == [{"tenant_id": reviews.CONTOSO, "name": "contoso"}]
    assert (found["place"]["tenant_id"], found["place"]["object"]) == (reviews.CONTOSO, "default_settings")
    assert found["acceptance"] == {
        "tenants": [reviews.CONTOSO, reviews.FABRIKAM],
        "reason": "Pilot tenants",
        "approved_by": "Ada",
        "expires": "2026-12-31",
        "line": 48,
    }
    assert found["summary"].startswith("The default closes")
    assert found["fix"]


def test_what_was_not_read_is_null_or_unknown_and_never_empty() -> None:
    data = valid(render(reviews.not_read()))
    direction = ends(data, "contoso", "fabrikam")
    assert (direction["status"], direction["changed"], direction["may_widen"]) == ("unknown", False, False)
    assert (direction["access"]["before"], direction["access"]["after"]) == (None, None)
    assert direction["access"]["unknown"]
    assert [each["part"] for each in direction["unread"]] == ["policy", "default", "partners"]
    assert len(direction["trust"]["unknown"]) == 3
    (outside,) = data["unchanged_partners"]
    assert (outside["tenant_id"], outside["cloud"], outside["trusts"]) == (
        reviews.OUTSIDE,
        "global",
        ["is_mfa_accepted"],
    )


def test_findings_come_in_the_order_in_which_reports_tell_them() -> None:
    told = [(each["status"], each["id"]) for each in valid(render(reviews.widening()))["findings"]]
    assert told[0] == ("refuses", "XC307")
    assert [id_ for _, id_ in told] == ["XC307", "XC208", "XC208", "XC205", "XC205", "XC114", "XC114"]


def test_the_schema_refuses_what_is_no_review() -> None:
    data = json.loads(render(reviews.widening()))
    data["access"][0]["status"] = "open"
    data["findings"][0]["surprise"] = 1
    del data["environment"]
    assert len(list(VALIDATOR.iter_errors(data))) == 3


def test_hostile_names_are_escaped_and_kept() -> None:
    text = render(large_reviews.hostile(large_reviews.HOSTILE))
    assert text.isascii()
    assert text.replace("\n", "").isprintable()
    assert valid(text)["tenants"][0]["name"] == large_reviews.HOSTILE[0]


@settings(max_examples=30)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_any_text_comes_back_as_it_was(texts: list[str]) -> None:
    text = render(large_reviews.hostile(texts))
    assert text.isascii()
    assert valid(text)["tenants"][0]["name"] == texts[0]


def test_an_expired_acceptance_stands_in_the_data() -> None:
    accepted = reviews.accepted("XC301")
    old = replace(accepted, expires=reviews.TODAY - dt.timedelta(days=1))
    found = reviews.review([reviews.tenant_plan(reviews.TOGETHER[reviews.CONTOSO])], accepted, old)
    assert valid(render(found))["expired"] == [
        {
            "finding": "XC301",
            "tenants": ["contoso", "fabrikam"],
            "reason": old.reason,
            "approved_by": old.approved_by,
            "expires": old.expires.isoformat(),
            "line": old.line,
        }
    ]
