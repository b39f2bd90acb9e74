"""A bundle that finds no room: one sentence, and nothing half-written is left."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crosscloud.operations.bundle import save_bundle
from crosscloud.operations.errors import BundleError
from crosscloud.review.model import JointPlan
from crosscloud.review.review import Review
from crosscloud.wording.names import Names


@contextmanager
def little_room() -> Iterator[None]:
    """No file may grow beyond a hundred bytes, as on a disk that is full (setrlimit(2), RLIMIT_FSIZE)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_nothing_is_left_and_an_older_bundle_stays(tmp_path: Path) -> None:
    plan = JointPlan(environment="pilot", commit="", tenants=(), names={"a" * 36: "engineers (of contoso)"})
    review = Review(plan, (), (), Names())
    bundle = tmp_path / "pilot.plan"
    save_bundle(bundle, review, tmp_path, tmp_path)
    before = (bundle / "review.json").read_bytes()
    with little_room(), pytest.raises(BundleError, match="cannot be written: File too large"):
        save_bundle(bundle, review, tmp_path, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["pilot.plan"]
    assert (bundle / "review.json").read_bytes() == before
