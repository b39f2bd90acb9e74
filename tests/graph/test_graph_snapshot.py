"""Snapshot files: written whole and private, read with care."""

import json
import os
import stat
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscloud.domain.settings.odd_places import with_odd_places
from crosscloud.graph import SnapshotFileError, read_snapshot, write_snapshot
from tests.graph.scripted_service import DEFAULT_JSON, NOON, PARTNER, TENANT


def tenant(**changed: Any) -> dict[str, Any]:
    sound = {
        "name": "contoso",
        "tenant_id": TENANT,
        "cloud": "global",
        "policy": {"id": "p"},
        "default": None,
        "partners": [{"tenantId": PARTNER}],
        "unreadable": {"default": "403 Authorization_RequestDenied"},
    }
    return {**sound, **changed}


def document(**changed: Any) -> dict[str, Any]:
    sound = {"format": "crosscloud/snapshot/v1", "taken_at": "2025-06-01T12:00:00Z", "tenants": [tenant()]}
    return {**sound, **changed}


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "snapshot.json"
    write_snapshot(path, NOON, [tenant()])
    assert json.loads(path.read_text()) == document()
    snapshot = read_snapshot(path)
    assert (snapshot.taken_at, snapshot.tenants) == (NOON, (tenant(),))


def test_is_private_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "snapshot.json"
    before = os.umask(0)
    try:
        write_snapshot(path, NOON, [])
        write_snapshot(path, NOON, [tenant()])
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_replaces_an_open_file_by_a_private_one(tmp_path: Path) -> None:
    path = tmp_path / "snapshot.json"
    path.touch(0o644)
    write_snapshot(path, NOON, [])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_time_is_written_in_utc(tmp_path: Path) -> None:
    path = tmp_path / "snapshot.json"
    write_snapshot(path, datetime(2025, 6, 1, 14, tzinfo=timezone(timedelta(hours=2))), [])
    assert read_snapshot(path).taken_at == datetime(2025, 6, 1, 12, tzinfo=UTC)


def test_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "a" / "b" / "s.json", tmp_path / "folder"):
        with pytest.raises(SnapshotFileError, match="cannot write the snapshot"):
            write_snapshot(path, NOON, [])
    assert [found.name for found in tmp_path.iterdir()] == ["folder"]


