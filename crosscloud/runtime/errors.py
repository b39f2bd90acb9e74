"""What keeps a run from beginning or going on.

CrosscloudError
└── RunError                the run itself, rather than what it was about
    ├── BusyError           another run is at work in the same environment
    ├── WorkspaceError      the folder that a run writes to cannot be used
    └── InterruptedRunError the run was interrupted; exit code 130
"""

from typing import ClassVar

from crosscloud.errors import CrosscloudError


class RunError(CrosscloudError):
    """Base of what keeps a run from beginning or going on."""


class BusyError(RunError):
    """Another run is at work in the same environment; nothing was started."""


class WorkspaceError(RunError):
    """A folder or file that a run writes cannot be made or written."""


class InterruptedRunError(RunError):
    """The run was interrupted, by Ctrl-C or a signal; the text says what it leaves behind."""

    exit_code: ClassVar[int] = 130
