"""The messages of Terraform's plugin protocol 6, built at import from the table below.

Message and field numbers are facts of the interface; the table names the ones in use. Protobuf passes over
other fields when reading and Terraform takes them as absent. Without generated code there is nothing to
regenerate when the protobuf runtime changes. Enumerations stand as int32, which has the same wire form.

One line for each message, `Name: field type number, ...`; a line that starts with a blank continues the one
before it. Before a field's name, `*` means repeated, `?` explicit presence, `%` a map with string keys.

Source: Terraform, docs/plugin-protocol, tfplugin6 (minor version 6.9).
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_TABLE: Final = """
DynamicValue: msgpack bytes 1, json bytes 2
Diagnostic: severity int32 1, summary string 2, detail string 3, attribute AttributePath 4
FunctionError: text string 1, ?function_argument int64 2
AttributePath: *steps AttributePath.Step 1
AttributePath.Step: ?attribute_name string 1, ?element_key_string string 2, ?element_key_int int64 3
RawState: json bytes 1, %flatmap string 2
Schema: version int64 1, block Schema.Block 2
Schema.Block: version int64 1, *attributes Schema.Attribute 2, description string 4, description_kind int32 5,
 deprecated bool 6
Schema.Attribute: name string 1, type bytes 2, nested_type Schema.Object 10, description string 3, required bool 4,
 optional bool 5, computed bool 6, sensitive bool 7, description_kind int32 8, deprecated bool 9
Schema.Object: *attributes Schema.Attribute 1, nesting int32 3
Function: *parameters Function.Parameter 1, return Function.Return 3, summary string 4, description string 5,
 description_kind int32 6
Function.Parameter: name string 1, type bytes 2, allow_null_value bool 3, allow_unknown_values bool 4,
 description string 5, description_kind int32 6
Function.Return: type bytes 1
ServerCapabilities: plan_destroy bool 1, get_provider_schema_optional bool 2, move_resource_state bool 3
GetMetadata.Request:
GetMetadata.DataSourceMetadata: type_name string 1
GetMetadata.ResourceMetadata: type_name string 1
GetMetadata.FunctionMetadata: name string 1
GetMetadata.Response: server_capabilities ServerCapabilities 1, *diagnostics Diagnostic 2,
 *data_sources GetMetadata.DataSourceMetadata 3, *resources GetMetadata.ResourceMetadata 4,
 *functions GetMetadata.FunctionMetadata 5
GetProviderSchema.Request:
GetProviderSchema.Response: provider Schema 1, %resource_schemas Schema 2, %data_source_schemas Schema 3,
 *diagnostics Diagnostic 4, server_capabilities ServerCapabilities 6, %functions Function 7
GetResourceIdentitySchemas.Request:
GetResourceIdentitySchemas.Response: *diagnostics Diagnostic 2
ValidateProviderConfig.Request: config DynamicValue 1
ValidateProviderConfig.Response: *diagnostics Diagnostic 2
ConfigureProvider.Request: terraform_version string 1, config DynamicValue 2
ConfigureProvider.Response: *diagnostics Diagnostic 1
StopProvider.Request:
StopProvider.Response: Error string 1
ValidateResourceConfig.Request: type_name string 1, config DynamicValue 2
ValidateResourceConfig.Response: *diagnostics Diagnostic 1
ValidateDataResourceConfig.Request: type_name string 1, config DynamicValue 2
ValidateDataResourceConfig.Response: *diagnostics Diagnostic 1
UpgradeResourceState.Request: type_name string 1, version int64 2, raw_state RawState 3
UpgradeResourceState.Response: upgraded_state DynamicValue 1, *diagnostics Diagnostic 2
ReadResource.Request: type_name string 1, current_state DynamicValue 2, private bytes 3
ReadResource.Response: new_state DynamicValue 1, *diagnostics Diagnostic 2, private bytes 3
PlanResourceChange.Request: type_name string 1, prior_state DynamicValue 2, proposed_new_state DynamicValue 3,
 config DynamicValue 4, prior_private bytes 5
PlanResourceChange.Response: planned_state DynamicValue 1, *requires_replace AttributePath 2,
 planned_private bytes 3, *diagnostics Diagnostic 4
ApplyResourceChange.Request: type_name string 1, prior_state DynamicValue 2, planned_state DynamicValue 3,
 config DynamicValue 4, planned_private bytes 5
