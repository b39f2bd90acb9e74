"""Environment files: which tenants there are, what the names of an intent stand for, where state is kept.

One YAML file per environment, `environments/NAME.yaml`. It never holds a credential. Imports only
`crosscloud.domain`.
"""

from crosscloud.domain.finding_policy import NEVER_ACCEPTED, Acceptance
from crosscloud.environment.backend import Backend
from crosscloud.environment.environment import Environment
from crosscloud.environment.errors import (
    ConfigurationError,
    EnvironmentFileError,
    EnvironmentNotFoundError,
    UnknownNameError,
)
from crosscloud.environment.load import VARIABLE, environment_names, load, read_environment
from crosscloud.environment.sign_in import METHODS, Identity, SignIn
from crosscloud.environment.tenant import Tenant, variable_prefix

__all__ = [
    "METHODS",
    "NEVER_ACCEPTED",
    "VARIABLE",
    "Acceptance",
    "Backend",
    "ConfigurationError",
    "Environment",
    "EnvironmentFileError",
    "EnvironmentNotFoundError",
    "Identity",
    "SignIn",
    "Tenant",
    "UnknownNameError",
    "environment_names",
    "load",
    "read_environment",
    "variable_prefix",
]
