"""Ends what this process started, where this process is killed and cannot do it itself (SIGKILL, no memory).

A small shell holds the reading end of a pipe, and hears which process groups run. When the pipe closes, since this
process has ended in whatever way, it interrupts those that are left, and kills them a moment later. Nothing else
does this without code between fork and exec, which is not safe in a process with threads (prctl(2),
PR_SET_PDEATHSIG; Python, subprocess, `preexec_fn`).
"""

import atexit
import os
import threading
from contextlib import suppress
from typing import Final

_SECONDS: Final = 2
_PATIENT_SECONDS: Final = 10
_SHELL: Final = "/bin/sh"
_SCRIPT: Final = f"""
quick= patient=
without() {{ for each in $1; do [ "$each" = "$2" ] || printf '%s ' "$each"; done; }}
while read -r what group; do
  case $what in
    quick) quick="$quick $group" ;;
    patient) patient="$patient $group" ;;
    ended) quick=$(without "$quick" "$group"); patient=$(without "$patient" "$group") ;;
  esac
done
[ -n "$quick$patient" ] || exit 0
for group in $quick $patient; do kill -s INT -- "-$group"; done
sleep {_SECONDS}
for group in $quick; do kill -s KILL -- "-$group"; done
[ -n "$patient" ] || exit 0
for second in {" ".join(str(second) for second in range(_SECONDS, _PATIENT_SECONDS))}; do
  left=
  for group in $patient; do kill -s 0 -- "-$group" && left="$left $group"; done
  patient=$left
  [ -n "$patient" ] || exit 0
  sleep 1
done
for group in $patient; do kill -s KILL -- "-$group"; done
"""


class Guard:
    """Watches over process groups on behalf of this process; safe to use from several threads.

    It begins with the first group. Where there is no shell, nothing is watched: programs then end only when they
    notice that nobody reads what they write.
    """

    def __init__(self) -> None:
        """Nothing is watched yet."""
        self._lock = threading.Lock()
        self._pipe: int | None = None

    def watch(self, group: int, *, patient: bool = False) -> None:
        """End `group` when this process has ended; `patient` gives it longer, to write its state."""
        with self._lock:
            if self._pipe is None:
                self._pipe, shell = _start()
                atexit.register(self._end, shell)
            self._say(f"{'patient' if patient else 'quick'} {group}")

    def forget(self, group: int) -> None:
        """`group` has ended."""
        with self._lock:
            self._say(f"ended {group}")

    def _end(self, shell: int) -> None:
        """This process ends by itself: let the shell go first, lest it stay as a zombie."""
        with self._lock:
            pipe, self._pipe = self._pipe, None
        if pipe is not None:
            os.close(pipe)
            os.waitpid(shell, 0)

    def _say(self, line: str) -> None:
        if self._pipe is not None:
            with suppress(BrokenPipeError):  # somebody ended it
                os.write(self._pipe, f"{line}\n".encode("ascii"))


def _start() -> tuple[int | None, int]:
    """Start the shell; the writing end of its pipe, which no other program inherits, and the shell's number."""
    reading, writing = os.pipe()
    environ = {name: value for name, value in os.environ.items() if name in {"HOME", "TMPDIR"}}
    try:
        shell = os.posix_spawn(
            _SHELL,
            ["sh", "-c", _SCRIPT],
            {**environ, "PATH": os.defpath},
            file_actions=[
                (os.POSIX_SPAWN_DUP2, reading, 0),
                (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                (os.POSIX_SPAWN_DUP2, 1, 2),
            ],
            setpgroup=0,  # a Ctrl-C in the terminal is not for it
        )
    except FileNotFoundError:
        os.close(writing)
        return None, 0
    finally:
        os.close(reading)
    return writing, shell


GUARD: Final = Guard()
"""That of this process."""
