"""The tenants as Graph has them now, read all at once."""

from collections.abc import Mapping, Sequence
from typing import Final

from crosscloud.domain.tenant import TenantSettings, from_snapshot
from crosscloud.environment import Tenant
from crosscloud.graph import SignIn, SignInConfigurationError, TenantReading, sign_in_from_variables
from crosscloud.live.connecting import TellPause, connect_telling, tell_nobody
from crosscloud.runtime.capacity import find_capacity
from crosscloud.runtime.environ import Phase, with_identity
from crosscloud.runtime.threads import concurrently

_SECONDS: Final = 900
"""So long all of one tenant's settings may take, with as many pages as there may be."""


def read_tenants(
    tenants: Sequence[Tenant],
    environ: Mapping[str, str],
    phase: Phase,
    pause: TellPause = tell_nobody,
) -> list[TenantSettings]:
    """Read every tenant, all at once, each with its own credentials from `environ`, as the identity of `phase`.

    What cannot be read is unread in its settings, with the reason. `pause` is told where a service asks for one.

    Raises:
        SignInConfigurationError: where variables that sign-ins need are missing or contradict others; those of
            all tenants at once, a line for each.
    """
    sign_ins: list[SignIn] = []
    problems: list[str] = []
    for tenant in tenants:
        variables = with_identity(environ, tenant, phase)
        try:
            sign_ins.append(
                sign_in_from_variables(tenant.tenant_id, tenant.cloud, tenant.variable_prefix, variables)
            )
        except SignInConfigurationError as error:
            problems.append(str(error))
    if problems:
        raise SignInConfigurationError("\n".join(problems))
    readings = concurrently(
        lambda index: _read(sign_ins[index], tenants[index].name, pause),
        range(len(tenants)),
        at_once=find_capacity(),
    )
    return [
        from_snapshot(reading.to_snapshot(tenant.name)) for tenant, reading in zip(tenants, readings, strict=True)
    ]


def _read(sign_in: SignIn, tenant: str, pause: TellPause) -> TenantReading:
    with connect_telling(sign_in, tenant, pause, _SECONDS) as api:
        return api.read_tenant()
