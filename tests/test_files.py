"""Files are written whole, for their owner alone, and what is no ordinary file stays what it is."""

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from crosscloud.files import write_named, write_private


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.mark.parametrize("write", [write_named, write_private])
def test_a_file_is_for_its_owner_alone(tmp_path: Path, write: Callable[[Path, bytes], None]) -> None:
    file = tmp_path / "file"
    for data in (b"one", b"two"):
        write(file, data)
        assert (file.read_bytes(), mode(file)) == (data, 0o600)
        file.chmod(0o644)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_nothing_is_left_of_a_file_that_could_not_be_written(tmp_path: Path) -> None:
    target = tmp_path / "target"
    (target / "in the way").mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        write_private(target, b"data")
    assert [path.name for path in tmp_path.iterdir()] == ["target"]


def test_a_link_that_a_user_named_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"old")
    for name, target in (("link", "there"), ("dangling", "new")):
        (tmp_path / name).symlink_to(target)
        write_named(tmp_path / name, b"data")
        assert (tmp_path / name).is_symlink()
        assert (tmp_path / target).read_bytes() == b"data"
        assert mode(tmp_path / target) == 0o600


@pytest.mark.parametrize("name", ["file", ".file.new"])
def test_a_link_in_place_of_ours_is_not_followed(tmp_path: Path, name: str) -> None:
    (tmp_path / "precious").write_bytes(b"old")
    (tmp_path / name).symlink_to("precious")
    write_private(tmp_path / "file", b"data")
    assert (tmp_path / "precious").read_bytes() == b"old"
    assert not (tmp_path / "file").is_symlink()


def test_a_device_is_written_to_and_stays(tmp_path: Path) -> None:
    write_named(Path("/dev/null"), b"data")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    (tmp_path / "link").symlink_to("/dev/null")
    write_named(tmp_path / "link", b"data")
    assert (tmp_path / "link").is_symlink()
    with pytest.raises(OSError, match="No space left") as caught:
        write_named(Path("/dev/full"), b"data")
    assert caught.value.filename == "/dev/full"


def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_named(pipe, b"x" * 100_000)
    reader.join(20)
    assert read == [b"x" * 100_000]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("name", ["/dev/stdout", "/proc/self/fd/1", "out"])
def test_the_programs_own_output_goes_on_where_it_is(tmp_path: Path, name: str) -> None:
    program = (
        "import sys; from pathlib import Path; from crosscloud.files import write_named; "
        "print('before'); write_named(Path(sys.argv[1]), b'data\\n'); print('after')"
    )
    with (tmp_path / "out").open("wb") as out:
        subprocess.run([sys.executable, "-c", program, name], stdout=out, cwd=tmp_path, check=True, timeout=60)
    assert (tmp_path / "out").read_text(encoding="utf-8") == "before\ndata\nafter\n"


def test_a_place_where_nothing_can_be_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        write_named(tmp_path / "none" / "file", b"data")
    assert caught.value.filename == str(tmp_path / "none" / "file")
