"""A saved joint plan: a folder with `review.json` and, for each tenant, Terraform's plan and its stack.

`review.json` lists the SHA-256 of every other file, so its own SHA-256, which the report prints, stands for the
whole. A saved plan holds its tenant's state: the folder is 0700 and its files 0600.
"""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crosscloud.operations.errors import BundleError
from crosscloud.review.model import FORMAT, JointPlan
from crosscloud.review.review import Review
from crosscloud.runtime.workspace import private_folder, write_private

_REVIEW = "review.json"
_STACK = "cdk.tf.json"
_PLAN = "plan.json"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A joint plan on disk.

    Attributes:
        folder: where it is.
        plan: the joint plan that was reviewed.
        digest: the SHA-256 of `review.json`, in hexadecimal.
    """

    folder: Path
    plan: JointPlan
    digest: str

    def plan_file(self, tenant: str) -> Path:
        """Terraform's saved plan of `tenant`."""
        return self.folder / tenant / f"{tenant}.tfplan"

    def stack_file(self, tenant: str) -> Path:
        """The synthesised stack of `tenant` that the plan was made of."""
        return self.folder / tenant / _STACK

    def terraform_plan(self, tenant: str) -> dict[str, Any]:
        """Terraform's plan of `tenant` as JSON."""
        document: dict[str, Any] = json.loads((self.folder / tenant / _PLAN).read_bytes())
        return document


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
        folder: the bundle to write.
        review: the joint plan, as it was reviewed.
        plans: where Terraform saved the plans, as TENANT.tfplan.
        stacks: where the stacks that were planned are, each in a folder of its name.

    Raises:
        BundleError: where `folder` holds something that is not a bundle, or cannot be written.
    """
    check_target(folder)
    new = folder.with_name(f".{folder.name}.new")
    try:
        shutil.rmtree(new, ignore_errors=True)
        private_folder(new)
        digests: dict[str, str] = {}
        for tenant in review.plan.tenants:
            private_folder(new / tenant.name)
            files = {
                f"{tenant.name}/{tenant.name}.tfplan": (plans / f"{tenant.name}.tfplan").read_bytes(),
                f"{tenant.name}/{_STACK}": (stacks / tenant.stack / _STACK).read_bytes(),
                f"{tenant.name}/{_PLAN}": json.dumps(tenant.document).encode(),
            }
            for name, data in files.items():
                write_private(new / name, data)
                digests[name] = hashlib.sha256(data).hexdigest()
        written = json.dumps({**review.to_json(), "files": digests}, indent=1).encode()
        write_private(new / _REVIEW, written)
        shutil.rmtree(folder, ignore_errors=True)
        new.replace(folder)
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        msg = f"{folder} cannot be written: {error.strerror}"
        raise BundleError(msg) from error
    return Bundle(folder, review.plan, hashlib.sha256(written).hexdigest())


def open_bundle(folder: Path, *, digest: str | None = None) -> Bundle:
    """The bundle in `folder`, every file checked against `review.json`, and that against `digest` if given.

    Raises:
        BundleError: where anything is missing, is not as saved, or is of an unknown format.
    """
    try:
        review = (folder / _REVIEW).read_bytes()
        data: dict[str, Any] = json.loads(review)
        if data.get("format") != FORMAT:
            msg = f"{folder / _REVIEW} is not of the format {FORMAT}; plan again with this version"
            raise BundleError(msg)
        plan, files = JointPlan.from_json(data), dict(data["files"])
    except OSError as error:
        how = f"make one with crosscloud plan --out {folder}"
        msg = f"{folder} is not a saved plan ({_REVIEW}: {error.strerror}); {how}"
        raise BundleError(msg) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"{folder / _REVIEW} is damaged; plan again"
        raise BundleError(msg) from error
    found = hashlib.sha256(review).hexdigest()
    if digest is not None and digest.removeprefix("sha256:").lower() != found:
        msg = f"{folder} has SHA-256 {found}, not the reviewed {digest}: it is not the plan that was reviewed"
        raise BundleError(msg)
    expected = {
        f"{tenant.name}/{file}" for tenant in plan.tenants for file in (f"{tenant.name}.tfplan", _STACK, _PLAN)
    }
    if set(files) != expected:
        msg = f"{folder / _REVIEW} lists other files than its tenants need; plan again"
        raise BundleError(msg)
    for name, want in files.items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != want:
            msg = f"{path} is missing or is not the file that was saved; plan again"
            raise BundleError(msg)
    return Bundle(folder, plan, found)
