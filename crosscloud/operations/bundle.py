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
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NoReturn

from crosscloud.domain.access import from_snapshot
from crosscloud.files import write_private
from crosscloud.graph.snapshot import tenant_problems
from crosscloud.live.settings import differences
from crosscloud.operations.errors import BundleError
from crosscloud.review.changes import planned_changes
from crosscloud.review.model import FORMAT, JointPlan, TenantPlan
from crosscloud.review.planned import changes_anything, settings_after, snapshot_after
from crosscloud.review.review import Review
from crosscloud.runtime.workspace import private_folder

_REVIEW: Final = "review.json"
_STACK: Final = "cdk.tf.json"
_PLAN: Final = "plan.json"
_OTHER_SHAPES: Final = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
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
        written = json.dumps({**review.to_json(), "files": digests}, indent=1).encode()
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
    documents = {
        tenant.name: _document(contents[f"{tenant.name}/{_PLAN}"], folder / tenant.name / _PLAN)
        for tenant in plan.tenants
    }
    tenants = tuple(replace(tenant, document=documents[tenant.name]) for tenant in plan.tenants)
    for tenant in tenants:
        _read_through(tenant, folder / _REVIEW)
    return Bundle(folder, replace(plan, tenants=tenants), found, contents)


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


def _parsed(review: bytes, path: Path) -> tuple[JointPlan, dict[str, str]]:
    """The plan in `review.json`, and the digest of each file that its tenants need."""
    try:
        data = json.loads(review)
        if data.get("format") != FORMAT:
            msg = f"{path} is not of the format {FORMAT}; plan again with this version"
            raise BundleError(msg)
        plan, digests = JointPlan.from_json(data), dict(data["files"])
    except _OTHER_SHAPES as error:
        raise BundleError(f"{path} is damaged; plan again") from error
    names = [tenant.name for tenant in plan.tenants]
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


def _read_through(plan: TenantPlan, path: Path) -> None:
    """See that what is read from a tenant's plan, here and when it is applied, can be read from it.

    Raises:
        BundleError: where it cannot, or where its parts contradict one another.
    """
    snapshot, document = plan.snapshot, plan.document
    try:
        is_sound = plan.has_changes == changes_anything(document) and (
            not plan.taken_at or datetime.fromisoformat(plan.taken_at).tzinfo is not None
        )
        if snapshot is not None:
            ids = (plan.tenant_id.lower(), plan.cloud)
            is_sound = is_sound and (str(snapshot.get("tenant_id")).lower(), snapshot.get("cloud")) == ids
            is_sound = is_sound and not any(tenant_problems({**snapshot, "name": plan.name}))
            settings_after(from_snapshot(snapshot), document)
            snapshot_after(snapshot, document)
            differences(snapshot, snapshot)
        planned_changes(document, snapshot or {}, lambda _: None)
    except _OTHER_SHAPES as error:
        raise BundleError(f"{path} is damaged in {plan.name}; plan again") from error
    if not is_sound:
        raise BundleError(f"{path} is damaged in {plan.name}; plan again")
