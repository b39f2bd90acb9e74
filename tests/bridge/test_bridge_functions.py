"""The provider's functions: what the table of clouds says."""

import pytest

from crosscloud.bridge.functions import CLOUD_ENDPOINT, ENABLEABLE_ENDPOINTS, FUNCTIONS, IS_SUPPORTED_PAIR
from crosscloud.tfplugin import Function, FunctionArgumentError


def test_the_endpoint_of_a_cloud_and_of_its_alias() -> None:
    assert CLOUD_ENDPOINT.call("gcc_high") == CLOUD_ENDPOINT.call("usgov") == "microsoftonline.us"


@pytest.mark.parametrize(
    ("one", "other", "supported"),
    [
        ("global", "usgov", True),
        ("china", "global", True),
        ("usgov", "usgov_dod", True),
        ("gcc_high", "global", True),
        ("usgov", "china", False),
        ("china", "usgov_dod", False),
    ],
)
def test_pairs(one: str, other: str, supported: bool) -> None:
    assert IS_SUPPORTED_PAIR.call(one, other) is supported


def test_what_a_cloud_may_enable() -> None:
    assert ENABLEABLE_ENDPOINTS.call("global") == ("microsoftonline.us", "partner.microsoftonline.cn")
    assert ENABLEABLE_ENDPOINTS.call("china") == ("microsoftonline.com",)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_an_unknown_cloud_is_pointed_at(function: Function) -> None:
    for position in range(len(function.parameters)):
        arguments = ["global"] * len(function.parameters)
        arguments[position] = "gcc"
        with pytest.raises(FunctionArgumentError, match="GCC is in global") as raised:
            function.call(*arguments)
        assert raised.value.index == position
