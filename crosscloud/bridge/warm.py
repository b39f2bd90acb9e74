"""The provider kept warm for a joint run: one process for one tenant, steered through stdin and stdout.

    python -m crosscloud.bridge.warm TENANT_ID

First line out: `{"reattach": {…}}`, the tenant's entry for TF_REATTACH_PROVIDERS. Then, for each line
`snapshot` that comes in, one line out: `{"snapshot": {…}}`, exactly what the last plan was made on (read now,
if nothing was read yet), or `{"error": "…"}`. When stdin closes, because the joint run is over or was killed, so
does the provider: no process outlives its run.
"""

import json
import os
import signal
import sys
from contextlib import closing
from typing import Any, TextIO

from crosscloud.bridge.provider import ADDRESS, CrosscloudProvider
from crosscloud.tfplugin import WarmServer


def main(tenant_id: str, commands: TextIO, answers: TextIO) -> None:
    """Serve `tenant_id` until `commands` ends."""
    provider = CrosscloudProvider(os.environ, tenant_id=tenant_id, is_joint=True)
    with closing(provider), WarmServer(provider, ADDRESS) as server:
        _say(answers, {"reattach": server.reattach})
        for line in commands:
            if line.strip() == "snapshot":
                _say(answers, _snapshot(provider))
            else:
                _say(answers, {"error": f"not a command: {line.strip()!r}"})


def _snapshot(provider: CrosscloudProvider) -> dict[str, Any]:
    if provider.tenant is None:
        return {"error": "the provider was not configured, so no tenant was read"}
    reading = provider.tenant.read_once()
    return {"snapshot": reading.to_snapshot(""), "taken_at": reading.taken_at.isoformat()}


def _say(answers: TextIO, message: dict[str, Any]) -> None:
    answers.write(json.dumps(message) + "\n")
    answers.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the joint run decides
    answers_only = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever prints by accident must not be taken for an answer
    main(sys.argv[1], sys.stdin, answers_only)
