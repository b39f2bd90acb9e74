"""One tenant's half: what it newly opens to everybody, or to everything."""

from typing import Any

import pytest

from crosscloud.domain.access.half import opens_to

GROUP, APP = "ac8efe12-1c59-49f1-ba2d-de83458bfed0", "0b80a255-53a1-4945-a932-58ef7777682c"


def b2b(access_type: str, who: str, what: str) -> Any:
    kind = "user" if who == "AllUsers" else "group"
    return {
        "users_and_groups": {"access_type": access_type, "targets": [{"target": who, "target_type": kind}]},
        "applications": {"access_type": access_type, "targets": [{"target": what, "target_type": "application"}]},
    }


FEW, OPEN = b2b("allowed", GROUP, APP), b2b("allowed", "AllUsers", "AllApplications")
CLOSED, BLOCKS_A_PAIR = b2b("blocked", "AllUsers", "AllApplications"), b2b("blocked", GROUP, APP)


@pytest.mark.parametrize(
    ("before", "after", "opened"),
    [
        (None, OPEN, "all users and all applications"),
        (CLOSED, OPEN, "all users and all applications"),
        (FEW, OPEN, "all users and all applications"),
        (FEW, BLOCKS_A_PAIR, "all users and all applications"),
        (FEW, b2b("allowed", "AllUsers", APP), "all users"),
        (FEW, b2b("allowed", GROUP, "AllApplications"), "all applications"),
        (None, b2b("allowed", GROUP, "AllApplications"), "all applications"),
        (None, FEW, ""),
        (OPEN, OPEN, ""),
        (OPEN, FEW, ""),
        (OPEN, CLOSED, ""),
        ({"users_and_groups": None}, OPEN, ""),
        (FEW, None, ""),
    ],
)
def test_what_a_half_newly_opens(before: Any, after: Any, opened: str) -> None:
    assert opens_to(before, after) == opened
