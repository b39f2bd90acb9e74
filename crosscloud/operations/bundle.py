"""A saved joint plan: a folder with `review.json` and, for each tenant, Terraform's plan and its stack.

`review.json` lists the SHA-256 of every other file, so its own SHA-256, which the report prints, stands for the
whole. A saved plan holds its tenant's state: the folder is 0700 and its files 0600.

Every file is read once, when the bundle is opened, and what was read is what is used: a file that is exchanged
afterwards changes nothing.
"""

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NoReturn

from crosscloud.domain.clouds import CLOUDS
from crosscloud.domain.guid import fold
from crosscloud.domain.tenant import from_snapshot
from crosscloud.files import write_private
from crosscloud.graph.snapshot import tenant_problems
from crosscloud.intent.source import IntentText
from crosscloud.operations.decoding import decode
from crosscloud.operations.errors import BundleError
from crosscloud.report.data import review_to_json, write_json
from crosscloud.review.model import FORMAT, JointPlan, TenantPlan
from crosscloud.review.review import Review
from crosscloud.runtime.workspace import private_folder
from crosscloud.terraform.cli import TerraformMessage
from crosscloud.terraform.errors import PlanShapeError
from crosscloud.terraform.plan import read_plan

_REVIEW: Final = "review.json"
_STACK: Final = "cdk.tf.json"
_PLAN: Final = "plan.json"
_OTHER_SHAPES: Final = (
    *(ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError),
    PlanShapeError,
)
"""What reading through data of another shape than documented raises."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A joint plan that was saved, as it was read.

    Attributes:
        folder: where it is.
        plan: the joint plan that was reviewed, Terraform's plans as JSON included.
        digest: the SHA-256 of `review.json`, in hexadecimal.
        contents: what the other files hold, by their name within the folder.
    """

    folder: Path
    plan: JointPlan
    digest: str
    contents: Mapping[str, bytes] = field(repr=False)

    def saved_plan(self, tenant: str) -> bytes:
        """Terraform's saved plan of `tenant`."""
        return self.contents[f"{tenant}/{tenant}.tfplan"]

    def stack(self, tenant: str) -> bytes:
        """The synthesised stack of `tenant` that the plan was made of."""
        return self.contents[f"{tenant}/{_STACK}"]


def check_target(folder: Path) -> None:
    """Refuse to write a bundle over anything but an older bundle.

    Raises:
        BundleError: where `folder` holds something else.
    """
    if folder.exists() and not (folder.is_dir() and ((folder / _REVIEW).exists() or not any(folder.iterdir()))):
        msg = f"{folder} exists and is not a saved plan; give --out another name"
        raise BundleError(msg)


def save_bundle(folder: Path, review: Review, plans: Path, stacks: Path) -> Bundle:
    """Write the reviewed joint plan to `folder`, whole or not at all.

    Args:
        folder: the bundle to write; a symbolic link is followed.
        review: the joint plan, as it was reviewed.
        plans: where Terraform saved the plans, as TENANT.tfplan.
        stacks: where the stacks that were planned are, each in a folder of its name.

    Raises:
        BundleError: where `folder` holds something that is not a bundle, or cannot be written.
    """
    check_target(folder)
    target = Path(os.path.realpath(folder))
    new = target.with_name(f".{target.name}.new")
    try:
        _remove(new)
        private_folder(new)
        contents: dict[str, bytes] = {}
        for tenant in review.plan.tenants:
            private_folder(new / tenant.name)
            contents |= {
                f"{tenant.name}/{tenant.name}.tfplan": (plans / f"{tenant.name}.tfplan").read_bytes(),
                f"{tenant.name}/{_STACK}": (stacks / tenant.stack / _STACK).read_bytes(),
                f"{tenant.name}/{_PLAN}": json.dumps(tenant.document).encode(),
            }
        for name, data in contents.items():
            write_private(new / name, data)
        digests = {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()}
        written = write_json({**review_to_json(review), "files": digests}).encode()
        write_private(new / _REVIEW, written)
        _remove(target)
        new.replace(target)
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        msg = f"{folder} cannot be written: {error.strerror}"
        raise BundleError(msg) from error
    return Bundle(folder, review.plan, hashlib.sha256(written).hexdigest(), contents)


def _remove(folder: Path) -> None:
    """Remove a folder, or the link or file that is in its place."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    else:
        shutil.rmtree(folder, ignore_errors=True)


def open_bundle(folder: Path, *, digest: str | None = None) -> Bundle:
    """The bundle in `folder`, every file checked against `review.json`, and that against `digest` if given.

    Raises:
        BundleError: where anything is missing, is not as saved, or is of an unknown format or shape.
    """
    with _opened(folder) as descriptor:
        try:
            review = _read(descriptor, _REVIEW)
        except OSError as error:
            _is_none(folder, f"{_REVIEW}: {error.strerror}")
        found = hashlib.sha256(review).hexdigest()
        if digest is not None and digest.removeprefix("sha256:").lower() != found:
            msg = f"{folder} has SHA-256 {found}, not the reviewed {digest}: it is not the plan that was reviewed"
            raise BundleError(msg)
        plan, digests = _parsed(review, folder / _REVIEW)
        contents: dict[str, bytes] = {}
        for name, want in digests.items():
            try:
                contents[name] = _read(descriptor, name)
            except OSError:
                contents[name] = b""
            if hashlib.sha256(contents[name]).hexdigest() != want:
                msg = f"{folder / name} is missing or is not the file that was saved; plan again"
                raise BundleError(msg)
    tenants = tuple(
        _tenant(saved, _document(contents[f"{saved.name}/{_PLAN}"], folder / saved.name / _PLAN), folder / _REVIEW)
        for saved in plan.tenants
    )
    read = JointPlan(plan.environment, plan.commit, tenants, plan.names, plan.base, plan.intent)
    return Bundle(folder, read, found, contents)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """The folder, kept open: whatever is put in its place meanwhile, its own files are read."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        _is_none(folder, f"{_REVIEW}: {error.strerror}")
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _is_none(folder: Path, why: str) -> NoReturn:
    msg = f"{folder} is not a saved plan ({why}); make one with crosscloud plan --out {folder}"
    raise BundleError(msg)


