"""Every mistake in an environment file is reported with its line, and all of them at once."""

import pickle
from pathlib import Path

import pytest

from crosscloud.environment import EnvironmentFileError, load

GUID = "5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11"
OTHER = "c2f4a8d6-1e93-4b7a-8c25-6d0b9e3f7a22"
HEAD = f"environment: e\ntenants:\n  contoso:\n    tenant_id: {GUID}\n    cloud: global\n"
SIGN_IN = f"    sign_in: {{method: client_secret, client_id: {OTHER}}}\n"
BLOB = "storage_account_name: s, container_name: c, key: k"
ACCEPT = "{finding: XC301, tenants: [contoso], reason: r, approved_by: a, expires: 2027-01-01}"


def mistakes(folder: Path, text: str) -> list[tuple[int, str]]:
    (folder / "environments").mkdir(parents=True)
    (folder / "environments/e.yaml").write_text(text)
    with pytest.raises(EnvironmentFileError) as caught:
        load("e", folder=folder)
    return caught.value.problems


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        pytest.param("", 1, "the file is empty: write `environment: e`", id="empty"),
        pytest.param("# only a comment\n", 1, "the file is empty", id="comment"),
        pytest.param("- a\n- b\n", 1, "the file must be a mapping", id="list"),
        pytest.param("a: b: c\n", 1, "this is not YAML", id="syntax"),
        pytest.param("environment: e\n\ttenants: x\n", 2, "this is not YAML", id="tab"),
        pytest.param("environment: e\n---\nenvironment: e\n", 2, "this is not YAML", id="two documents"),
        pytest.param("environment: e\n", 1, "the file needs tenants", id="no tenants"),
        pytest.param("environment: e\ntenants:\n", 2, "the file needs tenants", id="tenants empty"),
        pytest.param("environment: e\ntenants: {}\n", 2, "the file needs a tenant", id="no tenant"),
        pytest.param("environment: e\ntenants: [contoso]\n", 2, "tenants of the file must be a mapping", id="t"),
        pytest.param(HEAD.replace("nt: e", "nt: f"), 1, "called e.yaml, but names the environment 'f'", id="n"),
        pytest.param(HEAD.replace("environment: e\n", ""), 1, "the file needs environment: write", id="no name"),
        pytest.param(HEAD.replace(": e\n", ": 3\n"), 1, "environment of the file must be text", id="number"),
        pytest.param(HEAD + "embedded: yes please\n", 6, "embedded of the file must be true or false", id="flag"),
        pytest.param(HEAD + "embeded: true\n", 6, "no field embeded (did you mean embedded?)", id="misspelt"),
        pytest.param(
            HEAD + "zzz: 1\n",
            6,
            "no field zzz (it has environment, embedded, tenants, accept, hold, severity)",
            id="unknown",
        ),
        pytest.param(HEAD + "environment: e\n", 6, "environment is written twice, first in line 1", id="twice"),
        pytest.param(HEAD + "    cloud: china\n", 6, "cloud is written twice, first in line 5", id="twice deep"),
        pytest.param(HEAD + "  contoso: {}\n", 6, "contoso is written twice, first in line 3", id="tenant twice"),
        pytest.param(HEAD + "  Contoso: {}\n", 6, "'Contoso' is no name for a tenant", id="capital"),
        pytest.param(HEAD + "  con_toso: {}\n", 6, "'con_toso' is no name for a tenant", id="underscore"),
        pytest.param(HEAD + "  7up: {}\n", 6, "'7up' is no name for a tenant", id="digit first"),
        pytest.param(HEAD + "  fabrikam:\n", 6, "tenant fabrikam is empty", id="tenant empty"),
        pytest.param(HEAD + "  fabrikam: x\n", 6, "tenant fabrikam must be a mapping", id="tenant text"),
        pytest.param(HEAD + "  ? [a]\n  : {}\n", 6, "a name must be plain text", id="key is a list"),
        pytest.param(
            HEAD + f"  fabrikam: {{tenant_id: {GUID.upper()}, cloud: usgov}}\n",
            6,
            "XC112 tenant fabrikam in US Government (GCC High) has the same tenant_id as contoso in Global: a",
            id="same id in two clouds",
        ),
        pytest.param(
            HEAD + f"  fabrikam: {{tenant_id: {GUID.upper()}, cloud: global}}\n",
            6,
            "tenant fabrikam has the same tenant_id as contoso: each has its own",
            id="same id",
        ),
        pytest.param(HEAD.replace(GUID, "contoso.com"), 4, "tenant_id of tenant contoso is not a GUID", id="dom"),
        pytest.param(HEAD.replace(GUID, "[x]"), 4, "tenant_id of tenant contoso must be text", id="id list"),
        pytest.param(HEAD.replace(f"tenant_id: {GUID}", "groups: {}"), 4, "needs tenant_id", id="no id"),
        pytest.param(HEAD.replace("    cloud: global\n", ""), 4, "tenant contoso needs cloud", id="no cloud"),
        pytest.param(HEAD.replace("global", "gcc"), 5, "GCC is in global: write `global`", id="gcc"),
        pytest.param(HEAD.replace("global", "mars"), 5, "'mars' is not a cloud: write one of global,", id="mars"),
        pytest.param(
            HEAD + "    clowd: x\n", 6, "tenant contoso has no field clowd (did you mean cloud?)", id="f"
        ),
    ],
)
def test_the_file_and_its_tenants(tmp_path: Path, text: str, line: int, says: str) -> None:
    _expect(mistakes(tmp_path, text), line, says)


