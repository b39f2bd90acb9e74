"""A tenant's credentials reach that tenant's provider and nothing else."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from crosscloud.environment import Identity, SignIn, Tenant
from crosscloud.runtime.environ import for_provider, for_terraform, with_identity, without_credentials
from tests.constructs.made_up import tenant

PREFIXES = ("CROSSCLOUD_A", "CROSSCLOUD_A_B", "CROSSCLOUD_C")
ENVIRON = {
    "PATH": "/bin",
    "CROSSCLOUD_ENVIRONMENT": "demo",
    "CROSSCLOUD_A_CLIENT_SECRET": "a",
    "CROSSCLOUD_A_B_CLIENT_SECRET": "ab",
    "CROSSCLOUD_C_CLIENT_SECRET": "c",
}


def test_programs_that_sign_in_nowhere_see_no_credentials() -> None:
    another = {"CROSSCLOUD_OF_ANOTHER_ENVIRONMENT_CLIENT_SECRET": "x", "CROSSCLOUD_CLIENT_SECRET": "y"}
    assert without_credentials({**ENVIRON, **another}) == {"PATH": "/bin", "CROSSCLOUD_ENVIRONMENT": "demo"}


def test_a_provider_sees_its_own_alone_though_one_prefix_begins_another() -> None:
    assert set(for_provider(ENVIRON, tenant("a"), PREFIXES, "plan").values()) == {"/bin", "demo", "a"}
    assert set(for_provider(ENVIRON, tenant("a-b"), PREFIXES, "plan").values()) == {"/bin", "demo", "ab"}


def test_a_provider_sees_what_it_needs_and_no_credentials_of_backends_jobs_and_other_environments() -> None:
    needed = {
        "HOME": "/root",
        "TMPDIR": "/var/x",
        "HTTPS_PROXY": "http://proxy",
        "no_proxy": "localhost",
        "SSL_CERT_FILE": "/ca.pem",
        "LC_ALL": "C",
        "PYTHONPATH": "/here",
        "CROSSCLOUD_A_CLIENT_ID": "id",
        "CROSSCLOUD_A_LOGIN_ENDPOINT_CHINA": "https://login",
    }
    others = {
        "ARM_CLIENT_SECRET": "1",
        "AWS_SECRET_ACCESS_KEY": "2",
        "TF_TOKEN_app_terraform_io": "3",
        "CROSSCLOUD_A_ARM_ACCESS_KEY": "4",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "5",
        "CROSSCLOUD_OF_ANOTHER_ENVIRONMENT_CLIENT_SECRET": "6",
        "GITHUB_TOKEN": "7",
        "VAULT_TOKEN": "8",
    }
    assert for_provider({**needed, **others}, tenant("a"), PREFIXES, "plan") == needed


def test_a_provider_that_signs_in_with_the_token_of_its_job_gets_it() -> None:
    job = {"ACTIONS_ID_TOKEN_REQUEST_TOKEN": "t", "ACTIONS_ID_TOKEN_REQUEST_URL": "https://u"}
    contoso = signing_in(Identity("github_oidc", "planner", 1), Identity("client_secret", "applier", 2))
    prefixes = ("CROSSCLOUD_CONTOSO",)
    assert job.items() <= for_provider(job, contoso, prefixes, "plan").items()
    assert not job.items() & for_provider(job, contoso, prefixes, "apply").items()
    secret = {"CROSSCLOUD_CONTOSO_CLIENT_SECRET": "s"}
    assert not job.items() & for_provider({**job, **secret}, contoso, prefixes, "plan").items()


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=6))
def test_every_variable_has_at_most_one_owner(parts: list[str]) -> None:
    names = {"-".join(parts[:n]) for n in range(1, len(parts) + 1)}
    prefixes = sorted(tenant(name).variable_prefix for name in names)
    environ = {f"{prefix}_SECRET": prefix for prefix in prefixes}
    for name in names:
        prefix = tenant(name).variable_prefix
        assert for_provider(environ, tenant(name), prefixes, "plan") == {f"{prefix}_SECRET": prefix}


def test_synthesis_sees_no_credentials_of_backends_and_jobs() -> None:
    environ = {"AWS_SECRET_ACCESS_KEY": "k", "ARM_CLIENT_SECRET": "s", "TF_TOKEN_app_terraform_io": "t"}
    job = {"ACTIONS_ID_TOKEN_REQUEST_TOKEN": "t", "ACTIONS_ID_TOKEN_REQUEST_URL": "https://u", "ACTIONS_STEP": "1"}
    assert without_credentials({**environ, **job, "PATH": "/bin"}) == {
        "PATH": "/bin",
        "ACTIONS_STEP": "1",
    }


def test_each_stacks_terraform_signs_in_to_its_own_backend() -> None:
    environ = {
        **ENVIRON,
        "ARM_CLIENT_ID": "common",
        "ARM_CLIENT_SECRET": "common",
        "AWS_PROFILE": "common",
        "CROSSCLOUD_A_ARM_CLIENT_ID": "a",
        "CROSSCLOUD_A_ARM_USE_OIDC": "true",
        "CROSSCLOUD_A_B_ARM_ACCESS_KEY": "ab",
        "CROSSCLOUD_C_TF_TOKEN_app_terraform_io": "c",
    }
    rest = {"PATH": "/bin", "CROSSCLOUD_ENVIRONMENT": "demo", "AWS_PROFILE": "common"}
    assert for_terraform(environ, "CROSSCLOUD_A", PREFIXES) == {
        **rest,
        "ARM_CLIENT_ID": "a",
        "ARM_USE_OIDC": "true",
    }
    assert for_terraform(environ, "CROSSCLOUD_A_B", PREFIXES) == {**rest, "ARM_ACCESS_KEY": "ab"}
    assert for_terraform(environ, "CROSSCLOUD_C", PREFIXES) == {
        **rest,
        "ARM_CLIENT_ID": "common",
        "ARM_CLIENT_SECRET": "common",
        "TF_TOKEN_app_terraform_io": "c",
    }


def test_a_stack_with_nothing_to_sign_in_to_gets_no_credentials() -> None:
    environ = {
        **ENVIRON,
        "ARM_CLIENT_SECRET": "s",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "t",
        "CROSSCLOUD_A_ARM_X": "x",
    }
    found = for_terraform(environ, "CROSSCLOUD_A", PREFIXES, signs_in=False)
    assert found == {"PATH": "/bin", "CROSSCLOUD_ENVIRONMENT": "demo"}


def test_no_stack_sees_the_secret_of_a_tenant_of_another_environment() -> None:
    environ = {**ENVIRON, "CROSSCLOUD_OF_ANOTHER_ENVIRONMENT_CLIENT_SECRET": "x", "ARM_CLIENT_ID": "common"}
    found = for_terraform(environ, "CROSSCLOUD_A", PREFIXES)
    assert found == {"PATH": "/bin", "CROSSCLOUD_ENVIRONMENT": "demo", "ARM_CLIENT_ID": "common"}


def test_two_identities_plan_and_apply() -> None:
    contoso = signing_in(Identity("client_secret", "planner", 1), Identity("client_certificate", "applier", 2))
    assert with_identity({}, contoso, "plan") == {"CROSSCLOUD_CONTOSO_CLIENT_ID": "planner"}
    assert with_identity({}, contoso, "apply") == {"CROSSCLOUD_CONTOSO_CLIENT_ID": "applier"}
    set_already = {"CROSSCLOUD_CONTOSO_CLIENT_ID": "mine"}
    assert with_identity(set_already, contoso, "apply") == set_already


def test_a_job_of_github_signs_in_with_its_token_unless_a_secret_is_set() -> None:
    contoso = signing_in(Identity("github_oidc", "planner", 1), Identity("client_secret", "applier", 2))
    planner = {"CROSSCLOUD_CONTOSO_CLIENT_ID": "planner"}
    assert with_identity({}, contoso, "plan") == {**planner, "CROSSCLOUD_CONTOSO_GITHUB_OIDC": "1"}
    assert "CROSSCLOUD_CONTOSO_GITHUB_OIDC" not in with_identity({}, contoso, "apply")
    for way in ("CLIENT_SECRET", "CLIENT_CERTIFICATE_PATH"):
        given = {f"CROSSCLOUD_CONTOSO_{way}": "x"}
        assert with_identity(given, contoso, "plan") == {**given, **planner}


def signing_in(plan: Identity, apply: Identity) -> Tenant:
    return replace(tenant("contoso"), sign_in=SignIn(plan, apply))
