"""What the constructs take for a tenant: whatever has all that they need to know of one."""

from dataclasses import make_dataclass
from types import SimpleNamespace
from typing import Final

from crosscloud_constructs.tenants import is_tenant
from tests.constructs.made_up import tenant

CONTOSO = tenant("contoso")
ENGINEERS: object = CONTOSO.group("engineers")
_MEMBERS: Final = (
    *("name", "tenant_id", "cloud", "environment_name", "client_id", "is_managed"),
    *("variable_prefix", "backend", "finding_policy", "holds", "tries"),
)


def test_a_value_of_any_class_with_all_that_a_tenant_has_is_one() -> None:
    whole: dict[str, object] = {name: getattr(CONTOSO, name) for name in _MEMBERS}
    assert is_tenant(CONTOSO)
    assert is_tenant(SimpleNamespace(**whole))
    assert not is_tenant(SimpleNamespace(name="contoso"))
    assert not is_tenant("contoso")


def test_what_is_known_of_one_class_says_nothing_of_another() -> None:
    for _ in range(2):  # asked twice, since an answer is kept
        assert is_tenant(CONTOSO)
        assert not is_tenant(ENGINEERS)
        assert not is_tenant(make_dataclass("Half", ["name", "tenant_id"])("contoso", "id"))
