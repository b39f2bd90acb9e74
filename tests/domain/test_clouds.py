"""The table of clouds against Microsoft's pages, and which pairs of clouds may collaborate."""

from itertools import product

import pytest

from crosscloud.domain.clouds import (
    CHINA,
    CLOUDS,
    GLOBAL,
    USGOV,
    USGOV_DOD,
    Cloud,
    UnknownCloudError,
    enableable_endpoints,
    endpoint_title,
    find_cloud,
    is_same_cloud,
    is_supported_pair,
)

# Microsoft's pages on national clouds (login), Graph deployments (Graph), Microsoft cloud settings (endpoint).
DOCUMENTED = [
    ("global", "login.microsoftonline.com", "graph.microsoft.com", "microsoftonline.com"),
    ("usgov", "login.microsoftonline.us", "graph.microsoft.us", "microsoftonline.us"),
    ("usgov_dod", "login.microsoftonline.us", "dod-graph.microsoft.us", "microsoftonline.us"),
    (
        "china",
        "login.partner.microsoftonline.cn",
        "microsoftgraph.chinacloudapi.cn",
        "partner.microsoftonline.cn",
    ),
]

# Microsoft's pages on Microsoft cloud settings and on cross-cloud guests: Global with either other cloud, and
# nothing else. GCC High and DoD are one login cloud.
SAME, SUPPORTED, UNSUPPORTED = "same", "supported", "unsupported"
PAIRS = {
    (GLOBAL, GLOBAL): SAME,
    (GLOBAL, USGOV): SUPPORTED,
    (GLOBAL, USGOV_DOD): SUPPORTED,
    (GLOBAL, CHINA): SUPPORTED,
    (USGOV, USGOV): SAME,
    (USGOV, USGOV_DOD): SAME,
    (USGOV, CHINA): UNSUPPORTED,
    (USGOV_DOD, USGOV_DOD): SAME,
    (USGOV_DOD, CHINA): UNSUPPORTED,
    (CHINA, CHINA): SAME,
}


@pytest.mark.parametrize(("name", "login", "graph", "endpoint"), DOCUMENTED)
def test_hosts(name: str, login: str, graph: str, endpoint: str) -> None:
    cloud = CLOUDS[name]
    assert (cloud.login, cloud.graph, cloud.endpoint) == (f"https://{login}", f"https://{graph}", endpoint)
    assert cloud.scope == f"https://{graph}/.default"


def test_there_are_no_other_clouds() -> None:
    assert list(CLOUDS) == [row[0] for row in DOCUMENTED]
    assert all(cloud.name == name for name, cloud in CLOUDS.items())


def test_titles_tell_the_clouds_apart() -> None:
    assert len({str(cloud) for cloud in CLOUDS.values()}) == len(CLOUDS)


@pytest.mark.parametrize(("pair", "expected"), PAIRS.items(), ids=str)
def test_pairs(pair: tuple[Cloud, Cloud], expected: str) -> None:
    for one, other in (pair, pair[::-1]):
        assert is_same_cloud(one, other) is (expected == SAME)
        assert is_supported_pair(one, other) is (expected != UNSUPPORTED)


def test_the_truth_table_is_complete() -> None:
    assert {frozenset(pair) for pair in PAIRS} == {frozenset(p) for p in product(CLOUDS.values(), repeat=2)}


@pytest.mark.parametrize(
    ("cloud", "endpoints"),
    [
        (GLOBAL, ("microsoftonline.us", "partner.microsoftonline.cn")),
        (USGOV, ("microsoftonline.com",)),
        (USGOV_DOD, ("microsoftonline.com",)),
        (CHINA, ("microsoftonline.com",)),
    ],
    ids=str,
)
def test_what_a_tenant_may_enable(cloud: Cloud, endpoints: tuple[str, ...]) -> None:
    assert enableable_endpoints(cloud) == endpoints


@pytest.mark.parametrize("name", CLOUDS)
def test_find_by_name(name: str) -> None:
    assert find_cloud(name) is CLOUDS[name]


def test_gcc_high_is_usgov() -> None:
    assert find_cloud("gcc_high") is USGOV


@pytest.mark.parametrize("name", ["gcc", "GCC"])
def test_gcc_is_answered_with_the_cloud_that_it_is_in(name: str) -> None:
    with pytest.raises(UnknownCloudError, match="GCC is in global: write `global`"):
        find_cloud(name)


@pytest.mark.parametrize("name", ["", "Global", "bleu", "microsoftonline.us", "__class__"])
def test_any_other_name_is_refused_with_those_that_there_are(name: str) -> None:
    with pytest.raises(UnknownCloudError, match="write one of global, usgov, usgov_dod, china") as caught:
        find_cloud(name)
    assert repr(name) in str(caught.value)


@pytest.mark.parametrize(
    ("endpoint", "title"),
    [
        ("microsoftonline.com", "Global"),
        ("microsoftonline.us", "US Government"),
        ("partner.microsoftonline.cn", "China (21Vianet)"),
        ("login.sovcloud-identity.fr", "login.sovcloud-identity.fr"),
    ],
)
def test_endpoints_have_titles(endpoint: str, title: str) -> None:
    assert endpoint_title(endpoint) == title
