"""The planned state for a configuration."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crosscloud.tfplugin import BOOL, NUMBER, STRING, Attribute, Key, NestedObject, Schema, Unknown
from crosscloud.tfplugin.planning import fill_defaults, plan_state, replacement_paths
from crosscloud.tfplugin.shape import conform

COMPUTED_MEMBERS = [
    Attribute("x", STRING, optional=True, requires_replace=True),
    Attribute("etag", STRING, computed=True),
    Attribute("uid", STRING, computed=True, keep_prior=True),
]
ELEMENTS = [Attribute("id", STRING, required=True), Attribute("on", BOOL, default=False)]
TARGETS = Attribute("t", nested=NestedObject(ELEMENTS, "set"), optional=True)
SCHEMA = Schema(
    [
        Attribute("id", STRING, computed=True, keep_prior=True),
        Attribute("etag", STRING, computed=True),
        Attribute("name", STRING, optional=True, requires_replace=True),
        Attribute("owner", STRING, optional=True, equal=lambda a, b: a.lower() == b.lower()),
        Attribute("enabled", BOOL, default=True),
        Attribute("size", NUMBER, optional=True, computed=True),
        Attribute("one", nested=NestedObject([*ELEMENTS, TARGETS]), optional=True),
        Attribute("live", nested=NestedObject(COMPUTED_MEMBERS), optional=True, computed=True, keep_prior=True),
        Attribute("rows", nested=NestedObject(COMPUTED_MEMBERS, "list"), optional=True),
        Attribute("named", nested=NestedObject(COMPUTED_MEMBERS, "map"), optional=True),
    ]
)
PRIOR = conform(
    SCHEMA.attributes,
    {
        "id": "i",
        "etag": "e1",
        "name": "n",
        "owner": "Ada",
        "enabled": True,
        "size": 3,
        "live": {"x": "l", "etag": "e", "uid": "u"},
        "rows": [{"x": "0", "etag": "e0", "uid": "u0"}],
        "named": {"k": {"x": "k", "etag": "ek", "uid": "uk"}},
    },
)
CONFIG = {"name": "n", "owner": "Ada", "rows": [{"x": "0"}], "named": {"k": {"x": "k"}}}


def plan(config: dict[str, Any], prior: dict[str, Any] | None = PRIOR) -> dict[str, Any]:
    return plan_state(SCHEMA.attributes, conform(SCHEMA.attributes, config), prior)


def test_create() -> None:
    planned = plan({"name": "n", "one": {"id": "1", "t": [{"id": "2"}, {"id": "3", "on": True}, Unknown]}}, None)
    assert planned == {
        "id": Unknown,
        "etag": Unknown,
        "name": "n",
        "owner": None,
        "enabled": True,
        "size": Unknown,
        "one": {"id": "1", "on": False, "t": [{"id": "2", "on": False}, {"id": "3", "on": True}, Unknown]},
        "live": Unknown,
        "rows": None,
        "named": None,
    }


def test_nothing_changes() -> None:
    assert plan(CONFIG) == PRIOR


def test_a_change_makes_computed_values_unknown_unless_they_are_kept() -> None:
    planned = plan({**CONFIG, "owner": "Grace"})
    assert planned == {
        **PRIOR,
        "owner": "Grace",
        "etag": Unknown,
        "size": Unknown,
        "rows": [{"x": "0", "etag": Unknown, "uid": "u0"}],
        "named": {"k": {"x": "k", "etag": Unknown, "uid": "uk"}},
    }


def test_new_elements_have_no_prior_to_keep() -> None:
    planned = plan({**CONFIG, "rows": [{"x": "0"}, {"x": "1"}], "named": {"l": {"x": "k"}}})
    assert planned["rows"][0]["uid"] == "u0"
    assert planned["rows"][1]["uid"] is Unknown
    assert planned["named"] == {"l": {"x": "k", "etag": Unknown, "uid": Unknown}}


def test_a_removed_default_is_planned_back() -> None:
    assert plan(CONFIG, {**PRIOR, "enabled": False})["enabled"] is True


def test_with_a_default_null_alone_is_kept() -> None:
    one = Attribute(
        "one", nested=NestedObject([Attribute("on", BOOL, default=False, keep_prior=True)]), optional=True
    )
    for prior, planned in (({"on": None}, {"on": None}), ({"on": True}, {"on": False}), (None, {"on": False})):
        assert plan_state([one], {"one": {"on": None}}, {"one": prior})["one"] == planned
    assert plan_state([one], {"one": {"on": None}}, None)["one"] == {"on": False}


def test_a_removed_optional_value_becomes_null() -> None:
    planned = plan({"name": "n"})
    assert planned["owner"] is None
    assert planned["rows"] is None


def test_an_optional_and_computed_nested_object() -> None:
    given_now = plan({**CONFIG, "live": {"x": "m"}})
    assert given_now["live"] == {"x": "m", "etag": Unknown, "uid": "u"}
    assert plan({**CONFIG, "owner": "Grace"})["live"] == PRIOR["live"]
    assert plan({**CONFIG, "owner": "Grace"}, {**PRIOR, "live": None})["live"] is None, "null is a prior value too"


def test_unknown_configuration_is_planned_unknown() -> None:
    planned = plan({**CONFIG, "name": Unknown, "one": Unknown, "enabled": Unknown})
    assert planned["name"] is Unknown
    assert planned["one"] is Unknown
    assert planned["enabled"] is Unknown


def test_what_means_the_same_keeps_the_prior_spelling() -> None:
    assert plan({**CONFIG, "owner": "ADA"}) == PRIOR
    assert plan({**CONFIG, "owner": "ADA", "size": 4})["owner"] == "Ada"


def test_replacement() -> None:
    def paths(config: dict[str, Any]) -> list[Any]:
        return replacement_paths(SCHEMA.attributes, PRIOR, plan(config))

    assert paths({**CONFIG, "owner": "Grace"}) == []
    assert paths({**CONFIG, "name": "other"}) == [("name",)]
    assert paths({**CONFIG, "name": Unknown}) == [("name",)]
    assert paths({**CONFIG, "live": {"x": "m"}}) == [("live", "x")]
    assert paths({**CONFIG, "rows": [{"x": "9"}]}) == [("rows", 0, "x")]
    assert paths({**CONFIG, "named": {"k": {"x": "9"}}}) == [("named", Key("k"), "x")]
    assert paths({**CONFIG, "named": {"l": {"x": "9"}}}) == [], (
        "an element that comes or goes is no change of its member"
    )


def test_defaults_of_a_configuration_without_state() -> None:
    config = conform(SCHEMA.attributes, {"one": {"id": "1"}})
    filled = fill_defaults(SCHEMA.attributes, config)
    assert filled["enabled"] is True
    assert filled["one"] == {"id": "1", "on": False, "t": None}
    assert filled["etag"] is None


def test_the_prior_state_is_never_altered() -> None:
    before = copy.deepcopy(PRIOR)
    plan({**CONFIG, "owner": "Grace"})
    assert before == PRIOR


texts = st.none() | st.sampled_from(["a", "A", "b"])
configs = st.fixed_dictionaries(
    {
        "name": texts,
        "owner": texts,
        "enabled": st.none() | st.booleans(),
        "size": st.none() | st.integers(0, 2),
        "one": st.none()
        | st.fixed_dictionaries(
            {"id": st.just("1"), "t": st.none() | st.lists(st.fixed_dictionaries({"id": texts}), max_size=3)}
        ),
        "rows": st.none() | st.lists(st.fixed_dictionaries({"x": texts}), max_size=2),
    }
)


@given(configs, configs)
def test_planning_what_was_just_applied_changes_nothing(first: dict[str, Any], second: dict[str, Any]) -> None:
    def settle(value: Any) -> Any:
        if value is Unknown:
            return None
        if isinstance(value, dict):
            return {key: settle(member) for key, member in value.items()}
        return [settle(element) for element in value] if isinstance(value, list) else value

    state = settle(plan(first, None))
    assert plan(first, state) == state
    applied = settle(plan(second, state))
    assert plan(second, applied) == applied
