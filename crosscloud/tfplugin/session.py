"""What one running provider remembers between calls: its client, the stop signal and the secrets to blank.

Shared by the RPC handlers (`provider_calls`, `resource_calls`), which run concurrently.
"""

import logging
import threading
import traceback
from collections.abc import Iterable
from typing import Any, Generic

from crosscloud.tfplugin.diagnostics import Diagnostic, Diagnostics
from crosscloud.tfplugin.limit import BOUNDED, REFUSING, DiagnosticLimit
from crosscloud.tfplugin.provider import Client, Context, Object
from crosscloud.tfplugin.redaction import Redactor
from crosscloud.tfplugin.schema import Schema
from crosscloud.tfplugin.shape import conform
from crosscloud.tfplugin.wire import value_from

_logger = logging.getLogger(__name__)


class Session(Generic[Client]):
    """The state of one running provider.

    Attributes:
        redactor: Knows the sensitive values seen so far.
    """

    def __init__(self, expected: tuple[type[Exception], ...] = (), elsewhere: str = "") -> None:
        """Nothing is configured yet.

        Args:
            expected: The types of exceptions whose text is written for the user.
            elsewhere: Where the diagnostics are told that a run leaves out.
        """
        self.redactor = Redactor()
        self._expected = expected
        self._elsewhere = elsewhere
        self._limit = DiagnosticLimit(elsewhere)
        self._client: Client | None = None
        self._stop = threading.Event()
        self._terraform_version = ""

    def begin_configuration(self, terraform_version: str) -> None:
        """A Terraform command starts: what it stops later is not what was stopped before.

        Calls still running keep the stop signal that they began with. What is told is counted anew.
        """
        self._limit = DiagnosticLimit(self._elsewhere)
        self._terraform_version = terraform_version
        self._stop = threading.Event()

    def use(self, client: Client | None) -> None:
        """From now on handlers get this client."""
        self._client = client

    def bounded(self, rpc: str, diagnostics: Diagnostics) -> Iterable[Diagnostic]:
        """What the answer to this call tells, of which the run has not told enough of the same kind."""
        return self._limit.choose(diagnostics, errors_too=rpc in REFUSING) if rpc in BOUNDED else diagnostics

    def stop(self) -> None:
        """Ask all running calls, and those that still come before the next configuration, to finish early."""
        self._stop.set()

    def context(
        self, diagnostics: Diagnostics, *, private: bytes = b"", config: Object | None = None
    ) -> Context[Client]:
        """The context of one call."""
        return Context(
            client=self._client,
            diagnostics=diagnostics,
            private=private,
            stop=self._stop,
            config=config,
            terraform_version=self._terraform_version,
        )

    def decode(self, schema: Schema, message: Any) -> Any:
        """The object in a `DynamicValue`, in the schema's shape; its sensitive values are remembered."""
        value = conform(schema.attributes, value_from(message))
        self.redactor.learn(schema.attributes, value)
        return value

    def report(self, error: BaseException, doing: str, diagnostics: Diagnostics) -> None:
        """Turn an exception into an error: an expected one by its text, any other by its type and message.

        It is always told: the answer may lack what a call without an error must have.
        The traceback of one that was not expected goes to the log only.
        """
        if isinstance(error, self._expected):
            diagnostics.error(f"{doing} failed", self.redactor.clean(str(error)))
            return
        trace = "".join(traceback.format_exception(error))
        _logger.error("%s failed\n%s", doing, self.redactor.clean(trace))
        text = f"{type(error).__name__}: {error}".removesuffix(": ")
        diagnostics.error(f"{doing} failed", text)  # redacted with all others, on their way out
