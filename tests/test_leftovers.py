"""What a process that was killed left behind is told from what a living one uses."""

import os
import subprocess
import sys
from pathlib import Path

from crosscloud.leftovers import LOCK, claim, list_abandoned

HOLD = """
import os, sys
from crosscloud.leftovers import claim
os.mkdir(sys.argv[1], 0o700)
claim(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def test_it_is_in_use_while_its_process_lives_and_left_once_that_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "mine-1"
    command = [sys.executable, "-c", HOLD, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        assert list_abandoned(str(tmp_path), "mine-") == []
        process.kill()
    assert list_abandoned(str(tmp_path), "mine-") == [str(folder)]
    assert list_abandoned(str(tmp_path), "other-") == []


def test_one_of_this_process_is_in_use_until_it_lets_go(tmp_path: Path) -> None:
    (tmp_path / "mine-1").mkdir()
    held = claim(str(tmp_path / "mine-1"))
    assert list_abandoned(str(tmp_path), "mine-") == []
    os.close(held)
    assert list_abandoned(str(tmp_path), "mine-") == [str(tmp_path / "mine-1")]


def test_a_lock_is_never_seen_that_is_not_held(tmp_path: Path) -> None:
    """Plugins start beside one another: who looks around must not take another's new folder."""
    (tmp_path / "mine-1").mkdir()
    program = (
        "import fcntl, sys\n"
        "from crosscloud.leftovers import claim, list_abandoned\n"
        "parent = sys.argv[1]\n"
        "def look(event, arguments):\n"
        "    if event == 'fcntl.flock' and not looking:\n"
        "        looking.append(event)\n"
        "        print(list_abandoned(parent, 'mine-'))\n"
        "looking = []\n"
        "sys.addaudithook(look)\n"
        "claim(f'{parent}/mine-1')\n"
        "print(list_abandoned(parent, 'mine-'))\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    assert done.stdout == "[]\n[]\n"


def test_one_without_a_lock_is_left_alone_until_it_is_old(tmp_path: Path) -> None:
    folder = tmp_path / "mine-1"
    folder.mkdir()
    assert list_abandoned(str(tmp_path), "mine-") == []
    os.utime(folder, (0, 0))
    assert list_abandoned(str(tmp_path), "mine-") == [str(folder)]


def test_neither_links_nor_files_nor_a_link_in_place_of_the_lock_are_followed(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    (target / LOCK).touch()
    (tmp_path / "mine-1").symlink_to(target)
    (tmp_path / "mine-2").touch()
    (tmp_path / "mine-3").mkdir()
    (tmp_path / "mine-3" / LOCK).symlink_to(target / LOCK)
    assert list_abandoned(str(tmp_path), "mine-") == []
    assert list_abandoned(str(tmp_path / "nowhere"), "mine-") == []
