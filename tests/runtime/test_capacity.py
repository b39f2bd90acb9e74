"""As many tenants at once as the machine bears, and always one."""

import resource

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
