"""What is wrong with an intent, or with the version that it is compared with."""

from crosscloud.errors import CrosscloudError


class SynthesisError(CrosscloudError):
    """The project's application failed, wrote no stacks, or its code cannot be read."""


class NoBaseError(CrosscloudError):
    """The base version that was asked for is not in the project's repository."""
