"""An apply that is interrupted tells what it knows; only where it knows nothing does it say so."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from crosscloud.operations import apply
from crosscloud.operations.apply import apply_jointly
from crosscloud.operations.preparation import Prepared
from crosscloud.operations.run import Run
from crosscloud.runtime.errors import InterruptedRunError
from crosscloud.terraform.events import Applied
from tests.operations.bundles import tenant_plan

NOTHING: Any = None
DONE = ("crosscloud_partner_settings.this", "crosscloud_default_settings.this")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """A run in which everything but the writes themselves is done and well."""
    for name in ("refuse_held", "refuse_stale"):
        monkeypatch.setattr(apply, name, lambda *_: None)
    monkeypatch.setattr(apply, "_tenants", lambda *_: [])
    return Run(NOTHING, NOTHING, Path("terraform"), {}, "apply")


def prepared(monkeypatch: pytest.MonkeyPatch, *, interrupted_at_the_end: bool) -> None:
    @contextmanager
    def ready(*_: object) -> Iterator[list[Prepared]]:
        yield [Prepared(tenant_plan("contoso"), NOTHING, Path("saved"))]
        if interrupted_at_the_end:
            raise KeyboardInterrupt

    monkeypatch.setattr(apply, "prepare_tenants", ready)


@pytest.mark.parametrize("before", [False, True])
def test_what_was_applied_is_told_where_only_the_providers_were_to_be_closed(
    run: Run, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    def applied(*_: object) -> list[Applied]:
        if before:
            run.programs.interrupt()
        return [Applied((), done=DONE)]

    prepared(monkeypatch, interrupted_at_the_end=True)
    monkeypatch.setattr(apply, "_apply_all", applied)
    (result,) = apply_jointly(run, NOTHING)
    assert (result.applied, result.interrupted, result.done, result.left) == (True, True, DONE, ())
    assert run.programs.interrupted  # nothing is started any more


@pytest.mark.parametrize("before", [False, True])
def test_twice_is_said_where_it_was_twice(run: Run, monkeypatch: pytest.MonkeyPatch, before: bool) -> None:
    def interrupted(*_: object) -> list[Applied]:
        if before:
            run.programs.interrupt()
        raise KeyboardInterrupt

    prepared(monkeypatch, interrupted_at_the_end=False)
    monkeypatch.setattr(apply, "_apply_all", interrupted)
    often = "interrupted twice" if before else "interrupted"
    with pytest.raises(
        InterruptedRunError, match=f"^{often}: what was under way may be written or not; plan again"
    ):
        apply_jointly(run, NOTHING)
