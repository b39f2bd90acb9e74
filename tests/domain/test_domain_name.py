"""What an environment file may call a domain, and what the login services are asked for."""

import pytest

from crosscloud.domain.domain_name import is_domain_name


@pytest.mark.parametrize("text", ["contoso.com", "Contoso.onmicrosoft.US", "a-1.b.c", f"{'a' * 63}.com", "a.b"])
def test_a_domain_name(text: str) -> None:
    assert is_domain_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "contoso",
        ".com",
        "contoso.",
        "con toso.com",
        "contoso.com\n",
        "contoso.com/x",
        f"{'a' * 64}.com",
        "a." * 127,
    ],
)
def test_something_else(text: str) -> None:
    assert not is_domain_name(text)
