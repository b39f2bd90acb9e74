"""The request log: one JSON object a line, written before the answer is sent.

Its lines are what tests and users count requests by: `tenant` (the name, or null), `method`, `path` (with the
query, percent-decoded) and `status` (null where the connection was dropped on purpose). Headers and bodies, where
the secrets are, are never written; of a login request not even the query is.
"""

import json
import os
import threading
from pathlib import Path


class RequestLog:
    """Appends to a file that only its owner can read.

    Args:
        path: the file; made if it does not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)

    def write(self, *, tenant: str | None, method: str, path: str, status: int | None) -> None:
        """Append one line, in one write."""
        line = json.dumps({"tenant": tenant, "method": method, "path": path, "status": status})
        with self._lock:
            os.write(self._file, line.encode() + b"\n")

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)
