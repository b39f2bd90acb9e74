"""The provider `crosscloud`: how it is configured, and which Terraform types it serves."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from crosscloud.bridge.data_sources import SETTINGS_DATA
from crosscloud.bridge.finding_policy import ATTRIBUTES, read_finding_policy
from crosscloud.bridge.functions import FUNCTIONS
from crosscloud.bridge.hold import HOLD, find_holds_of_others, read_holds
from crosscloud.bridge.kinds import KINDS
from crosscloud.bridge.lifecycle import SettingsResource
from crosscloud.bridge.schema import must_be_cloud, must_be_guid
from crosscloud.bridge.tenant import CATCH_UP, ConnectedTenant, NotConnectedError
from crosscloud.bridge.tenant_data import TenantData
from crosscloud.domain.clouds import CLOUDS, find_cloud
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import PARTNER, UnexpectedAnswerError
from crosscloud.graph import CrosscloudGraphError, SignInConfigurationError
from crosscloud.tfplugin import STRING, Attribute, Context, Provider, Schema, is_wholly_known, set_of

if TYPE_CHECKING:
    from crosscloud.graph import PolicyApi, SignIn

ADDRESS = "terraform.local/local/crosscloud"
"""The provider's source address, as in `required_providers`."""


_IN_THE_REVIEW: Final = "Every change is listed in the review."
_IN_A_REVIEW: Final = (
    "For stacks that are made from an environment, `crosscloud plan` judges and lists all; "
    "`terraform plan -target=ADDRESS` tells those of one resource."
)
_DISPUTED: Final = {section.name: section.disputed for section in PARTNER.sections if section.disputed}
"""The sections that can be tried, each with the clouds of which Microsoft's sources disagree."""


def _must_be_prefix(value: str) -> str | None:
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", value):
        return None
    return f"must begin the name of an environment variable (letters, digits, underscores), not {value!r}"


