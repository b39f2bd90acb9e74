"""One line on a terminal that says what a run is doing now."""

import os
import shutil
import sys
import threading
import time
from typing import Final, Self, TextIO

from crosscloud.report.plain import printable

_BEAT: Final = 1.0
_SHOW_SECONDS_FROM: Final = 2


class Progress:
    """One line on stderr, renewed every second with how long it has taken; nothing where stderr is no terminal.

    Safe to use from several threads.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        """Nothing is shown yet; `stream` takes the place of stderr."""
        self._stream = sys.stderr if stream is None else stream
        self._shown = self._stream.isatty() and os.environ.get("TERM") != "dumb"
        self._doing: dict[str, str] = {}
        self._since = time.monotonic()
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def __enter__(self) -> Self:
        """The line, empty so far."""
        if self._shown:
            threading.Thread(target=self._beat, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Clear the line."""
        self._ended.set()
        self.clear()

    def __call__(self, tenant: str, doing: str) -> None:
        """Show that `tenant` (empty: the whole run) is doing something."""
        with self._lock:
            if not tenant:
                self._doing.clear()
            else:
                self._doing.pop("", None)
            self._doing[tenant] = doing
            self._since = time.monotonic()
            self._show()

    def pause(self, tenant: str, why: str) -> None:
        """Show for what `tenant` waits; where there is no terminal, on a line of its own: who waits is to know."""
        if self._shown:
            self(tenant, why)
        else:
            with self._lock:
                self._stream.write(f"{printable(f'{tenant}: {why}')}\n")
                self._stream.flush()

    def clear(self) -> None:
        """Remove the line, before something else is printed."""
        with self._lock:
            if self._shown and self._doing:
                self._stream.write("\r\x1b[K")
                self._stream.flush()
            self._doing.clear()

    def _beat(self) -> None:
        while not self._ended.wait(_BEAT):
            with self._lock:
                self._show()

    def _show(self) -> None:
        if not (self._shown and self._doing):
            return
        parts = [f"{name}: {what}" if name else what for name, what in self._doing.items()]
        seconds = int(time.monotonic() - self._since)
        if seconds >= _SHOW_SECONDS_FROM:
            parts.append(f"{seconds} s")
        # One column stays free: a full line would wrap, and the next one could not take its place.
        width = max(shutil.get_terminal_size().columns - 1, 1)
        self._stream.write(f"\r\x1b[K{'   '.join(parts)[:width]}")
        self._stream.flush()
