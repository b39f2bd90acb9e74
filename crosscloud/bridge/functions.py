"""Provider functions: facts of the clouds for use in plain Terraform code."""

from crosscloud.domain.clouds import (
    CLOUDS,
    Cloud,
    UnknownCloudError,
    enableable_endpoints,
    find_cloud,
    is_supported_pair,
)
from crosscloud.tfplugin import BOOL, STRING, Function, FunctionArgumentError, Parameter, list_of

_CLOUD = f"The cloud: {', '.join(CLOUDS)}."


def _parse_cloud(name: str, position: int = 0) -> Cloud:
    try:
        return find_cloud(name)
    except UnknownCloudError as error:
        raise FunctionArgumentError(position, str(error)) from error


CLOUD_ENDPOINT = Function(
    name="cloud_endpoint",
    parameters=(Parameter("cloud", STRING, _CLOUD),),
    return_type=STRING,
    summary="What allowed_cloud_endpoints calls a cloud",
    description='For example, provider::crosscloud::cloud_endpoint("usgov") is "microsoftonline.us".',
    call=lambda name: _parse_cloud(name).endpoint,
)
IS_SUPPORTED_PAIR = Function(
    name="is_supported_pair",
    parameters=(Parameter("one", STRING, _CLOUD), Parameter("other", STRING, _CLOUD)),
    return_type=BOOL,
    summary="Whether B2B collaboration is documented between two clouds",
    description=(
        "True within one cloud, and for Global with US Government or China; false for US Government with China."
    ),
    call=lambda one, other: is_supported_pair(_parse_cloud(one), _parse_cloud(other, 1)),
)
ENABLEABLE_ENDPOINTS = Function(
    name="enableable_endpoints",
    parameters=(Parameter("cloud", STRING, _CLOUD),),
    return_type=list_of(STRING),
    summary="What a tenant of a cloud may list in allowed_cloud_endpoints",
    description="In alphabetical order; never the cloud's own endpoint.",
    call=lambda name: enableable_endpoints(_parse_cloud(name)),
)
FUNCTIONS = (CLOUD_ENDPOINT, IS_SUPPORTED_PAIR, ENABLEABLE_ENDPOINTS)
