"""What Terraform does with one resource, call by call, without Terraform: a process for each plan and each apply.

As Terraform does, for what is no longer in the configuration the apply hands over the state as it was before the
refresh, and otherwise plans once more. tests/acceptance drives the real one.
"""

from dataclasses import dataclass
from typing import Any

from crosscloud.bridge.provider import CrosscloudProvider
from crosscloud.graph import Retries, connect, sign_in_from_variables
from tests.bridge.served import Served
from tests.tfplugin.service_calls import Answer, Caller


@dataclass(frozen=True)
class Plan:
    """A saved plan of one resource.

    Attributes:
        config: its configuration; None where it is removed.
        prior: what the apply is handed as the prior state.
        planned: the planned state.
        private: what the provider keeps in the plan.
        errors: why it was refused.
    """

    config: dict[str, Any] | None
    prior: dict[str, Any] | None
    planned: dict[str, Any] | None
    private: bytes = b""
    errors: str = ""


class OneResource:
    """One resource of a tenant, and its state.

    Attributes:
        state: what Terraform's state has of it.
    """

    def __init__(self, served: Served, type_name: str) -> None:
        """Nothing is in the state."""
        self._served = served
        sign_in = sign_in_from_variables(served.tenant_id, served.cloud, "T", served.variables)
        self._api = connect(sign_in, retries=Retries(sleep=lambda seconds: None))
        self._type = type_name
        self._attributes = next(
            each.schema.attributes for each in CrosscloudProvider.resources if each.type_name == type_name
        )
        self.state: dict[str, Any] | None = None

    def close(self) -> None:
        """Close the connection that all processes share."""
        self._api.close()

    def configured(self) -> Caller:
        """A new process of the provider, which waits for nothing."""
        provider = CrosscloudProvider(
            self._served.variables,
            is_joint=True,
            connect=lambda sign_in: self._api,
            catch_up=(0, 0, 0),
        )
        nothing: dict[str, Any] = {each.name: None for each in CrosscloudProvider.schema.attributes}
        own = {"tenant_id": self._served.tenant_id, "cloud": self._served.cloud.name, "environment_prefix": "T"}
        caller = Caller(provider)
        assert caller("ConfigureProvider", config={**nothing, **own}).diagnostics == []
        return caller

    def plan(self, given: dict[str, Any] | None, *, destroy: bool = False) -> Plan | None:
        """Refresh and plan; None where nothing changes.

        Args:
            given: what the configuration gives; None where the resource is in it no more.
            destroy: whether everything is destroyed, whatever the configuration has.
        """
        call = self.configured()
        refreshed, before = self.state, self.state
        if before is not None:
            answer = call("ReadResource", type_name=self._type, current_state=before)
            refreshed = answer.value("new_state")
            if errors_of(answer):
                return Plan(given, before, before, errors=errors_of(answer))
        if given is None and refreshed is None:
            self.state = None
            return None
        config = None if given is None or destroy else self._full(given)
        answer = call.plan(self._type, config, refreshed)
        if errors_of(answer):
            return Plan(config, refreshed, None, errors=errors_of(answer))
        planned = answer.value("planned_state")
        if planned == refreshed:
            self.state = refreshed
            return None
        prior = refreshed if given is not None else before
        return Plan(config, prior, planned, answer.message.planned_private)

    def apply(self, plan: Plan, *, stopped: bool = False, killed: bool = False) -> Answer:
        """Apply a saved plan.

        Args:
            plan: it.
            stopped: whether the user has pressed Ctrl-C.
            killed: whether Terraform ends before it saves what comes of it.
        """
        call, planned, private = self.configured(), plan.planned, plan.private
        if stopped:
            call("StopProvider")
        if plan.config is not None:
            again = call.plan(self._type, plan.config, plan.prior)
            if errors_of(again):
                return again
            planned, private = again.value("planned_state"), again.message.planned_private
        answer = call(
            "ApplyResourceChange",
            type_name=self._type,
            prior_state=plan.prior,
            planned_state=planned,
            config=plan.config,
            planned_private=private,
        )
        stored = answer.value("new_state")
        is_tainted = plan.prior is None and stored is not None and bool(errors_of(answer))
        assert not is_tainted, answer.details
        if not killed:
            self.state = stored
        return answer

    def _full(self, given: dict[str, Any]) -> dict[str, Any]:
        return {**{each.name: None for each in self._attributes}, **given}


def errors_of(answer: Answer) -> str:
    """Everything that an answer reports as an error."""
    return "\n".join(f"{item.summary}\n{item.detail}" for item in answer.message.diagnostics if item.severity == 1)
