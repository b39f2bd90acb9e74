"""Sensitive values are blanked."""

from crosscloud.tfplugin import STRING, Attribute, NestedObject, Unknown, list_of
from crosscloud.tfplugin.redaction import Redactor
from crosscloud.tfplugin.shape import conform

PIN = Attribute("pin", STRING, optional=True, sensitive=True)
CODE = Attribute("code", STRING, optional=True)
ATTRIBUTES = [
    Attribute("password", STRING, optional=True, sensitive=True),
    Attribute("name", STRING, optional=True),
    Attribute("keys", list_of(STRING), optional=True, sensitive=True),
    Attribute("nested", nested=NestedObject([PIN], "set"), optional=True),
    Attribute("vault", nested=NestedObject([CODE]), optional=True, sensitive=True),
]


def clean(text: str, **values: object) -> str:
    redactor = Redactor()
    redactor.learn(ATTRIBUTES, conform(ATTRIBUTES, values))
    return redactor.clean(text)


def test_every_string_under_a_sensitive_attribute() -> None:
    text = clean(
        "pw-1234 ada key-1 key-2 pin-1 code-1",
        password="pw-1234",
        name="ada",
        keys=["key-1", "key-2"],
        nested=[{"pin": "pin-1"}, Unknown],
        vault={"code": "code-1"},
    )
    assert text == "(sensitive) ada (sensitive) (sensitive) (sensitive) (sensitive)"


def test_the_longest_first_and_as_a_url_quotes_it() -> None:
    assert clean("long-secret+/ long", keys=["long", "long-secret+/"]) == "(sensitive) (sensitive)"
    assert clean("client_secret=a%2Bb%2Fc", password="a+b/c") == "client_secret=(sensitive)"


def test_short_unknown_and_null_values_are_nothing_to_hide() -> None:
    assert clean("a bad cab", password="a", keys=Unknown) == "a bad cab"
    redactor = Redactor()
    redactor.learn(ATTRIBUTES, None)
    redactor.learn(ATTRIBUTES, Unknown)
    assert redactor.clean("text") == "text"


def test_no_repr_of_what_is_remembered() -> None:
    redactor = Redactor()
    redactor.learn(ATTRIBUTES, conform(ATTRIBUTES, {"password": "pw-1234"}))
    assert "pw-1234" not in repr(redactor)
