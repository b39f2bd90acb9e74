"""The calls about managed resources: validate, upgrade, read, plan, apply, import.

Each method answers one RPC of protocol 6: it takes the request, fills in the response and reports into the
diagnostics, which `crosscloud.tfplugin.service` appends to the response, together with any exception.
Handlers get copies of what is compared with their answer, so they may build the answer in place.
"""

from collections.abc import Sequence
from typing import Any, Final, Generic

from crosscloud.tfplugin import applying, planning
from crosscloud.tfplugin.comparison import keep_spelling
from crosscloud.tfplugin.diagnostics import Diagnostics
from crosscloud.tfplugin.encoding import decode_json
from crosscloud.tfplugin.provider import Client, Object, Resource
from crosscloud.tfplugin.session import Session
from crosscloud.tfplugin.shape import conform
from crosscloud.tfplugin.validation import validate_object
from crosscloud.tfplugin.values import copied, is_wholly_known
from crosscloud.tfplugin.wire import path_message, value_from, value_message

_REFUSED: Final = b"refused"
"""Private data of a plan that has errors."""


class ResourceCalls(Generic[Client]):
    """Answers the calls about the resources of one provider."""

    def __init__(self, resources: Sequence[Resource[Client]], session: Session[Client]) -> None:
        self._resources = {resource.type_name: resource for resource in resources}
        self._session = session

    def validate(self, request: Any, response: Any, diagnostics: Diagnostics) -> None:
        """ValidateResourceConfig."""
        resource = self._resource(request.type_name)
        config = self._session.decode(resource.schema, request.config)
        validate_object(resource.schema.attributes, config, diagnostics)
        if not diagnostics.has_errors:
            resource.validate(self._session.context(diagnostics, config=config), config)

    def upgrade(self, request: Any, response: Any, diagnostics: Diagnostics) -> None:
        """UpgradeResourceState: called for every stored resource, also where the version is the same."""
        resource = self._resource(request.type_name)
        if request.version > resource.schema.version:
            diagnostics.error(
                f"State of {request.type_name} is from a newer provider",
                f"It has schema version {request.version}, this provider knows {resource.schema.version}. "
                "Use the version of the provider that wrote the state, or a later one.",
            )
            return
        if not request.raw_state.json:
            diagnostics.error(
                f"State of {request.type_name} is in the format of Terraform 0.11",
                "Apply once with Terraform 0.12, which rewrites it.",
            )
            return
        state = decode_json(request.raw_state.json)
        if request.version < resource.schema.version:
            state = resource.upgrade(request.version, state)
        response.upgraded_state.CopyFrom(value_message(conform(resource.schema.attributes, state)))

    def read(self, request: Any, response: Any, diagnostics: Diagnostics) -> None:
        """ReadResource: after an error the state is answered as it came."""
        resource = self._resource(request.type_name)
        response.new_state.CopyFrom(request.current_state)
        response.private = request.private
        attributes, state = (
            resource.schema.attributes,
            self._session.decode(resource.schema, request.current_state),
        )
        context = self._session.context(diagnostics, private=request.private)
        answer = _known(conform(attributes, resource.read(context, copied(state))), request.type_name)
        if not diagnostics.has_errors:
            response.new_state.CopyFrom(value_message(keep_spelling(attributes, answer, state)))
            response.private = context.private

    def plan(self, request: Any, response: Any, diagnostics: Diagnostics) -> None:
        """PlanResourceChange."""
        resource = self._resource(request.type_name)
        schema = resource.schema
        prior = self._session.decode(schema, request.prior_state)
        config = self._session.decode(schema, request.config)
        destroy = value_from(request.proposed_new_state) is None
        is_refused = request.prior_private == _REFUSED  # of a resource that is replaced: its first half
        context = self._session.context(
            diagnostics, private=b"" if is_refused else request.prior_private, config=None if destroy else config
        )
        if destroy:
            resource.plan(context, prior, None, None)
            planned = None
        else:
            computed = planning.plan_state(schema.attributes, config, prior)
            planned = conform(schema.attributes, resource.plan(context, prior, config, copied(computed)))
            if planned is None:
                msg = f"the plan hook of {request.type_name} answered nothing; it must return the planned state"
                raise TypeError(msg)
        if prior is not None and planned is not None:
            paths = [*planning.replacement_paths(schema.attributes, prior, planned), *context.replacements]
            response.requires_replace.extend(path_message(path) for path in dict.fromkeys(paths))
        response.planned_state.CopyFrom(value_message(planned))
        is_refused = is_refused or diagnostics.has_errors
        response.planned_private = _REFUSED if is_refused else context.private

    def apply(self, request: Any, response: Any, diagnostics: Diagnostics) -> None:
        """ApplyResourceChange: what goes into the state is decided by `crosscloud.tfplugin.applying`.

        What the plan refused is not applied. Terraform would not ask for it after an error, but one error may
        stand for others (`crosscloud.tfplugin.limit`), and during an apply it plans each resource once more.
        """
        resource = self._resource(request.type_name)
        schema = resource.schema
        prior = self._session.decode(schema, request.prior_state)
        planned = self._session.decode(schema, request.planned_state)
        config = self._session.decode(schema, request.config)
        context = self._session.context(diagnostics, private=request.planned_private, config=config)
        doing = (
            f"{'Deleting' if planned is None else 'Creating' if prior is None else 'Updating'} {request.type_name}"
        )

        def report(error: BaseException) -> None:
            self._session.report(error, doing, diagnostics)

        state: Object | None
        if request.planned_private == _REFUSED:
            diagnostics.error(
                f"{doing} was refused",
                "Its plan has errors, of which a run tells a few. Nothing was written. Plan again to read them.",
            )
            response.new_state.CopyFrom(request.prior_state)
            return
        if planned is None:
            applying.guarded(lambda: resource.delete(context, prior), report)
            state = applying.finish_delete(prior, diagnostics)
        elif prior is None:
            answer = applying.guarded(lambda: resource.create(context, copied(planned)), report)
            state = applying.finish_create(request.type_name, schema.attributes, planned, answer, diagnostics)
        else:
            answer = applying.guarded(lambda: resource.update(context, prior, copied(planned)), report)
            state = applying.finish_update(
                request.type_name,
                attributes=schema.attributes,
                prior=prior,
                planned=planned,
                answer=answer,
                diagnostics=diagnostics,
            )
        response.new_state.CopyFrom(value_message(state))
        response.private = context.private

    def import_state(self, request: Any, response: Any, diagnostics: Diagnostics) -> None:
        """ImportResourceState: Terraform reads the resource afterwards."""
        resource = self._resource(request.type_name)
        context = self._session.context(diagnostics)
        answer = resource.import_state(context, request.id)
        state = _known(conform(resource.schema.attributes, answer), request.type_name)
        if diagnostics.has_errors:
            return
        if state is None:
            diagnostics.error(
                f"No {request.type_name} to import",
                f"There is none with the import id {request.id!r}. Correct the id.",
            )
            return
        imported = response.imported_resources.add(type_name=request.type_name, private=context.private)
        imported.state.CopyFrom(value_message(state))

    def move(self, request: Any, response: Any, diagnostics: Diagnostics) -> None:
        """MoveResourceState: this package moves nothing between resource types."""
        diagnostics.error(
            f"{request.source_type_name} cannot be moved to {request.target_type_name}",
            "Replace the `moved` block by a `removed` block for the old and an `import` block for the new one.",
        )

    def _resource(self, type_name: str) -> Resource[Client]:
        if type_name not in self._resources:
            known = ", ".join(sorted(self._resources)) or "none"
            msg = f"this provider has no resource type {type_name!r}; it has {known}"
            raise LookupError(msg)
        return self._resources[type_name]


def _known(state: Any, type_name: str) -> Any:
    if not is_wholly_known(state):
        msg = f"the state of {type_name} holds an unknown value; after reading, every value must be known"
        raise TypeError(msg)
    return state
