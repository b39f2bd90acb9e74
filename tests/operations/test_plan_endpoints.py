"""Endpoints in variables are looked at before a plan shows them."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from crosscloud.graph import SignInConfigurationError
from crosscloud.operations.plan import plan_jointly
from crosscloud.operations.run import Run

NOTHING: Any = None


@pytest.mark.parametrize(
    "endpoint",
    ["https://user:hunter2@host/", "https://hunter2@host", "https://host/?sig=hunter2", "https://host#hunter2"],
)
@pytest.mark.parametrize("variable", ["LOGIN_ENDPOINT", "GRAPH_ENDPOINT"])
def test_a_password_or_query_in_an_endpoint_is_refused_and_not_shown(variable: str, endpoint: str) -> None:
    tenant: Any = SimpleNamespace(tenant_id="5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11", variable_prefix="T")
    environ = {f"T_{variable}": endpoint}
    run = Run(NOTHING, NOTHING, Path("terraform"), environ, "plan")
    with pytest.raises(
        SignInConfigurationError, match=f"T_{variable} for tenant 5cbe.* must be an https URL"
    ) as it:
        plan_jointly(run, [tenant], Path("plans"))
    assert "hunter2" not in str(it.value)
