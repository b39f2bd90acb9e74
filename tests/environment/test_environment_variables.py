"""Names of tenants become names of variables, and no two tenants share one."""

from hypothesis import given
from hypothesis import strategies as st

from crosscloud.environment import variable_prefix

names = st.from_regex(r"[a-z][a-z0-9-]*", fullmatch=True)


def test_a_dash_becomes_an_underscore() -> None:
    assert variable_prefix("contoso-east") == "CROSSCLOUD_CONTOSO_EAST"


@given(names, names)
def test_two_tenants_never_share_a_prefix(one: str, other: str) -> None:
    assert (variable_prefix(one) == variable_prefix(other)) == (one == other)


@given(names)
def test_a_prefix_can_be_exported_by_any_shell(name: str) -> None:
    assert variable_prefix(name).isidentifier()
