"""A tenant's credentials reach that tenant's provider and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from crosscloud.review.variables import for_one_tenant, without_credentials

PREFIXES = ("CROSSCLOUD_A", "CROSSCLOUD_A_B", "CROSSCLOUD_C")
ENVIRON = {
    "PATH": "/bin",
    "CROSSCLOUD_ENVIRONMENT": "demo",
    "CROSSCLOUD_A_CLIENT_SECRET": "a",
    "CROSSCLOUD_A_B_CLIENT_SECRET": "ab",
    "CROSSCLOUD_C_CLIENT_SECRET": "c",
}


def test_programs_that_sign_in_nowhere_see_no_credentials() -> None:
    assert without_credentials(ENVIRON, PREFIXES) == {"PATH": "/bin", "CROSSCLOUD_ENVIRONMENT": "demo"}


def test_a_provider_sees_its_own_alone_though_one_prefix_begins_another() -> None:
    assert set(for_one_tenant(ENVIRON, "CROSSCLOUD_A", PREFIXES).values()) == {"/bin", "demo", "a"}
    assert set(for_one_tenant(ENVIRON, "CROSSCLOUD_A_B", PREFIXES).values()) == {"/bin", "demo", "ab"}


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=6))
def test_every_variable_has_at_most_one_owner(parts: list[str]) -> None:
    prefixes = sorted({f"P_{'_'.join(parts[:n])}" for n in range(1, len(parts) + 1)})
    environ = {f"{prefix}_SECRET": prefix for prefix in prefixes}
    for prefix in prefixes:
        assert for_one_tenant(environ, prefix, prefixes) == {f"{prefix}_SECRET": prefix}
