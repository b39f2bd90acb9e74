"""What goes wrong with Terraform, or with the provider that it talks to.

CrosscloudError
├── TerraformError      Terraform failed
│   └── PlanShapeError  what it prints of a plan cannot be read
└── BridgeError         the provider's process
"""

from typing import Self

from crosscloud.errors import CrosscloudError


class TerraformError(CrosscloudError):
    """Terraform failed; the text holds its own words."""


class PlanShapeError(TerraformError):
    """Terraform's plan is not of the shape that its documentation describes."""

    @classmethod
    def of(cls, found: str) -> Self:
        """That of a plan which has `found` in it."""
        what = f"Terraform's plan is of another shape than documented ({found})"
        return cls(what, to_do="use another version of Terraform, or a later crosscloud")


class BridgeError(CrosscloudError):
    """A warm provider process did not start, or ended before it was asked to."""