@pytest.mark.parametrize(
    ("fields", "line", "says"),
    [
        ("    sign_in: x\n", 6, "sign_in of contoso must be a mapping"),
        (
            f"    sign_in: {{client_id: {OTHER}}}\n",
            6,
            "sign_in of contoso needs method: write one of client_secret",
        ),
        ("    sign_in: {method: client_secret}\n", 6, "sign_in of contoso needs client_id"),
        (f"    sign_in: {{method: client_secrt, client_id: {OTHER}}}\n", 6, "(did you mean client_secret?)"),
        (f"    sign_in: {{method: zzz, client_id: {OTHER}}}\n", 6, "(write one of client_secret, client_cert"),
        (
            "    sign_in: {method: client_secret, client_id: x}\n",
            6,
            "client_id of sign_in of contoso is not a GUID",
        ),
        (
            f"    sign_in:\n      plan: {{method: github_oidc, client_id: {OTHER}}}\n",
            7,
            "sign_in of contoso needs apply",
        ),
        (
            "    sign_in:\n      plan: 1\n      apply: {method: zzz}\n",
            7,
            "sign_in of contoso.plan must be a mapping",
        ),
        (
            "    sign_in:\n      plan: 1\n      apply: {method: zzz}\n",
            8,
            "sign_in of contoso.apply needs client_id",
        ),
        (SIGN_IN + "    backend: x\n", 7, "backend of contoso must be one of local, azurerm, s3, cloud"),
        (SIGN_IN + "    backend: {local: {path: x}, s3: {}}\n", 7, "backend of contoso must be one of"),
        (SIGN_IN + "    backend: {azure: {}}\n", 7, "of no known kind (did you mean azurerm?)"),
        (SIGN_IN + "    backend: {gcs: {}}\n", 7, "of no known kind"),
        (SIGN_IN + "    backend: {s3: bucket}\n", 7, "backend of contoso needs its arguments"),
        (SIGN_IN + "    backend: {local: {}}\n", 7, "local has one argument"),
        (SIGN_IN + "    backend: {local: {path: x, workspace_dir: y}}\n", 7, "local has one argument"),
        (SIGN_IN + "    backend: {s3: {bucket: b}}\n", 7, "backend of contoso: s3 needs key"),
        (SIGN_IN + "    backend: {cloud: {organization: o}}\n", 7, "backend of contoso: cloud needs workspaces"),
        (
            SIGN_IN + f"    backend:\n      azurerm: {{{BLOB},\n        environment: china}}\n",
            9,
            "environment of backend of contoso must be public, so that the state stays in Global",
        ),
        (
            SIGN_IN + f"    backend: &b {{azurerm: {{{BLOB}}}}}\n  adatum: "
            f"{{tenant_id: {OTHER}, cloud: global, backend: *b, "
            f"sign_in: {{method: client_secret, client_id: {GUID}}}}}\n",
            8,
            "tenant adatum has the same backend as contoso: give each its own state",
        ),
        ("    backend: {local: {path: x}}\n", 6, "tenant contoso has a backend but no sign_in"),
        ("    groups: [a]\n", 6, "groups of tenant contoso must be a mapping"),
        ("    groups: {Engineers: {}}\n", 6, "'Engineers' is no name for a group"),
        ("    groups:\n      engineers:\n", 7, "group engineers needs an id"),
        (f"    groups:\n      engineers: {OTHER}\n", 7, "group engineers must be a mapping"),
        (
            "    groups:\n      engineers: {display_name: x}\n",
            7,
            "group engineers needs id: write the group's object",
        ),
        ("    users:\n      dana: {id: dana@contoso.com}\n", 7, "id of user dana is not a GUID"),
        ("    applications:\n      desk: {id: 1}\n", 7, "id of application desk must be text"),
        (f"    groups:\n      a: {{id: {OTHER}, name: x}}\n", 7, "group a has no field name"),
        (
            f"    groups:\n      a: {{id: {OTHER}}}\n      b: {{id: {OTHER.upper()}}}\n",
            8,
            "group b has the same id as group a",
        ),
        ("    domains: contoso.com\n", 6, "domains of tenant contoso must be a list: write a list such as `[cont"),
        ("    domains: [contoso.com, 'a b.com']\n", 6, "domains of tenant contoso must be domain names"),
        ("    domains: [[contoso.com]]\n", 6, "domains of tenant contoso must be domain names"),
        ("    groups: !!set {a}\n", 6, "the tag !!set is not taken here"),
        ("    groups: !!python/object/apply:os.system [id]\n", 6, "is not taken here"),
        ("    groups: {<<: {}}\n", 6, "merging with << is not taken here"),
    ],
)
def test_the_fields_of_a_tenant(tmp_path: Path, fields: str, line: int, says: str) -> None:
    _expect(mistakes(tmp_path, HEAD + fields), line, says)


