"""What the package offers, and what importing it does not load."""

import subprocess
import sys
from pathlib import Path

import crosscloud.graph
from crosscloud.graph import CrosscloudGraphError, errors


def test_importing_it_loads_neither_http_nor_msal() -> None:
    program = (
        "import sys, crosscloud.graph; "
        "print(sorted({'requests', 'msal', 'urllib3', 'cryptography', 'jwt', 'http.client'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout == "[]\n"


def test_everything_offered_is_there() -> None:
    assert all(hasattr(crosscloud.graph, name) for name in crosscloud.graph.__all__)


def test_every_error_is_offered_and_in_the_drawing() -> None:
    kinds = {
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, CrosscloudGraphError)
    }
    assert len(kinds) == 15
    for kind in kinds:
        assert kind.__name__ in crosscloud.graph.__all__
        assert kind.__name__ in (errors.__doc__ or "")