def _read(folder: int, name: str) -> bytes:
    """An ordinary file below `folder`; nothing is followed, and nothing is waited for."""
    parent, _, base = name.rpartition("/")
    inside = os.open(parent, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder) if parent else folder
    try:
        descriptor = os.open(base, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=inside)
    finally:
        if parent:
            os.close(inside)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "not an ordinary file", name)
        return file.read()


def _parsed(review: bytes, path: Path) -> tuple["_SavedPlan", dict[str, str]]:
    """The plan in `review.json`, and the digest of each file that its tenants need."""
    try:
        data = json.loads(review)
        if data.get("format") != FORMAT:
            msg = f"{path} is not of the format {FORMAT}; plan again with this version"
            raise BundleError(msg)
        plan, digests = _decoded(data), dict(data["files"])
    except _OTHER_SHAPES as error:
        raise BundleError(f"{path} is damaged; plan again") from error
    names = [tenant.name for tenant in plan.tenants]
    if not names:
        raise BundleError(f"{path} is damaged: it holds no tenant; plan again")
    if len(set(names)) != len(names) or any("/" in name or name in {"", ".", ".."} for name in names):
        raise BundleError(f"{path} is damaged; plan again")
    expected = {f"{name}/{file}" for name in names for file in (f"{name}.tfplan", _STACK, _PLAN)}
    if set(digests) != expected:
        raise BundleError(f"{path} lists other files than its tenants need; plan again")
    return plan, digests


def _document(data: bytes, path: Path) -> Mapping[str, Any]:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise BundleError(f"{path} is damaged; plan again")
    return document


@dataclass(frozen=True, slots=True)
class _SavedDirection:
    """A direction that the intent declares, as `review.json` has it."""

    home: str
    resource: str
    source: str


@dataclass(frozen=True, slots=True)
class _SavedTenant:
    """What `review.json` has of a tenant; what changes must be what follows from Terraform's plan."""

    name: str
    tenant_id: str
    cloud: str
    stack: str
    snapshot: Mapping[str, Any] | None
    taken_at: str
    has_changes: bool
    changes: tuple[Any, ...]
    messages: tuple[TerraformMessage, ...]
    overrides: Mapping[str, str]
    sources: Mapping[str, str]
    directions: tuple[_SavedDirection, ...]


@dataclass(frozen=True, slots=True)
class _SavedPlan:
    """The same of the joint plan."""

    environment: str
    commit: str
    base: str
    tenants: tuple[_SavedTenant, ...]
    names: Mapping[str, str]
    intent: Mapping[str, IntentText]


def _decoded(data: Mapping[str, Any]) -> _SavedPlan:
    """The members of `review.json` that make the plan; those that only its readers need are passed over."""
    members = {name: data[name] for name in _SavedPlan.__slots__}
    if isinstance(members["tenants"], list):
        members["tenants"] = [{name: each[name] for name in _SavedTenant.__slots__} for each in members["tenants"]]
    plan: _SavedPlan = decode(_SavedPlan, members, "the plan")
    return plan


def _tenant(saved: _SavedTenant, document: Mapping[str, Any], path: Path) -> TenantPlan:
    """A tenant's part of the plan, from `review.json` and Terraform's plan.

    Raises:
        BundleError: where they cannot be read, or contradict one another.
    """
    snapshot = None if saved.snapshot is None else {**saved.snapshot, "name": saved.name}
    try:
        plan = read_plan(document)
        is_sound = saved.has_changes == plan.has_changes and fold(saved.tenant_id) == saved.tenant_id
        if saved.taken_at:
            is_sound = is_sound and datetime.fromisoformat(saved.taken_at).tzinfo is not None
        if snapshot is not None:
            ids = (fold(str(snapshot.get("tenant_id"))), snapshot.get("cloud"))
            is_sound = is_sound and ids == (saved.tenant_id, saved.cloud) and not any(tenant_problems(snapshot))
        read = TenantPlan(
            name=saved.name,
            tenant_id=saved.tenant_id,
            cloud=CLOUDS[saved.cloud],
            stack=saved.stack,
            before=None if snapshot is None else from_snapshot(snapshot),
            taken_at=saved.taken_at,
            plan=plan,
            messages=saved.messages,
            overrides=saved.overrides,
            sources=saved.sources,
            directions=tuple((each.home, each.resource, each.source) for each in saved.directions),
            document=document,
        )
        is_sound = is_sound and [change.to_json() for change in read.changes] == list(saved.changes)
    except _OTHER_SHAPES as error:
        raise BundleError(f"{path} is damaged in {saved.name}; plan again") from error
    if not is_sound:
        raise BundleError(f"{path} is damaged in {saved.name}; plan again")
    return read
