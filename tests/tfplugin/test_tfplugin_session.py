"""What becomes of an exception: written for the user, or reported with its type and logged."""

import logging

import pytest

from crosscloud.tfplugin import Diagnostics
from crosscloud.tfplugin.session import Session


class SaidError(Exception):
    """One whose text is for the user."""


def test_an_expected_exception_is_its_text_and_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    diagnostics = Diagnostics()
    Session[None]((SaidError,)).report(SaidError("ask for the permission"), "Creating it", diagnostics)
    assert [(d.summary, d.detail) for d in diagnostics] == [("Creating it failed", "ask for the permission")]
    assert caplog.text == ""


def test_any_other_exception_has_its_type_and_its_traceback_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    diagnostics = Diagnostics()
    with caplog.at_level(logging.ERROR):
        Session[None]((SaidError,)).report(KeyError("x"), "Creating it", diagnostics)
    assert [d.detail for d in diagnostics] == ["KeyError: 'x'"]
    assert "KeyError" in caplog.text
