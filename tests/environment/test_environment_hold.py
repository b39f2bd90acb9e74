"""What stands under `hold`."""

import datetime as dt
from pathlib import Path

from crosscloud.environment import load

CONTOSO, FABRIKAM = "5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11", "c2f4a8d6-1e93-4b7a-8c25-6d0b9e3f7a22"
PARTNER = "99999999-2222-4333-8444-55555555555A"
FILE = f"""environment: pilot
tenants:
  contoso: {{tenant_id: {CONTOSO.upper()}, cloud: global}}
  fabrikam: {{tenant_id: {FABRIKAM}, cloud: usgov}}
hold:
  - tenants: [contoso, fabrikam]
    reason: >-
      Incident INC-4711.
    held_by: oncall@contoso.com
    since: "2026-11-20"
  - {{tenants: [{PARTNER}, contoso], reason: r, held_by: h, since: 2026-11-21}}
"""


def test_holds_name_tenants_by_their_ids_and_know_their_place(tmp_path: Path) -> None:
    (tmp_path / "environments").mkdir()
    file = tmp_path / "environments" / "pilot.yaml"
    file.write_text(FILE, encoding="utf-8")
    pilot = load("pilot", folder=tmp_path)
    first, second = pilot.holds
    assert pilot.tenant("contoso").holds == (first, second)
    assert pilot.tenant("fabrikam").holds == (first,)
    assert first.tenants == (CONTOSO, FABRIKAM)
    assert (first.reason, first.held_by) == ("Incident INC-4711.", "oncall@contoso.com")
    assert (first.since, first.where) == (dt.date(2026, 11, 20), "environments/pilot.yaml:6")
    assert second.tenants == (PARTNER.lower(), CONTOSO)
    assert second.where == "environments/pilot.yaml:11"
    file.write_text(FILE.partition("hold:")[0] + "hold: []\n", encoding="utf-8")
    assert load("pilot", folder=tmp_path).holds == ()
