"""Collecting diagnostics, and paths as text."""

import pytest

from crosscloud.tfplugin import Diagnostic, Diagnostics, Key, PathStep, SetElement, format_path


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("name",), "name"),
        (("section", "targets", SetElement(), "id"), "section.targets[*].id"),
        (("rows", 2, "cells", Key("a b"), "x"), 'rows[2].cells["a b"].x'),
    ],
)
def test_format_path(path: tuple[PathStep, ...], text: str) -> None:
    assert format_path(path) == text


def test_order_and_errors() -> None:
    diagnostics = Diagnostics()
    diagnostics.warning("careful")
    before = diagnostics.has_errors
    diagnostics.error("wrong", "very", ["section", 0])
    assert (before, diagnostics.has_errors) == (False, True)
    assert list(diagnostics) == [
        Diagnostic("warning", "careful"),
        Diagnostic("error", "wrong", "very", ("section", 0)),
    ]


def test_a_plain_string_is_a_path_of_one_attribute() -> None:
    diagnostics = Diagnostics()
    diagnostics.error("wrong", path="tenant_id")
    assert next(iter(diagnostics)).path == ("tenant_id",)


def test_downgraded_errors_are_warnings_with_the_reason() -> None:
    diagnostics = Diagnostics()
    diagnostics.warning("careful", "as it was")
    diagnostics.error("wrong", "very", "name")
    diagnostics.error("bare")
    diagnostics.downgrade_errors("It exists.")
    assert list(diagnostics) == [
        Diagnostic("warning", "careful", "as it was"),
        Diagnostic("warning", "wrong", "very\n\nIt exists.", ("name",)),
        Diagnostic("warning", "bare", "It exists."),
    ]
