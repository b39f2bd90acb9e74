"""How many tenants are worked on at once: as many as the machine bears, however many there are.

A tenant takes two processes (Terraform and its provider), some 50 MB each, and here their pipes and the
connections of whatever is read of it. Many more of them than processors serve nobody: they wait for one another.
"""

import os
import resource
from typing import Final

from crosscloud.runtime.errors import RunError

_FOR_EACH_PROCESSOR: Final = 4
_MOST: Final = 32
_OWN_FILES: Final = 96
"""Open files that a run has beside its tenants': its own, and those of the embedded Graph."""
_FILES_FOR_EACH: Final = 16


_WANTED_FILES: Final = 1024
_LEAST_FILES: Final = 192
"""A run of one tenant with the embedded Graph has some hundred files open."""


def allow_files() -> None:
    """Let this process have as many files open as a run wants, where the system's hard limit permits.

    Raises:
        RunError: where that is too few for any run.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= _WANTED_FILES:
        return
    soft = _WANTED_FILES if hard == resource.RLIM_INFINITY else min(hard, _WANTED_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft < _LEAST_FILES:
        raise RunError(
            f"this process may have {soft} files open at once, and needs {_LEAST_FILES}; raise the limit "
            f"(ulimit -n {_WANTED_FILES}), then run this again"
        )


def find_capacity(processors: int | None = None, files: int | None = None) -> int:
    """So many tenants may be worked on at once; at least one.

    Args:
        processors: those that this process may use; found out where left out.
        files: how many files it may have open; its soft limit where left out.
    """
    if processors is None:
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if files is None:
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    by_files = _MOST if files == resource.RLIM_INFINITY else (files - _OWN_FILES) // _FILES_FOR_EACH
    return max(1, min(processors * _FOR_EACH_PROCESSOR, by_files, _MOST))
