"""The provider kept warm for a joint run: one process for one tenant, steered through stdin and stdout.

    python -m crosscloud.bridge.warm TENANT_ID

First line out: `{"reattach": {…}}`, the tenant's entry for TF_REATTACH_PROVIDERS. Then, for each line
`snapshot` that comes in, one line out: `{"snapshot": {…}}`, exactly what the last plan was made on (read now,
if nothing was read yet), or `{"error": "…"}`; and for each line `writes` one line
`{"writes": [[TYPE, ID, OUTCOME], …]}`, what became of the objects that it set out to write
(`crosscloud.bridge.writes`). At any time between: `{"pause": {"host": …, "seconds": …, "status": …}}`, where a
service asks it to wait. When stdin closes, because the joint run is over or was killed, so does the provider,
a moment later whatever it is doing, such as a read that is slow: no process outlives its run.
"""

import json
import os
import shutil
import signal
import sys
import threading
import time
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final, TextIO

from crosscloud.bridge.provider import ADDRESS, CrosscloudProvider
from crosscloud.tfplugin import WarmServer

if TYPE_CHECKING:
    from crosscloud.graph import PolicyApi, SignIn

_SAYING: Final = threading.Lock()
_MOMENT_SECONDS: Final = 1.0
"""So long a call that is under way, such as a write, may take to end once the run has."""


def main(tenant_id: str, commands: TextIO, answers: TextIO) -> None:
    """Serve `tenant_id` until `commands` ends, and end the process then."""

    def connect_telling(sign_in: "SignIn") -> "PolicyApi":
        from crosscloud.graph import Retries, connect  # noqa: PLC0415 - imports requests: not before it is asked

        return connect(sign_in, retries=Retries(tell=lambda pause: _say(answers, {"pause": asdict(pause)})))

    provider = CrosscloudProvider(os.environ, tenant_id=tenant_id, is_joint=True, connect=connect_telling)
    with closing(provider), WarmServer(provider, ADDRESS) as server:
        socket = Path(server.reattach[ADDRESS]["Addr"]["String"])
        lines: SimpleQueue[str] = SimpleQueue()
        threading.Thread(target=_listen, args=(commands, lines, socket), daemon=True).start()
        _say(answers, {"reattach": server.reattach})
        while line := lines.get():
            if line.strip() == "snapshot":
                _say(answers, _answer_snapshot(provider))
            elif line.strip() == "writes":
                _say(answers, _answer_writes(provider))
            else:
                _say(answers, {"error": f"not a command: {line.strip()!r}"})


def _listen(commands: TextIO, lines: "SimpleQueue[str]", socket: Path) -> None:
    """Hand on each line of `commands`; when they end, see that the process does.

    It ends by itself where nothing is going on. Where it has not after a moment, the server's threads or the main
    one are waiting for Graph, and would do so for minutes.
    """
    for line in commands:
        lines.put(line)
    lines.put("")
    time.sleep(_MOMENT_SECONDS)
    shutil.rmtree(socket.parent, ignore_errors=True)
    os._exit(1)


def _answer_snapshot(provider: CrosscloudProvider) -> dict[str, Any]:
    if provider.tenant is None:
        return {"error": "the provider was not configured, so no tenant was read"}
    reading = provider.tenant.read_once()
    return {"snapshot": reading.to_snapshot(""), "taken_at": reading.taken_at.isoformat()}


def _answer_writes(provider: CrosscloudProvider) -> dict[str, Any]:
    if provider.tenant is None:
        return {"writes": []}
    return {"writes": [[*key, outcome] for key, outcome in provider.tenant.writes.outcomes().items()]}


def _say(answers: TextIO, message: dict[str, Any]) -> None:
    with _SAYING:
        answers.write(json.dumps(message) + "\n")
        answers.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the joint run decides
    answers_only = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever prints by accident must not be taken for an answer
    main(sys.argv[1], sys.stdin, answers_only)