def test_what_is_not_sound_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(SnapshotFileError, match=r"tenants\[0\]\.cloud must be one of global"):
        write_snapshot(tmp_path / "s.json", NOON, [tenant(cloud="gcc")])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ([], "the file must hold one JSON object"),
        ({}, "format must be crosscloud/snapshot/v1, not None"),
        (document(format="crosscloud/snapshot/v2"), "v2: was it written by another version"),
        (document(taken_at="2025-06-01T12:00:00"), "taken_at must be a time with its zone"),
        (document(taken_at=7), "taken_at must be"),
        (document(tenants={}), "tenants must be a list"),
        (document(tenants=[7]), r"tenants\[0\] must be an object"),
        (document(tenants=[tenant(name="")]), r"tenants\[0\]\.name must be"),
        (document(tenants=[tenant(tenant_id="contoso.com")]), r"tenants\[0\]\.tenant_id must be a GUID"),
        (document(tenants=[tenant(cloud=["global"])]), r"tenants\[0\]\.cloud must be one of"),
        (document(tenants=[tenant(policy=[])]), r"tenants\[0\]\.policy must be an object"),
        (document(tenants=[tenant(partners={})]), r"tenants\[0\]\.partners must be a list"),
        (document(tenants=[tenant(partners=[{"tenantId": PARTNER}, 7])]), r"tenants\[0\]\.partners\[1\] must be"),
        (
            document(tenants=[tenant(partners=[{"tenantId": PARTNER}, {}])]),
            r"tenants\[0\]\.partners\[1\]\.tenantId must be the partner's tenant id",
        ),
        (document(tenants=[tenant(policy=None)]), r"policy is null, so unreadable must say why"),
        (document(tenants=[tenant(default=DEFAULT_JSON)]), r"default is given, so unreadable cannot name it"),
        (document(tenants=[tenant(unreadable=[])]), r"unreadable must be an object"),
        (document(tenants=[tenant(unreadable={"default": ""})]), r"unreadable must be an object"),
        (document(tenants=[tenant(unreadable={"default": "x", "colour": "x"})]), "unreadable cannot name colour"),
        (
            document(tenants=[tenant(), tenant(cloud="china")]),
            r"tenants\[1\]\.name must not be that of an earlier",
        ),
        (
            document(tenants=[tenant(), tenant(name="b", tenant_id=TENANT.upper())]),
            r"tenants\[1\]\.tenant_id must not be",
        ),
        (
            document(tenants=[tenant(), tenant(name="b\x1b", cloud="usgov")]),
            r"tenants\[1\]\.tenant_id must not be that of an earlier tenant: XC112 tenant b in US Government "
            r"\(GCC High\) has the same tenant_id as contoso in Global: a tenant is in one cloud; remove "
            "the wrong one$",
        ),
    ],
)
def test_what_is_not_sound_is_named_with_its_place(content: Any, words: str, tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_text(json.dumps(content))
    with pytest.raises(SnapshotFileError, match=rf"s\.json is not a sound snapshot: .*{words}"):
        read_snapshot(path)


def test_a_file_that_has_no_end_is_not_read_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crosscloud.graph.snapshot.MAX_BYTES", 2**20)
    with pytest.raises(SnapshotFileError, match="it holds more than 1 MiB"):
        read_snapshot(Path("/dev/zero"))
    path = tmp_path / "s.json"
    path.write_text(json.dumps(document()).ljust(2**20))
    assert read_snapshot(path).tenants == (tenant(),)


def test_a_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text(json.dumps(document())))
    writer.start()
    assert read_snapshot(pipe).tenants == (tenant(),)
    writer.join()


CONSENT = "automaticUserConsentSettings"
INBOUND = "b2bCollaborationInbound"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"default": {}}, r"default\.b2bCollaborationInbound must be an object"),
        ({"default": {**DEFAULT_JSON, "inboundTrust": None}}, r"default\.inboundTrust must be an object"),
        ({"default": {"error": {"code": "x"}}}, r"default\.error stands where the settings must be"),
        ({"default": {**DEFAULT_JSON, CONSENT: "x"}}, rf"default\.{CONSENT} must be an object or null"),
        (
            {"default": {**DEFAULT_JSON, CONSENT: {"inboundAllowed": "True", "outboundAllowed": False}}},
            rf"default\.{CONSENT}\.inboundAllowed must be true, false or null",
        ),
        ({"policy": {"error": {}}}, r"policy\.error stands where the settings must be"),
        (
            {"policy": {"allowedCloudEndpoints": "x"}},
            r"policy\.allowedCloudEndpoints must be a list or null",
        ),
        ({"policy": {"allowedCloudEndpoints": [7]}}, r"policy\.allowedCloudEndpoints\[0\] must be a text"),
    ],
)
def test_what_no_reading_holds_is_named_with_its_place(
    changed: dict[str, Any], words: str, tmp_path: Path
) -> None:
    path = tmp_path / "s.json"
    reasons = {} if "default" in changed else {"default": "403"}
    path.write_text(json.dumps(document(tenants=[tenant(**{**changed, "unreadable": reasons})])))
    with pytest.raises(SnapshotFileError, match=rf"s\.json is not a sound snapshot: tenants\[0\]\.{words}"):
        read_snapshot(path)


def test_a_value_that_nobody_documents_is_sound(tmp_path: Path) -> None:
    section = {"usersAndGroups": {"accessType": "sometimes", "targets": [{"target": "x", "targetType": "robot"}]}}
    said = tenant(
        policy={},
        partners=[{"tenantId": PARTNER, INBOUND: section, CONSENT: None, "identitySynchronization": None}],
    )
    write_snapshot(tmp_path / "s.json", NOON, [said])
    assert read_snapshot(tmp_path / "s.json").tenants == (said,)


