"""The base version comes from what git has here: nothing is fetched, and without git nothing is said."""

import shutil
import subprocess
from pathlib import Path

import pytest

from crosscloud.intent.errors import NoBaseError
from crosscloud.intent.git import Repository
from crosscloud.runtime.programs import Programs

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")

ENVIRON = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    **{f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, env=ENVIRON, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def committed(folder: Path, text: str) -> str:
    (folder / "main.py").write_text(text, encoding="utf-8")
    git(folder, "add", "main.py")
    git(folder, "commit", "-q", "-m", text)
    return git(folder, "rev-parse", "HEAD")[:7]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in a folder of a repository, with one commit."""
    folder = tmp_path / "repository" / "project"
    folder.mkdir(parents=True)
    git(folder.parent, "init", "-q", "-b", "main")
    committed(folder, "one")
    return folder


def repository(project: Path) -> Repository:
    return Repository(project, ENVIRON, Programs())


def test_what_is_not_committed_is_compared_with_the_commit(project: Path) -> None:
    (project / "main.py").write_text("two", encoding="utf-8")
    base = repository(project).base(["main.py"])
    assert base is not None
    assert base.name == git(project, "rev-parse", "HEAD")[:7]
    assert base.text_of("main.py") == "one"
    assert base.text_of("other.py") is None
    assert repository(project).commit() == f"{base.name}-dirty"


def test_a_change_elsewhere_is_none_of_the_intent(project: Path) -> None:
    (project / "notes.txt").write_text("two", encoding="utf-8")
    git(project, "add", ".")
    assert repository(project).base(["main.py"]) is None
    assert repository(project).base([]) is None


def test_a_branch_is_compared_with_where_it_left_the_default_branch_of_origin(project: Path) -> None:
    copy = project.parent.parent / "copy"
    git(project, "clone", "-q", str(project.parent), str(copy))
    fork = committed(copy / "project", "two")
    git(copy, "push", "-q", "origin", "HEAD:refs/heads/other")
    assert repository(copy / "project").base(["main.py"]) is not None  # origin/main has "one"
    git(copy, "update-ref", "refs/remotes/origin/main", fork)
    assert repository(copy / "project").base(["main.py"]) is None
    committed(copy / "project", "three")
    committed(copy / "project", "four")
    base = repository(copy / "project").base(["main.py"])
    assert base is not None
    assert (base.name, base.text_of("main.py")) == (fork, "two")


def test_a_base_that_is_named(project: Path) -> None:
    first = git(project, "rev-parse", "HEAD")
    committed(project, "two")
    for name in (first, first[:8], "HEAD~1", "main^"):
        base = repository(project).named_base(name)
        assert (base.name, base.text_of("main.py")) == (first[:7], "one")


@pytest.mark.parametrize("name", ["nowhere", "", "--all", "HEAD:main.py", "HEAD HEAD", "\n"])
def test_a_base_that_is_not_there_is_told(project: Path, name: str) -> None:
    with pytest.raises(NoBaseError, match="is no commit of the git repository of"):
        repository(project).named_base(name)


def test_nothing_is_said_outside_of_a_repository_before_its_first_commit_and_without_git(tmp_path: Path) -> None:
    without = Repository(tmp_path, {**ENVIRON, "PATH": str(tmp_path)}, Programs())
    outside = Repository(tmp_path, {**ENVIRON, "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}, Programs())
    for each in (without, outside):
        assert (each.commit(), each.base(["main.py"])) == ("", None)
    git(tmp_path, "init", "-q")
    assert (outside.commit(), outside.base(["main.py"])) == ("", None)


def test_a_partial_clone_fetches_nothing(project: Path) -> None:
    committed(project, "two")
    git(project.parent, "config", "uploadpack.allowFilter", "true")
    copy = project.parent.parent / "partial"
    git(project, "clone", "-q", "--filter=blob:none", project.parent.as_uri(), str(copy))
    base = repository(copy / "project").named_base("HEAD~1")
    assert base.text_of("main.py") is None
    assert git(copy, "cat-file", "blob", "HEAD~1:project/main.py") == "one"  # git itself would have fetched it


def test_a_base_is_asked_for_where_there_is_no_git(project: Path, tmp_path: Path) -> None:
    without = Repository(project, {**ENVIRON, "PATH": str(tmp_path)}, Programs())
    with pytest.raises(NoBaseError, match="--base main cannot be read: git was not found; install it"):
        without.named_base("main")
    assert without.why_no_base() == ""


def test_a_base_is_asked_for_outside_of_a_repository(tmp_path: Path) -> None:
    outside = Repository(tmp_path, {**ENVIRON, "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}, Programs())
    with pytest.raises(NoBaseError, match=r"cannot be read in .*: not a git repository"):
        outside.named_base("main")
    assert outside.why_no_base() == ""


def test_another_users_repository_is_told_in_gits_own_words(project: Path) -> None:
    another = Repository(project, {**ENVIRON, "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}, Programs())
    with pytest.raises(NoBaseError, match=r"dubious ownership .* safe\.directory"):
        another.named_base("main")
    assert another.base(["main.py"]) is None
    assert "safe.directory" in another.why_no_base()


def test_a_broken_head_is_told_in_gits_own_words(project: Path) -> None:
    (project.parent / ".git" / "HEAD").write_text("rubbish", encoding="utf-8")
    with pytest.raises(NoBaseError, match=r"cannot be read in .*: not a git repository"):
        repository(project).named_base("main")
    assert "not a git repository" in repository(project).why_no_base()


def test_gits_reason_stands_beside_a_name_that_is_none(project: Path) -> None:
    with pytest.raises(
        NoBaseError, match=r"--base nowhere is no commit of .* \(Needed a single revision\); fetch"
    ):
        repository(project).named_base("nowhere")


def test_a_shallow_checkout_says_what_is_missing(project: Path) -> None:
    first = git(project, "rev-parse", "HEAD")
    committed(project, "two")
    copy = project.parent.parent / "copy"
    git(project, "clone", "-q", "--depth=1", project.parent.as_uri(), str(copy))
    with pytest.raises(NoBaseError, match=r"is no commit of .*shallow: fetch all of it .*fetch-depth: 0"):
        repository(copy / "project").named_base(first)
    assert repository(copy / "project").why_no_base() == ""  # it is where the default branch is
    git(project, "checkout", "-q", "-b", "other")
    committed(project, "three")
    other = project.parent.parent / "other"
    git(project, "clone", "-q", "--depth=1", "--no-single-branch", project.parent.as_uri(), str(other))
    git(other, "remote", "set-head", "origin", "main")
    assert repository(other / "project").base(["main.py"]) is None
    assert "where this branch left the default branch of origin" in repository(other / "project").why_no_base()
    git(other, "remote", "set-head", "origin", "--delete")
    assert "git remote set-head origin --auto" in repository(other / "project").why_no_base()


def test_nobody_expects_a_base_without_an_origin_or_a_commit(project: Path, tmp_path: Path) -> None:
    assert repository(project).why_no_base() == ""
    empty = tmp_path / "empty"
    empty.mkdir()
    git(empty, "init", "-q")
    assert repository(empty).why_no_base() == ""


def test_what_a_link_leads_to_is_the_text(project: Path) -> None:
    (project / "real.py").write_text("real", encoding="utf-8")
    (project / "main.py").unlink()
    (project / "main.py").symlink_to("real.py")
    (project / "away.py").symlink_to("/etc/hostname")
    (project / "round.py").symlink_to("round.py")
    git(project, "add", ".")
    git(project, "commit", "-q", "-m", "links")
    base = repository(project).named_base("HEAD")
    assert [base.text_of(name) for name in ("main.py", "away.py", "round.py")] == ["real", None, None]
