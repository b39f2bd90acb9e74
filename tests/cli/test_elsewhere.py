"""Commands that ask a tenant say on stderr where it is reached, if not at its cloud's own endpoints."""

from types import SimpleNamespace
from typing import Any

import pytest

from crosscloud.cli.settings_source import tell_elsewhere


def told(capsys: pytest.CaptureFixture[str], environ: dict[str, str]) -> list[str]:
    """What is said of two tenants, the first of which has the variables `environ`."""
    tenants = [
        SimpleNamespace(name=name, tenant_id="5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11", variable_prefix=name.upper())
        for name in ("contoso", "fabrikam")
    ]
    environment: Any = SimpleNamespace(managed_tenants=tenants)
    tell_elsewhere(environment, environ)
    out, err = capsys.readouterr()
    assert out == ""
    return err.splitlines()


def test_the_tenant_and_where_it_is_reached(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, {}) == []
    environ = {"CONTOSO_GRAPH_ENDPOINT": "https://localhost:2", "CONTOSO_CA_BUNDLE": "/etc/other.pem"}
    assert told(capsys, environ) == [
        "contoso is not reached at its cloud's own endpoints: graph=https://localhost:2   ca=/etc/other.pem"
    ]


@pytest.mark.parametrize("endpoint", ["https://user:hunter2@host/", "https://host/?sig=hunter2"])
def test_an_endpoint_that_may_hold_a_secret_is_not_shown(
    endpoint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys, {"CONTOSO_GRAPH_ENDPOINT": endpoint}) == []
