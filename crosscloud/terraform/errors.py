"""What goes wrong with Terraform, or with the provider that it talks to."""

from crosscloud.errors import CrosscloudError


class TerraformError(CrosscloudError):
    """Terraform failed; the text holds its own words."""


class BridgeError(CrosscloudError):
    """A warm provider process did not start, or ended before it was asked to."""
