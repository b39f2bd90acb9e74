"""Who waits since a service asked for a pause is told so, by the run itself and by its providers."""

import pytest

from crosscloud.emulator import Emulator
from crosscloud.emulator.faults import Fault
from tests.acceptance.project import Project

pytestmark = pytest.mark.terraform


def busy(emulator: Emulator, path: str) -> None:
    """Have Graph ask for a pause once, where `path` is read in fabrikam."""
    emulator.faults.add(Fault(tenant="fabrikam", method="GET", path_contains=path, status=503, retry_after=3))


@pytest.mark.parametrize(("command", "code"), [pytest.param("plan", 2, marks=pytest.mark.slow), ("snapshot", 0)])
def test_it_is_told_on_stderr(project: Project, command: str, code: int) -> None:
    with project.emulated() as emulator:
        busy(emulator, "crossTenantAccessPolicy/default")
        run = project.crosscloud(command)
    assert run.returncode == code, run.stdout + run.stderr
    (line,) = [line for line in run.stderr.splitlines() if "pause" in line]
    assert line.startswith("fabrikam: localhost:")
    assert line.endswith(" answers 503 and asks for a pause of 3 s")
