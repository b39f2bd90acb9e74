"""What holds for every test: how Hypothesis judges time, when slow tests run, how wide the text of programs is."""

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")
# pytest loads readline, which gives every program that a test starts a COLUMNS that os.environ does not have.
os.unsetenv("COLUMNS")
os.environ.pop("COLUMNS", None)


def pytest_configure(config: pytest.Config) -> None:
    """Leave slow tests out (pytest counts them as deselected), unless asked for with `-m slow` or by name."""
    if not config.option.markexpr and not any("::" in argument for argument in config.args):
        config.option.markexpr = "not slow"