ApplyResourceChange.Response: new_state DynamicValue 1, private bytes 2, *diagnostics Diagnostic 3
ImportResourceState.Request: type_name string 1, id string 2
ImportResourceState.ImportedResource: type_name string 1, state DynamicValue 2, private bytes 3
ImportResourceState.Response: *imported_resources ImportResourceState.ImportedResource 1, *diagnostics Diagnostic 2
MoveResourceState.Request: source_provider_address string 1, source_type_name string 2, target_type_name string 5
MoveResourceState.Response: target_state DynamicValue 1, *diagnostics Diagnostic 2
ReadDataSource.Request: type_name string 1, config DynamicValue 2
ReadDataSource.Response: state DynamicValue 1, *diagnostics Diagnostic 2
GetFunctions.Request:
GetFunctions.Response: %functions Function 1, *diagnostics Diagnostic 2
CallFunction.Request: name string 1, *arguments DynamicValue 2
CallFunction.Response: result DynamicValue 1, error FunctionError 2
"""

_Field = descriptor_pb2.FieldDescriptorProto
_SCALARS: Final = {
    "bytes": _Field.TYPE_BYTES,
    "string": _Field.TYPE_STRING,
    "int32": _Field.TYPE_INT32,
    "int64": _Field.TYPE_INT64,
    "bool": _Field.TYPE_BOOL,
}
_PACKAGE: Final = "tfplugin6"


@cache
def message_class(name: str) -> Any:
    """The class of a message, by its name in the table.

    Typed `Any`, as are all messages: the classes exist only at run time, with nothing to check against.
    """
    return message_factory.GetMessageClass(_POOL.FindMessageTypeByName(f"{_PACKAGE}.{name}"))


def new(name: str, /, **fields: Any) -> Any:
    """A new message, by its name in the table."""
    return message_class(name)(**fields)


def _build_pool() -> descriptor_pool.DescriptorPool:
    file = descriptor_pb2.FileDescriptorProto(name="crosscloud/tfplugin6.proto", package=_PACKAGE, syntax="proto3")
    for name, fields in _rows():
        message = _declare(file, name)
        for field in fields:
            _add_field(message, name, field)
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(file.SerializeToString())
    return pool


def _rows() -> Iterator[tuple[str, list[tuple[str, str, str, int]]]]:
    """Each message's name and its fields: prefix, name, type, number."""
    for line in _TABLE.strip().replace("\n ", " ").splitlines():
        name, _, body = line.partition(":")
        fields = []
        for item in filter(None, (part.strip() for part in body.split(","))):
            field_name, field_type, number = item.split()
            bare = field_name.lstrip("*?%")
            fields.append((field_name.removesuffix(bare), bare, field_type, int(number)))
        yield name, fields


def _declare(file: descriptor_pb2.FileDescriptorProto, name: str) -> descriptor_pb2.DescriptorProto:
    """The descriptor of a message, made with those that it is nested in where they are not there yet."""
    outer, _, inner = name.partition(".")
    message = next((m for m in file.message_type if m.name == outer), None) or file.message_type.add(name=outer)
    return message.nested_type.add(name=inner) if inner else message


def _add_field(
    message: descriptor_pb2.DescriptorProto, owner: str, declaration: tuple[str, str, str, int]
) -> None:
    prefix, name, field_type, number = declaration
    field = message.field.add(name=name, number=number, label=_Field.LABEL_OPTIONAL)
    if prefix in {"*", "%"}:
        field.label = _Field.LABEL_REPEATED
    if prefix == "?":
        field.proto3_optional = True
        field.oneof_index = len(message.oneof_decl)
        message.oneof_decl.add(name=f"_{name}")
    if prefix == "%":
        entry = message.nested_type.add(name=f"{name.title().replace('_', '')}Entry")
        entry.options.map_entry = True
        _set_type(entry.field.add(name="key", number=1, label=_Field.LABEL_OPTIONAL), "string")
        _set_type(entry.field.add(name="value", number=2, label=_Field.LABEL_OPTIONAL), field_type)
        field_type = f"{owner}.{entry.name}"
    _set_type(field, field_type)


def _set_type(field: descriptor_pb2.FieldDescriptorProto, field_type: str) -> None:
    if field_type in _SCALARS:
        field.type = _SCALARS[field_type]
    else:
        field.type = _Field.TYPE_MESSAGE
        field.type_name = f".{_PACKAGE}.{field_type}"


_POOL: Final = _build_pool()
