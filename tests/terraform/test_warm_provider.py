"""A warm provider starts when it is needed, says what it is told to say, and may be closed and started again."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from crosscloud.terraform.errors import BridgeError
from crosscloud.terraform.warm_provider import WarmBridge

TENANT = "5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11"


def pid_of(bridge: WarmBridge) -> int:
    (entry,) = json.loads(bridge.reattach).values()
    return int(entry["Pid"])


def is_running(pid: int) -> bool:
    run = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(run.stdout.strip()) and not run.stdout.startswith("Z")


def test_it_starts_when_it_is_needed_and_again_after_it_was_closed(tmp_path: Path) -> None:
    with WarmBridge("contoso", TENANT, os.environ, tmp_path / "log") as bridge:
        assert bridge.ended is None
        first = pid_of(bridge)
        assert bridge.writes() == {}
        bridge.close()
        assert bridge.ended is None
        assert not is_running(first)
        second = pid_of(bridge)
        assert second != first
        bridge.close()
        bridge.close()
    assert not is_running(second)


def test_one_that_was_killed_is_told_however_often_it_is_asked(tmp_path: Path) -> None:
    with WarmBridge("contoso", TENANT, os.environ, tmp_path / "log") as bridge:
        pid_of(bridge)
        bridge.kill()
        for _ in range(2):
            with pytest.raises(BridgeError, match="was killed by signal 9"):
                bridge.writes()
        assert "was killed by signal 9" in str(bridge.ended)
