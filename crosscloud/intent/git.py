"""The project's git repository: its commit, and the base version that its intent is compared with.

Everything is asked of what is there: nothing is fetched. Without git, or outside of a repository, nothing is said,
unless a base was asked for.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from crosscloud.intent.errors import NoBaseError
from crosscloud.intent.source import TextOf
from crosscloud.runtime.programs import Ended, Programs

_OPTIONS: Final = (
    *("-c", "protocol.allow=never"),
    *("-c", "core.fsmonitor=false"),
    *("--no-optional-locks", "--literal-pathspecs"),
)
"""A partial clone fetches nothing that it lacks (git-config, protocol.allow), and nothing is written."""
_SHORT: Final = 7
_LINK: Final = "120000 "
"""How git lists a symbolic link (git-ls-tree)."""
_MOST_LINKS: Final = 8
_SHALLOW: Final = (
    "this checkout, which is shallow: fetch all of it (git fetch --unshallow; fetch-depth: 0 of actions/checkout)"
)


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

    def why_no_base(self) -> str:
        """Why there is nothing to compare the intent with, where a reader would expect it; empty otherwise.

        Outside of a repository, before the first commit, and where there is no origin, nobody expects it.
        """
        asked = self._ask("rev-parse", "--is-shallow-repository")
        if asked is None or not any(
            (folder / ".git").exists() for folder in (self.project, *self.project.parents)
        ):
            return ""
        if asked.returncode != 0:
            return _words(asked)
        if not self._asked("rev-parse", "--verify", "--quiet", "HEAD^{commit}") or not self._asked("remote"):
            return ""
        if self._asked("rev-parse", "--verify", "--quiet", "refs/remotes/origin/HEAD^{commit}") is None:
            return (
                "which branch of origin is the default one is not known here: give --base, or let git look "
                "(git remote set-head origin --auto)"
            )
        fork = self._asked("merge-base", "HEAD", "refs/remotes/origin/HEAD")
        if not fork and asked.stdout.strip() == "true":
            return f"where this branch left the default branch of origin is not in {_SHALLOW}"
        return ""

    def named_base(self, revision: str) -> Base:
        """The version that somebody named: a commit, a branch, a tag.

        Raises:
            NoBaseError: where the project's repository has none of that name, or there is no repository, or no
                git; the text gives git's own reason.
        """
        asked = self._ask("rev-parse", "--is-shallow-repository")
        if asked is None:
            msg = f"--base {revision} cannot be read: git was not found; install it, or leave --base out"
            raise NoBaseError(msg)
        if asked.returncode != 0:
            msg = f"--base {revision} cannot be read in {self.project}: {_words(asked)}"
            raise NoBaseError(msg)
        found = self._ask("rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
        if found is None or found.returncode != 0 or not found.stdout.strip():
            why = "" if found is None else f" ({_words(found)})"
            shallow = f"; it may be among what is not in {_SHALLOW}" if asked.stdout.strip() == "true" else ""
            msg = (
                f"--base {revision} is no commit of the git repository of {self.project}{why}{shallow}; fetch it "
                "first, or leave --base out"
            )
            raise NoBaseError(msg)
        return self._at(found.stdout.strip())

    def _at(self, commit: str) -> Base:
        return Base(commit[:_SHORT], lambda file: self._text(commit, file))

    def _text(self, commit: str, file: str) -> str | None:
        """A file as it is in a commit; what a link leads to within the repository, where it is one there."""
        for _ in range(_MOST_LINKS):
            entry = self._asked("ls-tree", "--full-name", commit, "--", f"./{file}")
            text = self._asked("cat-file", "blob", f"{commit}:./{file}", strip=False)
            if text is None or not (entry or "").startswith(_LINK):
                return text
            file = os.path.normpath(PurePosixPath(file).parent / text)
            if file.startswith("/"):
                return None
        return None

    def _asked(self, *arguments: str, strip: bool = True) -> str | None:
        """What git answers; None where it fails, or is not there."""
        run = self._ask(*arguments)
        if run is None or run.returncode != 0:
            return None
        return run.stdout.strip() if strip else run.stdout

    def _ask(self, *arguments: str) -> Ended | None:
        """How git ended; None where it is not there."""
        try:
            return self.programs.run(["git", *_OPTIONS, *arguments], self.environ, folder=self.project)
        except OSError:
            return None


def _words(run: Ended) -> str:
    """What git complained of, on one line."""
    said = " ".join(run.stderr.split()).removeprefix("fatal: ")
    return said or f"git ended with code {run.returncode}"
