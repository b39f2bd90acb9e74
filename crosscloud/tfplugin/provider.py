"""What a provider is written as: a `Provider` with its `Resource`s, `DataSource`s and functions.

Subclasses say what to do with the objects of some service; everything that Terraform expects besides
(defaults, unknown values, replacement, what may go into the state) is done by this package. All values are in
the shape of the schema: every attribute is present, null if not given. A handler reports through
`context.diagnostics`; an exception becomes an error diagnostic with its type and message. Handlers of one
provider are called concurrently, from several threads.
"""

import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

from crosscloud.tfplugin.diagnostics import Diagnostics, Path, PathStep
from crosscloud.tfplugin.function import Function
from crosscloud.tfplugin.schema import Schema

Client = TypeVar("Client")
"""Whatever `Provider.configure` makes and every handler then finds as `context.client`."""

Object: TypeAlias = dict[str, Any]
"""A configuration or state: attribute names to values (see `crosscloud.tfplugin.values`)."""


@dataclass
class Context(Generic[Client]):
    """What a handler needs besides its arguments; one for each call.

    Attributes:
        client: What `Provider.configure` returned; None before it was called and where it returned None.
        diagnostics: The errors and warnings of this call.
        private: Data that Terraform stores beside the state and hands back; may be replaced in plan, apply,
            read and import. A tainted resource loses it: put nothing there that is needed to undo something.
        stop: Set when the user interrupts. Finish or give up at a safe point; the answer still counts.
        config: The resource's configuration where Terraform sends it (validate, plan, apply), else None.
        terraform_version: The version that configured the provider, such as "1.11.4"; empty before.
        replacements: The paths given to `requires_replace` so far.
    """

    client: Client | None = None
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    private: bytes = field(default=b"", repr=False)
    stop: threading.Event = field(default_factory=threading.Event)
    config: Object | None = field(default=None, repr=False)
    terraform_version: str = ""
    replacements: list[Path] = field(default_factory=list)

    def requires_replace(self, *path: PathStep) -> None:
        """In a plan hook: the planned change of the attribute at this path replaces the resource."""
        self.replacements.append(path)


class Resource(ABC, Generic[Client]):
    """One type of managed resource."""

    type_name: str
    schema: Schema
    importing: str = ""
    """A sentence for its page: what an import does, and what the import id is; empty where there is none."""

    def validate(self, context: Context[Client], config: Object) -> None:
        """Check what no attribute's validator can, of what the schema finds nothing wrong with.

        `config` may hold `Unknown`, and there may be no client yet.
        """

    def plan(
        self,
        context: Context[Client],
        prior: Object | None,
        config: Object | None,
        planned: Object | None,
    ) -> Object | None:
        """Adjust the plan, warn about it or refuse it.

        Args:
            context: `client` is None if the provider's configuration is not known yet.
            prior: The prior state; None on create (also of a tainted or replaced resource).
            config: The configuration; None on destroy.
            planned: The planned state after defaults and computed values; None on destroy.

        Returns:
            The planned state; what is returned on destroy is ignored.
        """
        return planned

    @abstractmethod
    def create(self, context: Context[Client], planned: Object) -> Object | None:
        """Make the object.

        Returns:
            The state, as soon as the object exists, even if something went wrong afterwards (errors then
            become warnings); None, with an error reported, if nothing was made or nobody knows.
        """

    @abstractmethod
    def read(self, context: Context[Client], state: Object) -> Object | None:
        """The object's present state; None if it is gone. After an error the state stays as it was."""

    @abstractmethod
    def update(self, context: Context[Client], prior: Object, planned: Object) -> Object | None:
        """Change the object.

        Returns:
            The new state; beside an error, the state as far as it was changed, or None for "as before".
        """

    @abstractmethod
    def delete(self, context: Context[Client], prior: Object) -> None:
        """Remove the object; success if it is gone already. After an error the state stays as it was."""

    def import_state(self, context: Context[Client], import_id: str) -> Object | None:
        """What `read` needs to find the object with this import id; None, with an error, if it cannot be."""
        context.diagnostics.error(f"{self.type_name} cannot be imported", f"Remove the import of {import_id!r}.")
        return None

    def upgrade(self, version: int, state: Object) -> Object:
        """State stored under an older schema version, for this one.

        Called only if the version differs. Afterwards attributes that are missing become null, unknown ones
        are dropped.
        """
        return state


class DataSource(ABC, Generic[Client]):
    """One type of data source."""

    type_name: str
    schema: Schema

    def validate(self, context: Context[Client], config: Object) -> None:
        """Check what no attribute's validator can, of what the schema finds nothing wrong with.

        `config` may hold `Unknown`, and there may be no client yet.
        """

    @abstractmethod
    def read(self, context: Context[Client], config: Object) -> Object | None:
        """All attributes, those of the configuration (defaults filled in) among them; None if there is none."""


class Provider(ABC, Generic[Client]):
    """A provider: its own configuration, and what it offers."""

    schema: Schema
    resources: Sequence[Resource[Client]] = ()
    data_sources: Sequence[DataSource[Client]] = ()
    functions: Sequence[Function] = ()
    expected_errors: tuple[type[Exception], ...] = ()
    """Exceptions whose text is written for the user; any other is reported with its type, and logged."""
    elsewhere: str = ""
    """A sentence: where to read the diagnostics of which a run tells a few (see `crosscloud.tfplugin.limit`)."""

    def validate(self, context: Context[Client], config: Object) -> None:
        """Check what no attribute's validator can, of what the schema finds nothing wrong with.

        `config` may hold `Unknown`.
        """

    @abstractmethod
    def configure(self, context: Context[Client], config: Object) -> Client | None:
        """Make the client that all handlers share.

        Args:
            context: Without a client.
            config: The provider's configuration, defaults filled in. During a plan it may hold `Unknown`.

        Returns:
            The client; None where the configuration is not known yet. After an error, the client of an
            earlier configuration stays in use.
        """
