"""The claims of inbound trust in words."""

import pytest

from crosscloud.wording.claims import trusted_in_a_sentence

MFA, COMPLIANT = "is_mfa_accepted", "is_compliant_device_accepted"
HYBRID = "is_hybrid_azure_ad_joined_device_accepted"


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ([], "nothing"),
        ([MFA], "MFA"),
        ([COMPLIANT, MFA], "MFA and compliant devices"),
        ([MFA, COMPLIANT, HYBRID], "MFA, compliant devices and hybrid joined devices"),
    ],
)
def test_what_is_trusted_is_one_part_of_a_sentence(claims: list[str], said: str) -> None:
    assert trusted_in_a_sentence(claims) == said
