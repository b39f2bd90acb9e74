"""Warm providers: one process for each tenant, from the first plan to the end of a joint run."""

import json
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Final, Self

from crosscloud.bridge.run_registry import Key
from crosscloud.bridge.writes import WriteOutcome
from crosscloud.files import write_private
from crosscloud.graph.retries import Pause
from crosscloud.runtime.programs import Programs, Server
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
        on_pause: Callable[[Pause], None] = lambda _pause: None,
    ) -> None:
        """The provider of `tenant`, not started: `environ` is all that it will see, its complaints go to `log`.

        `programs` is where it is run; `on_pause` is told, in a thread of its own, where a service asks it to wait.
        A Ctrl-C in the terminal is for the joint run, which ends the process.
        """
        self.tenant = tenant
        self._tenant_id = tenant_id
        self._environ = environ
        self._log = log
        self._programs = programs or Programs()
        self._on_pause = on_pause
        self._answers: SimpleQueue[str] = SimpleQueue()
        self._server: Server | None = None
        self._reattach: str | None = None
        write_private(log, b"")

    def __enter__(self) -> Self:
        """The bridge itself, which starts when it is first needed, or told to."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process; at once where the run was interrupted."""
        if isinstance(error, KeyboardInterrupt):
            self.kill()
        self.close()

    def start(self) -> None:
        """Have the process start, unless it has; `reattach` waits until it serves."""
        self._started()

    @property
    def ended(self) -> BridgeError | None:
        """Why the process is no longer there; None while it is, and where it was not started or was closed."""
        return None if self._server is None or self._server.returncode() is None else self._ended()

    def kill(self) -> None:
        """End the process at once, in the middle of whatever it does; what waits for it fails."""
        if (server := self._server) is not None:
            server.kill()

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
        """End the process, by closing what it reads; kill it where that is not enough. It may start again."""
        server, self._server, self._reattach = self._server, None, None
        if server is not None:
            server.close(_PATIENCE_SECONDS)

    def _started(self) -> Server:
        if self._server is None:
            with self._log.open("ab") as complaints:
                command = [sys.executable, "-P", "-m", "crosscloud.bridge.warm", self._tenant_id]
                self._server = self._programs.serve(command, self._environ, complaints)
            self._answers = SimpleQueue()
            reader = threading.Thread(target=self._read, args=(self._server, self._answers), daemon=True)
            reader.start()
        return self._server

    def _read(self, server: Server, answers: "SimpleQueue[str]") -> None:
        """Hand on what the process says when it says it: pauses at once, the rest to whoever asked."""
        try:
            while line := server.answer():
                told = json.loads(line).get("pause")
                if told is None:
                    answers.put(line)
                else:
                    self._on_pause(Pause(**told))
        finally:
            answers.put("")  # it says no more

    def _asked(self, what: str) -> dict[str, Any]:
        try:
            self._started().ask(what)
        except BrokenPipeError:
            raise self._ended() from None
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        self._started()
        line = self._answers.get()
        if not line:
            self._answers.put("")
            raise self._ended()
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _ended(self) -> BridgeError:
        code = self._started().returncode(_GRACE_SECONDS) or 0  # it closed its output: it is ending
        how = f"was killed by signal {-code}" if code < 0 else "ended unexpectedly"
        return BridgeError(f"the provider process {how}; {self._log} may say why. Run it again")