class CrosscloudProvider(Provider[ConnectedTenant]):
    """Serves one tenant: the one that it was started for, or else the first that it is configured with.

    Terraform lets every alias of a warm provider share one server. Writing one tenant's settings to another is
    the worst that could happen, so a second tenant is refused.
    """

    resources = tuple(map(SettingsResource, KINDS))
    data_sources = (*SETTINGS_DATA, TenantData())
    expected_errors = (CrosscloudGraphError, NotConnectedError, UnexpectedAnswerError)
    functions = FUNCTIONS
    schema = Schema(
        (
            Attribute(
                "tenant_id",
                STRING,
                description="The tenant to manage.",
                required=True,
                validators=(must_be_guid,),
            ),
            Attribute(
                "cloud",
                STRING,
                description=f"The cloud in which the tenant is: {', '.join(CLOUDS)}.",
                required=True,
                validators=(must_be_cloud,),
            ),
            Attribute(
                "environment_prefix",
                STRING,
                description=(
                    "The prefix of the environment variables that hold this tenant's sign-in, since two tenants "
                    "need two sets: PREFIX_CLIENT_ID, PREFIX_CLIENT_SECRET and so on. CROSSCLOUD where left out."
                ),
                optional=True,
                validators=(_must_be_prefix,),
            ),
            Attribute(
                "client_id",
                STRING,
                description="The application to sign in as; PREFIX_CLIENT_ID where left out.",
                optional=True,
                validators=(must_be_guid,),
            ),
            Attribute(
                "login_endpoint",
                STRING,
                description="Another root of the login service, for tests; PREFIX_LOGIN_ENDPOINT where left out.",
                optional=True,
            ),
            Attribute(
                "graph_endpoint",
                STRING,
                description="Another root of Microsoft Graph, for tests; PREFIX_GRAPH_ENDPOINT where left out.",
                optional=True,
            ),
            Attribute(
                "ca_bundle",
                STRING,
                description="A file of certificate authorities to trust; PREFIX_CA_BUNDLE where left out.",
                optional=True,
            ),
            Attribute(
                "try_sections",
                set_of(STRING),
                description=(
                    "Sections to send although Microsoft's sources disagree whether the tenant's cloud has them: "
                    f"{', '.join(_DISPUTED)}. Without it they are refused before any request. The same as "
                    "`try_sections` of a tenant in an environment file, which stacks hand over here."
                ),
                optional=True,
            ),
            *ATTRIBUTES,
            HOLD,
        ),
        description="Microsoft Entra cross-tenant access settings of one tenant, in any Microsoft cloud.",
    )

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        tenant_id: str | None = None,
        is_joint: bool = False,
        connect: "Callable[[SignIn], PolicyApi] | None" = None,
        catch_up: Sequence[float] = CATCH_UP,
    ) -> None:
        """Read nothing yet.

        Args:
            environ: holds the sign-ins.
            tenant_id: the only tenant to serve, where given.
            is_joint: whether a joint review judges what is planned, so that nothing of it is said here.
            connect: in place of the network.
            catch_up: see `ConnectedTenant`.
        """
        self._environ = environ
        self._is_joint = is_joint
        self.elsewhere = _IN_THE_REVIEW if is_joint else _IN_A_REVIEW
        self._bound_to = fold(tenant_id) if tenant_id else None
        self._connect = connect
        self._catch_up = catch_up
        self.tenant: ConnectedTenant | None = None

    def validate(self, context: Context[ConnectedTenant], config: dict[str, Any]) -> None:
        """Refuse a hold that is not about the provider's own tenant: it would hold nothing."""
        for text in find_holds_of_others(config):
            context.diagnostics.error("Invalid value for hold", text, ("hold",))
        tries, given = config.get("try_sections"), config.get("cloud")
        if is_wholly_known(tries) and isinstance(given, str):
            cloud = find_cloud(given)
            for name in tries or ():
                if name not in _DISPUTED or cloud.name not in _DISPUTED[name]:
                    text = f"{name!r} cannot be tried in {given}: of it, it is known whether Graph there has it."
                    context.diagnostics.error("Invalid value for try_sections", text, ("try_sections",))

    def configure(self, context: Context[ConnectedTenant], config: dict[str, Any]) -> ConnectedTenant | None:
        """The tenant to serve from now on, nothing read yet; None where the configuration is not known.

        The connection of an earlier configuration is closed.
        """
        if not is_wholly_known(config):
            context.diagnostics.warning(
                "The provider is not configured yet",
                "A part of its configuration is known only after an apply, so live settings are not read.",
            )
            return None
        tenant_id = fold(config["tenant_id"])
        if self._bound_to not in (None, tenant_id):
            context.diagnostics.error(
                "A second tenant at one provider",
                f"This provider process serves tenant {self._bound_to} and was configured for {tenant_id}. "
                "Nothing was requested. Give each tenant a stack of its own.",
                ("tenant_id",),
            )
            return None
        self._bound_to = tenant_id
        sign_in = self._find_sign_in(context, config)
        if sign_in is None:
            return None
        from crosscloud.graph import connect  # noqa: PLC0415 - most processes of a run are never configured

        policy = None if self._is_joint else read_finding_policy(config)
        api = (self._connect or connect)(sign_in)
        api.tries = tuple(config.get("try_sections") or ())
        connected = ConnectedTenant(api, policy, read_holds(config), self._catch_up)
        self.close()
        self.tenant = connected
        return connected

    def close(self) -> None:
        """Close the connection to the tenant, if there is one."""
        if self.tenant is not None:
            self.tenant.close()

    def _find_sign_in(self, context: Context[ConnectedTenant], config: dict[str, Any]) -> "SignIn | None":
        from crosscloud.graph import sign_in_from_variables  # noqa: PLC0415 - as above

        try:
            return sign_in_from_variables(
                config["tenant_id"],
                find_cloud(config["cloud"]),
                config.get("environment_prefix") or "CROSSCLOUD",
                self._environ,
                client_id=config.get("client_id"),
                login_endpoint=config.get("login_endpoint"),
                graph_endpoint=config.get("graph_endpoint"),
                ca_bundle=Path(bundle) if (bundle := config.get("ca_bundle")) else None,
            )
        except SignInConfigurationError as error:
            context.diagnostics.error("No way to sign in", str(error))
            return None
