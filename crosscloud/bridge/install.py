"""Puts the provider where plain `terraform` and `cdktf` look for it: Terraform's plugin folder of the user.

Terraform keeps the hash of a provider's files in a stack's lock file, so the launcher must be the same bytes on
every machine and for every interpreter. Which interpreter to start stands outside the package folder.
"""

import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from crosscloud import __version__
from crosscloud.bridge.provider import ADDRESS
from crosscloud.errors import CrosscloudError

_LAUNCHER = """\
#!/bin/sh
# Starts the crosscloud provider {version} for Terraform, which keeps this file's hash: the same bytes everywhere.
file="${{XDG_CONFIG_HOME:-$HOME/.config}}/crosscloud/interpreter-{version}"
python="${{CROSSCLOUD_PYTHON:-}}"
if [ -z "$python" ] && ! read -r python < "$file"; then
    echo "crosscloud: $file does not say which Python to start; run: crosscloud provider install" >&2
    exit 1
fi
exec "$python" -P -m crosscloud.bridge "$@"
"""


class InstallError(CrosscloudError):
    """The provider cannot be put in place; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Installed:
    """Where the parts of the installed provider are."""

    launcher: Path
    interpreter_file: Path


def install(environ: Mapping[str, str], *, mirror: Path | None = None) -> Installed:
    """Write the launcher below `mirror` (the user's plugin folder if None) and note this interpreter.

    Raises:
        InstallError: where the platform is unknown to Terraform, or a folder cannot be written.
    """
    home = Path(environ.get("HOME") or Path.home())
    folder = mirror or home / ".terraform.d" / "plugins"
    launcher = folder / ADDRESS / __version__ / _platform() / f"terraform-provider-crosscloud_v{__version__}"
    config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    interpreter_file = config / "crosscloud" / f"interpreter-{__version__}"
    try:
        _write(launcher, _LAUNCHER.format(version=__version__), mode=0o755)
        _write(interpreter_file, f"{sys.executable}\n", mode=0o644)
    except OSError as error:
        msg = f"{error.filename or folder} cannot be written ({error.strerror}); give another folder with --mirror"
        raise InstallError(msg) from error
    return Installed(launcher, interpreter_file)


def _write(path: Path, text: str, *, mode: int) -> None:
    """Write `text` whole or not at all: Terraform may be starting the file at this moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    temporary.chmod(mode)
    temporary.replace(path)


def _platform() -> str:
    """Terraform's name of this platform, such as `linux_amd64`.

    Raises:
        InstallError: where Terraform has no name for it.
    """
    machines = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}
    machine = machines.get(platform.machine().lower())
    system = {"linux": "linux", "darwin": "darwin"}.get(sys.platform)
    if machine is None or system is None:
        msg = f"the provider cannot be installed on {sys.platform} {platform.machine()}; on Windows, use WSL"
        raise InstallError(msg)
    return f"{system}_{machine}"
