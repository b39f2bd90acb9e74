"""Provider functions: facts of the clouds for use in plain Terraform code."""

from crosscloud.domain.clouds import UnknownCloudError, find_cloud
from crosscloud.tfplugin import STRING, Function, FunctionArgumentError, Parameter


def _cloud_endpoint(name: str) -> str:
    try:
        return find_cloud(name).endpoint
    except UnknownCloudError as error:
        raise FunctionArgumentError(0, str(error)) from error


CLOUD_ENDPOINT = Function(
    name="cloud_endpoint",
    parameters=(Parameter("cloud", STRING, "The cloud: global, usgov, usgov_dod or china."),),
    return_type=STRING,
    summary="What allowed_cloud_endpoints calls a cloud",
    description='For example, provider::crosscloud::cloud_endpoint("usgov") is "microsoftonline.us".',
    call=_cloud_endpoint,
)
