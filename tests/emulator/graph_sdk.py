"""Microsoft's own Graph SDK and azure-identity, signed in at the emulator as a tenant's application."""

import importlib
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx
from azure.identity import ClientSecretCredential
from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient

from crosscloud.emulator import EmulatedTenant, Emulator

_FACTORY: Final[Any] = importlib.import_module("msgraph_core").GraphClientFactory  # it has no type hints


@asynccontextmanager
async def graph_sdk(emulator: Emulator, tenant: EmulatedTenant) -> AsyncIterator[GraphServiceClient]:
    """The SDK's client for a tenant, in v1.0."""
    at = emulator.endpoints(tenant.name)
    with ClientSecretCredential(
        tenant.tenant_id,
        tenant.client_id,
        tenant.client_secret,
        authority=at.login,
        disable_instance_discovery=True,
        connection_verify=str(emulator.ca_file),
    ) as credential:
        provider = AzureIdentityAuthenticationProvider(credential, scopes=[tenant.cloud.scope])
        context = ssl.create_default_context(cafile=str(emulator.ca_file))
        # the SDK's own transport would not close the one that it wraps
        async with httpx.AsyncHTTPTransport(verify=context) as transport:
            plain = httpx.AsyncClient(transport=transport)
            client = _FACTORY.create_with_default_middleware(client=plain)
            adapter = GraphRequestAdapter(provider, client)
            adapter.base_url = f"{at.graph}/v1.0"
            yield GraphServiceClient(request_adapter=adapter)
