"""The project's git repository: its commit, and the base version that its intent is compared with.

Everything is asked of what is there: nothing is fetched. Without git, or outside of a repository, nothing is said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crosscloud.intent.errors import NoBaseError
from crosscloud.intent.source import TextOf
from crosscloud.runtime.programs import Programs

_OPTIONS: Final = (
    *("-c", "protocol.allow=never"),
    *("-c", "core.fsmonitor=false"),
    *("--no-optional-locks", "--literal-pathspecs"),
)
"""A partial clone fetches nothing that it lacks (git-config, protocol.allow), and nothing is written."""
_SHORT: Final = 7


@dataclass(frozen=True, slots=True)
class Base:
    """The version with which the intent is compared.

    Attributes:
        name: what reports call it: a short commit.
        text_of: the files of the project in it.
    """

    name: str
    text_of: TextOf


@dataclass(frozen=True, slots=True)
class Repository:
    """The git repository that a project is in, if it is in one.

    Attributes:
        project: the project's folder.
        environ: the environment variables for git; no tenant's credentials are needed.
        programs: where git is run, so that an interrupt reaches it.
    """

    project: Path
    environ: Mapping[str, str]
    programs: Programs

    def commit(self) -> str:
        """The short commit of the project and whether it has local changes; empty outside of git."""
        return self._asked("describe", "--always", "--dirty", f"--abbrev={_SHORT}", "--exclude=*") or ""

    def base(self, files: Iterable[str]) -> Base | None:
        """The version that `files` are compared with, where nobody named one.

        The commit where they differ from it; else where this branch left the default branch of its origin.
        """
        named = sorted(set(files))
        head = self._asked("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        if not head or not named:
            return None
        if self._asked("diff", "--quiet", "--no-ext-diff", "HEAD", "--", *named) is None:
            return self._at(head)
        fork = self._asked("merge-base", "HEAD", "refs/remotes/origin/HEAD")
        return self._at(fork) if fork and fork != head else None

    def named_base(self, revision: str) -> Base:
        """The version that somebody named: a commit, a branch, a tag.

        Raises:
            NoBaseError: where the project's repository has none of that name, or there is no repository.
        """
        found = self._asked("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if not found:
            msg = (
                f"--base {revision} is no commit of the git repository of {self.project}; fetch it first, or "
                "leave --base out"
            )
            raise NoBaseError(msg)
        return self._at(found)

    def _at(self, commit: str) -> Base:
        return Base(
            commit[:_SHORT], lambda file: self._asked("cat-file", "blob", f"{commit}:./{file}", strip=False)
        )

    def _asked(self, *arguments: str, strip: bool = True) -> str | None:
        """What git answers; None where it fails, or is not there."""
        try:
            run = self.programs.run(["git", *_OPTIONS, *arguments], self.environ, folder=self.project)
        except OSError:
            return None
        if run.returncode != 0:
            return None
        return run.stdout.strip() if strip else run.stdout
