"""As many tenants at once as the machine bears, and always one."""

import resource
import subprocess
import sys

import pytest

from crosscloud.runtime.capacity import find_capacity


@pytest.mark.parametrize(
    ("processors", "files", "found"),
    [(2, 1024, 8), (2, 256, 8), (8, 256, 10), (1, 1024, 4), (64, resource.RLIM_INFINITY, 32), (4, 16, 1)],
)
def test_it_follows_processors_and_files(processors: int, files: int, found: int) -> None:
    assert find_capacity(processors, files) == found


def test_this_machine_bears_one() -> None:
    assert find_capacity() >= 1


def told(soft: int, hard: int) -> str:
    """What a process with these limits says of them, once it has allowed itself more."""
    program = (
        f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))\n"
        "from crosscloud.runtime.capacity import allow_files\nfrom crosscloud.runtime.errors import RunError\n"
        "try: allow_files(); print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])\n"
        "except RunError as error: print(error)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return run.stdout.strip()


def test_a_low_limit_is_raised_as_far_as_it_may_be() -> None:
    assert told(256, 512) == "512"
    assert told(256, 256) == "256"


def test_one_that_is_too_low_for_any_run_is_said() -> None:
    assert told(100, 100).startswith(
        "this process may have 100 files open at once, and needs 192; raise the limit"
    )