@pytest.mark.parametrize(
    "changed",
    [
        {"default": {**DEFAULT_JSON, "inboundTrust": {"isMfaAccepted": "true"}}},
        {"default": {**DEFAULT_JSON, CONSENT: "x"}},
        *(
            {"partners": [{"tenantId": PARTNER, **section}]}
            for section in (
                {CONSENT: {"inboundAllowed": "True"}},
                {INBOUND: "x"},
                {INBOUND: {"applications": {"targets": ["x"]}}},
                {INBOUND: {"applications": {"targets": [None]}}},
                {"isServiceProvider": "yes"},
                {"tenantId": "x"},
                {"tenantId": None},
                {"identitySynchronization": "x"},
                {"identitySynchronization": {"userSyncInbound": {"isSyncAllowed": 1}}},
            )
        ),
    ],
)
def test_what_graph_answered_is_written_and_read_even_where_one_section_is_odd(
    changed: dict[str, Any], tmp_path: Path
) -> None:
    said = tenant(**{**changed, "unreadable": {} if "default" in changed else {"default": "403"}})
    write_snapshot(tmp_path / "s.json", NOON, [said])
    (read,) = read_snapshot(tmp_path / "s.json").tenants
    assert {name: value for name, value in read.items() if name != "not_understood"} == said
    assert read == with_odd_places(said)


@pytest.mark.parametrize(
    ("section", "words"),
    [
        (
            {CONSENT: {"inboundAllowed": "True"}},
            r"automaticUserConsentSettings\.inboundAllowed must be true, false",
        ),
        ({INBOUND: "x"}, r"b2bCollaborationInbound must be an object or null"),
        (
            {INBOUND: {"applications": {"targets": ["x"]}}},
            r"b2bCollaborationInbound\.applications\.targets\[0\] must",
        ),
        (
            {INBOUND: {"applications": {"targets": [None]}}},
            r"b2bCollaborationInbound\.applications\.targets\[0\] must",
        ),
        ({"identitySynchronization": "x"}, r"identitySynchronization must be an object or null"),
        (
            {"identitySynchronization": {"userSyncInbound": {"isSyncAllowed": 1}}},
            r"identitySynchronization\.userSyncInbound\.isSyncAllowed must be true",
        ),
    ],
)
def test_what_somebody_wrote_into_a_file_is_named_with_its_place(
    section: dict[str, Any], words: str, tmp_path: Path
) -> None:
    path = tmp_path / "s.json"
    said = tenant(partners=[{"tenantId": PARTNER, **section}])
    path.write_text(json.dumps(document(tenants=[said])))
    place = rf"s\.json is not a sound snapshot: tenants\[0\]\.partners\[0\]\.{words}"
    with pytest.raises(SnapshotFileError, match=place):
        read_snapshot(path)
    path.write_text(json.dumps(document(tenants=[{**said, "not_understood": "all"}])))
    with pytest.raises(SnapshotFileError, match=r"tenants\[0\]\.not_understood must be an object"):
        read_snapshot(path)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000, b'{"format": NaN}'])
def test_what_is_not_json(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_bytes(content)
    with pytest.raises(SnapshotFileError, match=r"s\.json is not a snapshot: it is not JSON"):
        read_snapshot(path)


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SnapshotFileError, match=r"cannot read the snapshot .*s\.json: No such file"):
        read_snapshot(tmp_path / "s.json")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(extra=st.dictionaries(st.text().filter(lambda name: name != "error"), JSON))
def test_what_graph_said_is_kept_to_the_letter(
    extra: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "kept.json"
    said = tenant(
        policy=extra, default={**extra, **DEFAULT_JSON}, partners=[{**extra, "tenantId": PARTNER}], unreadable={}
    )
    write_snapshot(path, NOON, [said])
    assert read_snapshot(path).tenants == (said,)
