"""Which identity providers there are, in which cloud."""

import pytest

from crosscloud.domain.clouds import CHINA, CLOUDS, Cloud
from crosscloud.domain.settings import redemption_providers


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=str)
def test_everywhere_but_in_china_all_of_them(cloud: Cloud) -> None:
    # Microsoft's page on B2B in government and national clouds: Entra ID and SAML/WS-Fed alone in China.
    primary, fallback = redemption_providers(cloud)
    assert ("socialIdentityProviders" in primary) is (cloud is not CHINA)
    assert ("emailOneTimePasscode" in fallback) is ("microsoftAccount" in fallback) is (cloud is not CHINA)
    assert primary[:2] == ("azureActiveDirectory", "externalFederation")
    assert fallback[-1] == "defaultConfiguredIdp"
