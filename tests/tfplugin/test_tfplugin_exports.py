"""The public surface, and that it stays cheap to import."""

import subprocess
import sys

from crosscloud import tfplugin

CONTRACT = (
    "Attribute BOOL Context DataSource Diagnostic Diagnostics Function FunctionArgumentError Key NestedObject "
    "NUMBER Parameter Provider Resource Schema STRING Unknown WarmServer is_wholly_known list_of map_of serve "
    "set_of"
)
EXPENSIVE = ["grpc", "google.protobuf", "cryptography", "msgpack", "msal", "requests"]


def test_exports() -> None:
    assert set(tfplugin.__all__).issuperset(CONTRACT.split())
    assert all(hasattr(tfplugin, name) for name in tfplugin.__all__)


def test_importing_it_imports_nothing_expensive() -> None:
    program = f"import sys, crosscloud.tfplugin; print([name for name in {EXPENSIVE} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


def test_serving_does_not_import_x509() -> None:
    modules = "crosscloud.tfplugin.transport, crosscloud.tfplugin.certificate"
    program = f"import sys, {modules}; print('cryptography.x509' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout == "False\n"