@pytest.mark.parametrize(
    ("accept", "says"),
    [
        ("x", "accept of the file must be a list"),
        ("[x]", "an entry of accept must be a mapping"),
        (f"[{ACCEPT.replace('XC301', 'XC3')}]", "'XC3' is no finding's id"),
        (f"[{ACCEPT.replace('XC301', 'XC399')}]", "there is no finding XC399: write one that a plan has shown"),
        (
            f"[{ACCEPT.replace('XC301', 'XC312')}]",
            "XC312 cannot be accepted: take the hold out instead, when the incident is over",
        ),
        (f"[{ACCEPT.replace('XC301', 'XC309')}]", "XC309 cannot be accepted: plan again instead"),
        (f"[{ACCEPT.replace('[contoso]', '[fabrikam]')}]", "'fabrikam' (the file has contoso)"),
        (f"[{ACCEPT.replace('[contoso]', '[contosso]')}]", "did you mean contoso?"),
        (f"[{ACCEPT.replace('[contoso]', 'contoso')}]", "tenants of an entry of accept must be a list"),
        (f"[{ACCEPT.replace('[contoso]', '[]')}]", "tenants of an entry of accept must be a list"),
        (f"[{ACCEPT.replace('reason: r, ', '')}]", "an entry of accept needs reason"),
        (f"[{ACCEPT.replace('reason: r', 'reason: ')}]", "an entry of accept needs reason"),
        (f"[{ACCEPT.replace('approved_by: a, ', '')}]", "an entry of accept needs approved_by"),
        (f"[{ACCEPT.replace('2027-01-01', 'soon')}]", "expires of an entry of accept must be a date"),
        (f"[{ACCEPT.replace('2027-01-01', '2027-01-01T10:00:00Z')}]", "must be a date: write a date such as"),
        (f"[{ACCEPT.replace('2027-01-01', '2027-02-30')}]", "put it in quotes"),
        (f"[{ACCEPT.replace('2027-01-01', '[2027]')}]", "must be a date"),
        (f"[{ACCEPT.replace('expires', 'until')}]", "an entry of accept has no field until"),
    ],
)
def test_the_entries_of_accept(tmp_path: Path, accept: str, says: str) -> None:
    _expect(mistakes(tmp_path, f"{HEAD}accept: {accept}\n"), 6, says)


