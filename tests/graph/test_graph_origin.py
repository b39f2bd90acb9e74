"""A token goes to one origin; everything that could be read as another is refused."""

import pytest

from crosscloud.graph.origin import same_origin

ROOT = "https://graph.microsoft.com"


@pytest.mark.parametrize(
    "url",
    [
        "https://graph.microsoft.com/v1.0/policies?$skiptoken=abc%2F",
        "https://GRAPH.microsoft.com/",
        "https://graph.microsoft.com:443/x",
        "https://graph.microsoft.com",
    ],
)
def test_same(url: str) -> None:
    assert same_origin(url, ROOT)


@pytest.mark.parametrize(
    "url",
    [
        "http://graph.microsoft.com/x",
        "https://graph.microsoft.us/x",
        "https://graph.microsoft.com.evil.example/x",
        "https://graph.microsoft.com:8443/x",
        "https://graph.microsoft.com@evil.example/x",
        "https://evil.example@graph.microsoft.com/x",
        "https://evil.example\\@graph.microsoft.com/x",
        "https://graph.microsoft.com\\.evil.example/x",
        "https:///graph.microsoft.com/x",
        "//graph.microsoft.com/x",
        "/v1.0/policies",
        "https://graph.microsoft.com\n.evil.example/x",
        "https://gráph.microsoft.com/x",
        "https://[::1/x",
        "",
    ],
)
def test_other(url: str) -> None:
    assert not same_origin(url, ROOT)


def test_a_port_is_part_of_it() -> None:
    assert same_origin("https://localhost:8443/next", "https://localhost:8443")
    assert not same_origin("https://localhost:8444/next", "https://localhost:8443")
