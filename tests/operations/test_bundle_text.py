"""A bundle is saved and read whatever a tenant's names hold, even what no encoding has a place for."""

from pathlib import Path

from crosscloud.domain.findings.finding import finding
from crosscloud.operations.bundle import open_bundle, save_bundle
from crosscloud.review.judgement import JudgedFinding
from crosscloud.review.model import JointPlan
from crosscloud.review.review import Review


def test_half_a_character_in_a_name(tmp_path: Path) -> None:
    named = finding("XC405", ("a",), ("a",), summary="\ud800", detail="", fix="")
    plan = JointPlan(environment="pilot", commit="", tenants=(), names={"a" * 36: "engineers \ud800"})
    saved = save_bundle(
        tmp_path / "pilot.plan", Review(plan, (), (JudgedFinding(named, "standing"),)), tmp_path, tmp_path
    )
    assert open_bundle(saved.folder).plan.names == plan.names
