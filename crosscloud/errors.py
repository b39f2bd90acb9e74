"""Everything that goes wrong and is told to the user: one base, which knows its exit code.

    CrosscloudError                       crosscloud.errors
    ├── ConfigurationError                crosscloud.environment      the environment file, or a name asked of it
    │   ├── EnvironmentNotFoundError
    │   ├── EnvironmentFileError
    │   └── UnknownNameError
    ├── IntentError                       crosscloud_constructs       main.py: all that is wrong in it at once
    │   ├── SettingsError
    │   ├── PartnershipError
    │   └── StackError
    ├── NodeError                         crosscloud_constructs       the Node that cdktf runs in
    ├── CrosscloudGraphError              crosscloud.graph            signing in, reading and writing
    │   ├── SignInConfigurationError, SignInError, ConnectionFailedError, ResponseError, …
    │   └── SnapshotFileError
    ├── SynthesisError, NoBaseError       crosscloud.intent           the stacks, and what they are compared with
    ├── TerraformError, BridgeError       crosscloud.terraform        Terraform, and the provider that it talks to
    │   └── PlanShapeError
    ├── RefusedError                      crosscloud.operations       a reviewed plan is not applied
    │   └── BundleError, StaleError, HeldError
    ├── RunError                          crosscloud.runtime          the run itself
    │   ├── BusyError, WorkspaceError
    │   └── InterruptedRunError                                       exit code 130
    ├── ToolMissingError                  crosscloud.toolchain        Terraform or Node
    ├── InstallError                      crosscloud.bridge           installing the provider
    ├── DemoError                         crosscloud.cli              the demonstration
    └── EmulatorError                     crosscloud.emulator         the embedded Graph

Each family draws its own in its `errors.py`. What is not here is either a mistake in crosscloud itself, told as an
internal error, or never leaves the part that raises it. Imports nothing of ours.
"""

from typing import ClassVar


class CrosscloudError(Exception):
    """Base of everything that is told to the user.

    Attributes:
        exit_code: with what a command ends that this reaches; of the class.
        what: one sentence of what is wrong. Where the other two are empty, it says these too.
        where: the place: a file and line, a tenant, an attribute.
        to_do: what to do about it.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str = "", *, where: str = "", to_do: str = "") -> None:
        self.what = what
        self.where = where
        self.to_do = to_do
        place = f"{where}: " if where else ""
        super().__init__(f"{place}{what}{'; ' if to_do else ''}{to_do}")
