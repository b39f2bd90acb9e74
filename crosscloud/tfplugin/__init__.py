"""Terraform's plugin protocol 6 in Python: what a provider is written with, and what serves it.

A provider is a `Provider` with `Resource`s, `DataSource`s and `Function`s, each described by a `Schema`;
`serve` is the program that Terraform starts, `WarmServer` the server that it reattaches to. Knows nothing of
any service.

From the bottom up: `values`, `cty`, `diagnostics`, `schema`, `shape`, `comparison` (data); `planning`,
`validation`, `applying`, `redaction` (rules); `provider`, `function` (what one writes); `proto`, `encoding`,
`wire` (messages); `session`, `resource_calls`, `provider_calls`, `service` (calls); `certificate`,
`transport`, `plugin`, `warm` (serving). Importing this package imports none of them: Terraform starts plugins
often, and waits for the handshake.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from crosscloud.tfplugin.cty import BOOL, NUMBER, STRING, Collection, Primitive, Type, list_of, map_of, set_of
    from crosscloud.tfplugin.diagnostics import (
        Diagnostic,
        Diagnostics,
        Key,
        Path,
        PathStep,
        SetElement,
        format_path,
    )
    from crosscloud.tfplugin.function import Function, FunctionArgumentError, Parameter
    from crosscloud.tfplugin.plugin import serve
    from crosscloud.tfplugin.provider import Client, Context, DataSource, Object, Provider, Resource
    from crosscloud.tfplugin.schema import Attribute, Equality, NestedObject, Nesting, Schema, Validator
    from crosscloud.tfplugin.values import Unknown, UnknownType, is_wholly_known
    from crosscloud.tfplugin.warm import WarmServer

_HOMES: Final = {
    "Attribute": "schema",
    "BOOL": "cty",
    "Client": "provider",
    "Collection": "cty",
    "Context": "provider",
    "DataSource": "provider",
    "Diagnostic": "diagnostics",
    "Diagnostics": "diagnostics",
    "Equality": "schema",
    "Function": "function",
    "FunctionArgumentError": "function",
    "Key": "diagnostics",
    "NUMBER": "cty",
    "NestedObject": "schema",
    "Nesting": "schema",
    "Object": "provider",
    "Parameter": "function",
    "Path": "diagnostics",
    "PathStep": "diagnostics",
    "Primitive": "cty",
    "Provider": "provider",
    "Resource": "provider",
    "STRING": "cty",
    "Schema": "schema",
    "SetElement": "diagnostics",
    "Type": "cty",
    "Unknown": "values",
    "UnknownType": "values",
    "Validator": "schema",
    "WarmServer": "warm",
    "format_path": "diagnostics",
    "is_wholly_known": "values",
    "list_of": "cty",
    "map_of": "cty",
    "serve": "plugin",
    "set_of": "cty",
}
"""In which module each name is: a plugin that starts needs few of them."""

__all__ = [
    "BOOL",
    "NUMBER",
    "STRING",
    "Attribute",
    "Client",
    "Collection",
    "Context",
    "DataSource",
    "Diagnostic",
    "Diagnostics",
    "Equality",
    "Function",
    "FunctionArgumentError",
    "Key",
    "NestedObject",
    "Nesting",
    "Object",
    "Parameter",
    "Path",
    "PathStep",
    "Primitive",
    "Provider",
    "Resource",
    "Schema",
    "SetElement",
    "Type",
    "Unknown",
    "UnknownType",
    "Validator",
    "WarmServer",
    "format_path",
    "is_wholly_known",
    "list_of",
    "map_of",
    "serve",
    "set_of",
]


def __getattr__(name: str) -> Any:
    """A name that is asked for the first time.

    Raises:
        AttributeError: where the package has no such name.
    """
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
