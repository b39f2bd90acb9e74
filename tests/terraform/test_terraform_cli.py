"""How Terraform ended, in words."""

import json
import os
import shutil
import stat
import sys
import threading
from pathlib import Path

import pytest

from crosscloud.runtime.programs import Programs
from crosscloud.terraform.cli import CANCELLED, Terraform, drop_data_of_a_neighbour
from crosscloud.terraform.events import Applied, sum_up_events

PROGRAM = """#!{python}
import os, signal, time
signal.signal(signal.SIGINT, signal.SIG_DFL)
open({began!r}, "w").close()
{then}
"""


def terraform(folder: Path, then: str) -> Terraform:
    """A program in place of Terraform that does not hear interrupts yet."""
    program = folder / "terraform"
    text = PROGRAM.format(python=sys.executable, began=str(folder / "began"), then=then)
    program.write_text(text, encoding="utf-8")
    program.chmod(0o700)
    return Terraform(program, folder, dict(os.environ), Programs())


def test_an_interrupt_before_terraform_hears_any_is_no_kill(tmp_path: Path) -> None:
    program = terraform(tmp_path, "time.sleep(25)")
    done: list[Applied] = []
    thread = threading.Thread(target=lambda: done.append(sum_up_events(program.apply(tmp_path / "plan"))))
    thread.start()
    while not (tmp_path / "began").exists():
        threading.Event().wait(0.02)  # a file tells nobody that it is there now
    program.programs.interrupt()
    thread.join(20)
    (applied,) = done
    assert applied.failed
    assert [message.summary for message in applied.messages] == [CANCELLED]  # which is not shown of such a run


def test_a_saved_plan_is_for_its_owner_alone_from_the_start(tmp_path: Path) -> None:
    program = terraform(tmp_path, "import sys\nopen(sys.argv[-1].removeprefix('-out='), 'w').close()")
    list(program.plan(tmp_path / "saved"))
    assert stat.S_IMODE((tmp_path / "saved").stat().st_mode) == 0o600


@pytest.mark.parametrize("number", [2, 9])
def test_a_signal_from_elsewhere_is_told(tmp_path: Path, number: int) -> None:
    program = terraform(tmp_path, f"os.kill(os.getpid(), {number})")
    (message,) = sum_up_events(program.apply(tmp_path / "plan")).messages
    assert message.summary == "Terraform was killed"
    assert message.detail.startswith(f"Terraform was ended from outside by signal {number}; what it had begun is")


def test_what_terraform_keeps_of_a_neighbours_state_is_dropped_and_nothing_else(tmp_path: Path) -> None:
    kept = tmp_path / "stack/.terraform/terraform.tfstate"

    def is_dropped(backend: object) -> bool:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps({"version": 3, "backend": backend}), encoding="utf-8")
        drop_data_of_a_neighbour(tmp_path / "stack", tmp_path / "state/contoso.tfstate")
        return not kept.parent.exists()

    assert is_dropped({"type": "local", "config": {"path": str(tmp_path / "state/fabrikam.tfstate")}})
    assert not is_dropped({"type": "local", "config": {"path": str(tmp_path / "state/contoso.tfstate")}})
    assert not is_dropped({"type": "local", "config": {"path": str(tmp_path / "elsewhere/contoso.tfstate")}})
    assert not is_dropped({"type": "azurerm", "config": {"key": "contoso.tfstate"}})
    assert not is_dropped(None)
    shutil.rmtree(tmp_path / "stack")
    drop_data_of_a_neighbour(tmp_path / "stack", tmp_path / "state/contoso.tfstate")
