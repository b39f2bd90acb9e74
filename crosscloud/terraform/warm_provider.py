"""Warm providers: one process for each tenant, from the first plan to the end of a joint run."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from crosscloud.bridge.run_registry import Key
from crosscloud.bridge.writes import WriteOutcome
from crosscloud.files import write_private
from crosscloud.runtime.programs import Programs
from crosscloud.terraform.errors import BridgeError

_GRACE_SECONDS: Final = 2.0
_PATIENCE_SECONDS: Final = 10.0


class WarmBridge:
    """The provider process of one tenant; a context manager that ends it.

    It holds that tenant's credentials alone, and ends by itself when this process does.
    """

    def __init__(
        self,
        tenant: str,
        tenant_id: str,
        environ: Mapping[str, str],
        log: Path,
        programs: Programs | None = None,
    ) -> None:
        """Start the provider of `tenant`; `environ` is all that it sees, its complaints go to `log`.

        `programs` is where it is run. A Ctrl-C in the terminal is for the joint run, which ends this process.
        """
        self.tenant = tenant
        self._log = log
        write_private(log, b"")
        with log.open("ab") as complaints:
            command = [sys.executable, "-P", "-m", "crosscloud.bridge.warm", tenant_id]
            self._server = (programs or Programs()).serve(command, environ, complaints)
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
        return None if self._server.returncode() is None else self._ended()

    def kill(self) -> None:
        """End the process at once, in the middle of whatever it does; what waits for it fails."""
        self._server.kill()

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
        answer = self._asked("snapshot")
        if "error" in answer:
            raise BridgeError(str(answer["error"]))
        return answer

    def writes(self) -> dict[Key, WriteOutcome]:
        """What became of each object that the last apply set out to write.

        Raises:
            BridgeError: where the provider has ended, so that nobody knows.
        """
        return {(kind, object_id): outcome for kind, object_id, outcome in self._asked("writes")["writes"]}

    def close(self) -> None:
        """End the process, by closing what it reads; kill it where that is not enough."""
        self._server.close(_PATIENCE_SECONDS)

    def _asked(self, what: str) -> dict[str, Any]:
        try:
            self._server.ask(what)
        except BrokenPipeError:
            raise self._ended() from None
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        line = self._server.answer()
        if not line:
            raise self._ended()
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _ended(self) -> BridgeError:
        code = self._server.returncode(_GRACE_SECONDS) or 0  # it closed its output: it is ending
        how = f"was killed by signal {-code}" if code < 0 else "ended unexpectedly"
        return BridgeError(f"the provider process {how}; {self._log} may say why. Run it again")
