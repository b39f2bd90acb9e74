"""What the run learns of a stack beside its resources."""

from typing import Any

import pytest

from crosscloud.intent.synthesis import signs_in

OURS: dict[str, Any] = {
    "provider": {"crosscloud": [{"tenant_id": "x"}]},
    "terraform": {"required_providers": {"crosscloud": {}}, "backend": {"local": {"path": "x"}}},
}


def test_a_stack_of_ours_with_a_local_state_signs_in_to_nothing() -> None:
    assert not signs_in(OURS)
    assert not signs_in({})


@pytest.mark.parametrize(
    "more",
    [
        {"terraform": {"backend": {"azurerm": {}}}},
        {"terraform": {"cloud": {}}},
        {"terraform": {"required_providers": {"crosscloud": {}, "azuread": {}}}},
        {"provider": {"azuread": [{}]}},
        {"module": {"x": {}}},
        {"data": {"terraform_remote_state": {"x": {}}}},
        {"terraform": []},
        {"provider": None},
    ],
)
def test_one_that_may_need_credentials_gets_them(more: dict[str, Any]) -> None:
    assert signs_in({**OURS, **more})
