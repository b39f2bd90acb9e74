"""Warm providers: one process for each tenant, from the first plan to the end of a joint run."""

import contextlib
import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from crosscloud.files import write_private
from crosscloud.review.errors import BridgeError
from crosscloud.runtime.programs import signal_group

_GRACE_SECONDS: Final = 2.0


class WarmBridge:
    """The provider process of one tenant; a context manager that ends it.

    It holds that tenant's credentials alone, and ends by itself when this process does.
    """

    def __init__(self, tenant: str, tenant_id: str, environ: Mapping[str, str], log: Path) -> None:
        """Start the provider of `tenant`; `environ` is all that it sees, its complaints go to `log`."""
        self.tenant = tenant
        self._log = log
        write_private(log, b"")
        with log.open("ab") as complaints:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "crosscloud.bridge.warm", tenant_id],
                env=dict(environ),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
                process_group=0,  # a Ctrl-C in the terminal is for the joint run, which ends this process
            )
        self._reattach: str | None = None

    def __enter__(self) -> Self:
        """The bridge itself; it is starting, and `reattach` waits until it serves."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process; at once where the run was interrupted."""
        if isinstance(error, KeyboardInterrupt):
            self.kill()
        self.close()

    @property
    def ended(self) -> BridgeError | None:
        """Why the process is no longer there; None while it is."""
        code = self._process.poll()
        return None if code is None else self._ended()

    def kill(self) -> None:
        """End the process at once, in the middle of whatever it does; what waits for it fails."""
        signal_group(self._process, signal.SIGKILL)

    @property
    def reattach(self) -> str:
        """The value of TF_REATTACH_PROVIDERS under which Terraform finds this provider.

        Raises:
            BridgeError: where the process did not start.
        """
        if self._reattach is None:
            self._reattach = json.dumps(self._answer()["reattach"])
        return self._reattach

    def snapshot(self) -> dict[str, Any]:
        """What the last plan was made on: `{"snapshot": {…}, "taken_at": …}`, the snapshot without its name.

        Raises:
            BridgeError: where the provider was never configured, or has ended.
        """
        stdin = self._process.stdin
        try:
            if stdin is None:
                raise BrokenPipeError
            stdin.write("snapshot\n")
            stdin.flush()
        except BrokenPipeError:
            raise self._ended() from None
        answer = self._answer()
        if "error" in answer:
            raise BridgeError(str(answer["error"]))
        return answer

    def close(self) -> None:
        """End the process, by closing what it reads; kill it where that is not enough."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):  # it was killed: what was not read yet is lost with it
                    stream.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _answer(self) -> dict[str, Any]:
        stdout = self._process.stdout
        line = stdout.readline() if stdout is not None else ""
        if not line:
            raise self._ended()
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _ended(self) -> BridgeError:
        try:
            code = self._process.wait(timeout=_GRACE_SECONDS)  # it closed its output: it is ending
        except subprocess.TimeoutExpired:
            code = 0
        how = f"was killed by signal {-code}" if code < 0 else "ended unexpectedly"
        return BridgeError(f"the provider process {how}; {self._log} may say why. Run it again")
