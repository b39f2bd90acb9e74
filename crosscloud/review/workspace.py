"""Where a run writes: everything below `.crosscloud/ENVIRONMENT`, closed to other users.

Output and state of two environments never meet, so the environment's name stands in every path.
"""

from dataclasses import dataclass
from pathlib import Path

ROOT = ".crosscloud"


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders of one environment of one project.

    Attributes:
        project: the folder with `cdktf.json` and `main.py`.
        environment: the environment's name.
    """

    project: Path
    environment: str

    @property
    def root(self) -> Path:
        """The environment's own folder."""
        return self.project / ROOT / self.environment

    @property
    def output(self) -> Path:
        """Where the synthesised stacks are written (cdktf's output folder)."""
        return self.root / "cdktf.out"

    @property
    def stacks(self) -> Path:
        """Where cdktf puts the stacks, each in a folder of its name."""
        return self.output / "stacks"

    @property
    def emulator(self) -> Path:
        """Where the embedded Graph keeps its state."""
        return self.root / "graph"

    def make(self) -> "Workspace":
        """Make the folders, readable by their owner alone."""
        private_folder(self.project / ROOT)
        private_folder(self.root)
        return self


def private_folder(path: Path) -> Path:
    """`path`, made if need be (with its parents), with mode 0700."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.chmod(0o700)
    return path


def write_private(path: Path, data: bytes) -> None:
    """Write `data` to a file of mode 0600, whole or not at all."""
    temporary = path.with_name(f".{path.name}.new")
    temporary.unlink(missing_ok=True)
    temporary.touch(mode=0o600, exist_ok=False)
    temporary.write_bytes(data)
    temporary.replace(path)