TWO = f"{HEAD}  fabrikam: {{tenant_id: {OTHER}, cloud: usgov}}\n"
HOLD = "{tenants: [contoso, fabrikam], reason: r, held_by: h, since: 2027-01-01}"
ELSE = "99999999-2222-4333-8444-555555555555"


@pytest.mark.parametrize(
    ("hold", "says"),
    [
        ("x", "hold of the file must be a list"),
        ("[x]", "an entry of hold must be a mapping"),
        (f"[{HOLD.replace('fabrikam', 'fabrikm')}]", "'fabrikm' (did you mean fabrikam?)"),
        (f"[{HOLD.replace('fabrikam', 'fabrikam.com')}]", "a tenant that the file does not have: 'fabrikam.com'"),
        (f"[{HOLD.replace('fabrikam', '[x]')}]", "a tenant that the file does not have: ''"),
        (f"[{HOLD.replace('fabrikam', OTHER.upper())}]", "the tenant id of fabrikam: write its name, fabrikam"),
        (f"[{HOLD.replace('fabrikam', 'contoso')}]", "hold names the tenant contoso twice: keep one"),
        (f"[{HOLD.replace(', fabrikam', '')}]", "hold needs two or more names of tenants, or one name and a"),
        (f"[{HOLD.replace('contoso, fabrikam', ELSE)}]", "hold needs two or more names of tenants, or one name"),
        (f"[{HOLD.replace('fabrikam', f'fabrikam, {ELSE}')}]", "write one entry for each name"),
        (f"[{HOLD.replace('contoso, fabrikam', f'{ELSE}, {ELSE[:-1]}6')}]", "hold needs a name of a tenant"),
        (f"[{HOLD.replace('[contoso, fabrikam]', '[]')}]", "tenants of an entry of hold must be a list"),
        (f"[{HOLD.replace('[contoso, fabrikam]', 'contoso')}]", "tenants of an entry of hold must be a list"),
        (f"[{HOLD.replace('reason: r, ', '')}]", "an entry of hold needs reason"),
        (f"[{HOLD.replace('held_by: h, ', '')}]", "an entry of hold needs held_by"),
        (f"[{HOLD.replace(', since: 2027-01-01', '')}]", "an entry of hold needs since"),
        (f"[{HOLD.replace('2027-01-01', 'yesterday')}]", "since of an entry of hold must be a date"),
        (f"[{HOLD.replace('since', 'expires')}]", "an entry of hold has no field expires"),
        (
            f"[{HOLD.replace('held_by: h', 'held_by: h, client_secret: s')}]",
            "client_secret cannot stand in a file",
        ),
    ],
)
def test_the_entries_of_hold(tmp_path: Path, hold: str, says: str) -> None:
    _expect(mistakes(tmp_path, f"{TWO}hold: {hold}\n"), 7, says)


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = HEAD.replace("global", "gcc").replace(GUID, "x") + "  fabrikam: {}\naccept: 1\nembeded: 1\n"
    lines = [line for line, _ in mistakes(tmp_path, text)]
    assert lines == sorted(lines)
    assert set(lines) == {4, 5, 6, 7, 8}


def test_the_error_names_the_file_with_each_line_and_survives_a_process_border(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments/e.yaml").write_text(HEAD.replace("global", "gcc"))
    with pytest.raises(EnvironmentFileError) as caught:
        load("e")
    assert str(caught.value).startswith("environments/e.yaml:5: cloud of tenant contoso: GCC is in global")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301  # our own bytes


def test_what_the_file_cannot_print_is_not_printed(tmp_path: Path) -> None:
    ((_, text),) = mistakes(tmp_path, HEAD + '"\\e[31mred": 1\n')
    assert text.isprintable()
    ((_, text),) = mistakes(tmp_path / "more", HEAD + f"{'x' * 1000}: 1\n")
    assert len(text) == 500


def _expect(found: list[tuple[int, str]], line: int, says: str) -> None:
    assert any(at == line and says in text for at, text in found), found
