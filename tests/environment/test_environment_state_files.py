"""A tenant's local state is found by its id; one whose tenant has no stack is told."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from crosscloud.domain.departed import DepartedTenant
from crosscloud.environment import EnvironmentFileError, load

ONE, OTHER, PARTNER = (f"{digit}bbbbbbb-0000-4000-8000-000000000001" for digit in "123")
STATES = Path(".crosscloud/pilot/state")


def write(project: Path, tenants: Mapping[str, str], *, more: str = "") -> None:
    said = "".join(
        f"  {name}: {{tenant_id: {tenant_id}, cloud: global{more}}}\n" for name, tenant_id in tenants.items()
    )
    (project / "environments").mkdir(exist_ok=True)
    text = f"environment: pilot\nembedded: true\ntenants:\n{said}"
    (project / "environments/pilot.yaml").write_text(text, encoding="utf-8")


def keep_state(project: Path, name: str, tenant_id: str | None, *partners: str) -> None:
    """A state as Terraform writes it; of nobody, one from which everything was taken."""
    listed: list[Any] = [
        {
            "mode": "managed",
            "type": "crosscloud_partner_settings",
            "name": f"p{number}",
            "instances": [{"attributes": {"home_tenant_id": tenant_id, "tenant_id": partner.upper()}}],
        }
        for number, partner in enumerate(partners)
    ]
    singleton = {
        "mode": "managed",
        "type": "crosscloud_settings",
        "name": "this",
        "instances": [{"attributes": {"home_tenant_id": tenant_id, "restore_to": '{"home_tenant_id": "x"}'}}],
    }
    resources = [] if tenant_id is None else [*listed, singleton]
    (project / STATES).mkdir(parents=True, exist_ok=True)
    text = json.dumps({"version": 4, "serial": 1, "lineage": "x", "resources": resources}, indent=2)
    (project / STATES / f"{name}.tfstate").write_text(text, encoding="utf-8")


def state_of(project: Path, name: str) -> str:
    backend = load("pilot", folder=project).tenant(name).backend
    assert backend is not None
    return str(Path(str(backend.settings["path"])).relative_to(project / STATES))


def test_a_tenant_without_a_state_gets_one_of_its_name(tmp_path: Path) -> None:
    write(tmp_path, {"contoso": ONE})
    assert state_of(tmp_path, "contoso") == "contoso.tfstate"
    keep_state(tmp_path, "contoso", ONE)
    assert state_of(tmp_path, "contoso") == "contoso.tfstate"


def test_a_renamed_tenant_keeps_its_state(tmp_path: Path) -> None:
    keep_state(tmp_path, "contoso", ONE.upper(), PARTNER)
    write(tmp_path, {"contoso-europe": ONE})
    assert state_of(tmp_path, "contoso-europe") == "contoso.tfstate"
    assert load("pilot", folder=tmp_path).departed == ()


def test_exchanged_names_exchange_no_states(tmp_path: Path) -> None:
    keep_state(tmp_path, "contoso", ONE)
    keep_state(tmp_path, "fabrikam", OTHER)
    write(tmp_path, {"contoso": OTHER, "fabrikam": ONE})
    assert state_of(tmp_path, "contoso") == "fabrikam.tfstate"
    assert state_of(tmp_path, "fabrikam") == "contoso.tfstate"


def test_a_new_tenant_does_not_get_the_state_of_who_had_its_name(tmp_path: Path) -> None:
    keep_state(tmp_path, "contoso", ONE, PARTNER)
    write(tmp_path, {"contoso": OTHER})
    assert state_of(tmp_path, "contoso") == f"{OTHER}.tfstate"
    keep_state(tmp_path, OTHER, OTHER)
    assert state_of(tmp_path, "contoso") == f"{OTHER}.tfstate"


def test_an_empty_state_of_its_name_gives_way(tmp_path: Path) -> None:
    keep_state(tmp_path, "contoso-europe", None)
    keep_state(tmp_path, "contoso", ONE)
    write(tmp_path, {"contoso-europe": ONE})
    assert state_of(tmp_path, "contoso-europe") == "contoso.tfstate"


def test_two_states_of_a_renamed_tenant_are_a_mistake(tmp_path: Path) -> None:
    keep_state(tmp_path, "one", ONE)
    keep_state(tmp_path, "two", ONE)
    write(tmp_path, {"contoso": ONE})
    with pytest.raises(EnvironmentFileError, match=r"pilot.yaml:4: contoso has two states, .*one\.tfstate and "):
        load("pilot", folder=tmp_path)


def test_a_place_that_is_written_down_is_kept(tmp_path: Path) -> None:
    keep_state(tmp_path, "old", ONE)
    write(tmp_path, {"contoso": ONE}, more=", backend: {local: {path: mine.tfstate}}")
    backend = load("pilot", folder=tmp_path).tenant("contoso").backend
    assert backend is not None
    assert backend.settings["path"] == str(tmp_path / "mine.tfstate")


def test_who_has_no_stack_any_more_is_told(tmp_path: Path) -> None:
    keep_state(tmp_path, "contoso", ONE, OTHER)
    keep_state(tmp_path, "fabrikam", OTHER, ONE, PARTNER)
    keep_state(tmp_path, "wingtip", None)
    write(tmp_path, {"contoso": ONE})
    assert load("pilot", folder=tmp_path).departed == (
        DepartedTenant(OTHER, str(STATES / "fabrikam.tfstate"), (ONE, PARTNER)),
    )


def test_a_damaged_state_still_tells_whose_it_is(tmp_path: Path) -> None:
    (tmp_path / STATES).mkdir(parents=True)
    (tmp_path / STATES / "old.tfstate").write_text(f'{{"home_tenant_id": "{ONE}"', encoding="utf-8")
    write(tmp_path, {"contoso": OTHER})
    assert load("pilot", folder=tmp_path).departed == (DepartedTenant(ONE, str(STATES / "old.tfstate")),)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_state_that_cannot_be_read_is_left_to_terraform(tmp_path: Path) -> None:
    keep_state(tmp_path, "contoso", ONE)
    (tmp_path / STATES / "contoso.tfstate").chmod(0)
    write(tmp_path, {"contoso": ONE})
    assert state_of(tmp_path, "contoso") == "contoso.tfstate"
