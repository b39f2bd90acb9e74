"""The request log."""

import json
from pathlib import Path

from crosscloud.emulator.request_log import RequestLog


def test_each_request_is_one_line_at_once(tmp_path: Path) -> None:
    path = tmp_path / "requests.jsonl"
    log = RequestLog(path)
    log.write(tenant="contoso", method="GET", path="/v1.0/x?$select=a\nb", status=200)
    assert json.loads(path.read_text()) == {
        "tenant": "contoso",
        "method": "GET",
        "path": "/v1.0/x?$select=a\nb",
        "status": 200,
    }
    log.write(tenant=None, method="PATCH", path="/", status=None)
    log.close()
    assert len(path.read_text().splitlines()) == 2
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_log_is_continued(tmp_path: Path) -> None:
    for number in range(2):
        log = RequestLog(tmp_path / "requests.jsonl")
        log.write(tenant=str(number), method="GET", path="/", status=200)
        log.close()
    assert len((tmp_path / "requests.jsonl").read_text().splitlines()) == 2
