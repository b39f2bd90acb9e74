"""What starting the provider loads: Terraform starts several processes for a plan, of which few are configured."""

import subprocess
import sys
from pathlib import Path

COSTLY = {
    *("requests", "urllib3", "msal", "jwt", "cryptography", "grpc", "google.protobuf", "msgpack"),
    *("crosscloud.graph.policy", "crosscloud.graph.auth.sign_in", "crosscloud.domain.access"),
    "crosscloud.domain.findings",
}


def test_the_provider_and_its_schema_load_nothing_that_is_only_needed_once_configured() -> None:
    program = (
        "import sys, crosscloud.bridge.provider as p; p.CrosscloudProvider({}); "
        f"print(sorted({COSTLY!r} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout == "[]\n"
