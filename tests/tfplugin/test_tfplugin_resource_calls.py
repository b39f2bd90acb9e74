"""The calls about managed resources, with handlers that do anything a provider may do."""

import json
import logging
from typing import Any

import pytest

from crosscloud.tfplugin import Context, Unknown
from tests.tfplugin.scripted_resource import Handler, caller
from tests.tfplugin.service_calls import Answer


def full(**values: Any) -> dict[str, Any]:
    return {"id": None, "name": None, "owner": None, "secret": None, "one": None, **values}


PRIOR = full(id="i", name="n", owner="Ada")


def fail(*_: Any) -> None:
    raise RuntimeError("it went wrong")


def end(*_: Any) -> None:
    raise SystemExit(3)


# plan


def test_plan_gives_the_hook_complete_values_and_takes_its_answer() -> None:
    seen: list[Any] = []

    def hook(context: Context[str], prior: Any, config: Any, planned: Any) -> Any:
        seen.extend((context.client, context.config == config, prior, config, dict(planned)))
        context.private += b"+plan"
        context.diagnostics.warning("careful")
        planned["id"] = "known"
        return planned

    call = caller(plan=hook)
    call("ConfigureProvider", config={}, terraform_version="1.11.4")
    answer = call.plan("scripted", full(name="n"), private=b"old")
    assert seen == ["client", True, None, full(name="n"), full(name="n", id=Unknown)]
    assert answer.value("planned_state") == full(name="n", id="known")
    assert answer.message.planned_private == b"old+plan"
    assert answer.diagnostics == [("warning", "careful")]


def test_plan_without_configured_provider() -> None:
    def hook(context: Context[str], prior: Any, config: Any, planned: Any) -> Any:
        assert context.client is None
        return planned

    assert caller(plan=hook).plan("scripted", full()).diagnostics == []


def test_plan_of_a_destroy_ignores_what_the_hook_returns() -> None:
    seen: list[Any] = []

    def hook(*arguments: Any) -> Any:
        seen.append(arguments[1:])
        return {"id": "nonsense"}

    answer = caller(plan=hook).plan("scripted", None, PRIOR, private=b"p")
    assert seen == [(PRIOR, None, None)]
    assert answer.value("planned_state") is None
    assert answer.message.planned_private == b"p"


def test_plan_replacement_by_attribute_and_by_hook() -> None:
    def hook(context: Context[str], prior: Any, config: Any, planned: Any) -> Any:
        context.requires_replace("one", "x")
        context.requires_replace("name")
        return planned

    answer = caller(plan=hook).plan("scripted", full(name="m"), PRIOR)
    paths = [[step.attribute_name for step in path.steps] for path in answer.message.requires_replace]
    assert paths == [["name"], ["one", "x"]]
    created = caller(plan=hook).plan("scripted", full(name="m"))
    assert list(created.message.requires_replace) == []


@pytest.mark.parametrize(
    ("hook", "text"),
    [
        (lambda *_: None, "must return the planned state"),
        (lambda *_: {"name": 5}, "name must be a string, not int"),
        (fail, "RuntimeError: it went wrong"),
    ],
)
def test_plan_hook_that_fails(hook: Handler, text: str) -> None:
    answer = caller(plan=hook).plan("scripted", full())
    assert answer.diagnostics == [("error", "PlanResourceChange scripted failed")]
    assert text in answer.details


def test_a_hook_that_alters_its_arguments_does_not_alter_the_prior_state() -> None:
    prior = full(id="i", one={"x": "a"})

    def hook(context: Context[str], prior: Any, config: Any, planned: Any) -> Any:
        planned["one"]["x"] = "b"
        assert prior["one"]["x"] == "a"
        return planned

    answer = caller(plan=hook).plan("scripted", prior, prior)
    assert answer.diagnostics == []
    assert answer.value("planned_state")["one"] == {"x": "b"}


# apply


def test_create_with_everything_in_its_context() -> None:
    def create(context: Context[str], planned: dict[str, Any]) -> Any:
        assert context.client == "client"
        assert context.config == full(name="n", id=Unknown)
        assert context.terraform_version == "1.11.4"
        assert context.private == b"planned"
        context.private = b"made"
        return {**planned, "id": "i"}

    call = caller(create=create)
    call("ConfigureProvider", config={}, terraform_version="1.11.4")
    answer = call.apply("scripted", full(name="n", id=Unknown), private=b"planned")
    assert answer.diagnostics == []
    assert answer.value("new_state") == full(name="n", id="i")
    assert answer.message.private == b"made"


def test_create_that_alters_the_plan_in_place_is_still_compared_with_it() -> None:
    def create(context: Context[str], planned: dict[str, Any]) -> Any:
        planned["name"], planned["id"] = "other", "i"
        return planned

    answer = caller(create=create).apply("scripted", full(name="n", id=Unknown))
    assert answer.value("new_state") == full(name="n", id="i")
    assert answer.diagnostics == [("warning", "Stored as planned, not as answered")]


def test_create_with_state_and_error() -> None:
    def create(context: Context[str], planned: dict[str, Any]) -> Any:
        context.diagnostics.error("not ready")
        return {**planned, "id": "i"}

    answer = caller(create=create).apply("scripted", full(id=Unknown))
    assert answer.value("new_state") == full(id="i")
    assert answer.diagnostics == [("warning", "not ready")]
    assert "The object exists" in answer.details


@pytest.mark.parametrize("error", [RuntimeError("it went wrong"), SystemExit(3), ValueError()])
def test_create_that_raises(error: BaseException, caplog: pytest.LogCaptureFixture) -> None:
    def create(*_: Any) -> None:
        raise error

    with caplog.at_level(logging.CRITICAL, logger="crosscloud.tfplugin"):
        answer = caller(create=create).apply("scripted", full(id=Unknown))
    assert answer.value("new_state") is None
    assert answer.diagnostics == [("error", "Creating scripted failed")]
    assert answer.details == f"{type(error).__name__}: {error}".removesuffix(": ")


def test_exceptions_leak_neither_traceback_nor_secret(caplog: pytest.LogCaptureFixture) -> None:
    def create(context: Context[str], planned: dict[str, Any]) -> None:
        raise RuntimeError(f"cannot use {planned['secret']}")

    answer = caller(create=create).apply("scripted", full(secret="hunter2-hunter2"))
    assert answer.details == "RuntimeError: cannot use (sensitive)"
    assert "Traceback" in caplog.text
    assert "hunter2-hunter2" not in caplog.text


def test_update() -> None:
    def update(context: Context[str], prior: Any, planned: dict[str, Any]) -> Any:
        assert prior == PRIOR
        context.private += b"+"
        return planned

    answer = caller(update=update).apply("scripted", full(id="i", name="n", owner="Eve"), PRIOR, private=b"p")
    assert answer.value("new_state") == full(id="i", name="n", owner="Eve")
    assert answer.message.private == b"p+"


def test_update_that_raises_keeps_the_prior_state() -> None:
    answer = caller(update=fail).apply("scripted", full(id="i", owner="Eve"), PRIOR, private=b"p")
    assert answer.value("new_state") == PRIOR
    assert answer.message.private == b"p"
    assert answer.diagnostics == [("error", "Updating scripted failed")]


def test_update_that_stops_half_way_keeps_what_it_says() -> None:
    def update(context: Context[str], prior: Any, planned: dict[str, Any]) -> Any:
        context.diagnostics.error("half-way")
        return {**prior, "owner": "Eve"}

    answer = caller(update=update).apply("scripted", full(id="i", name="m", owner="Eve"), PRIOR)
    assert answer.value("new_state") == {**PRIOR, "owner": "Eve"}
    assert answer.diagnostics == [("error", "half-way")]


def test_delete() -> None:
    deleted: list[Any] = []
    answer = caller(delete=lambda context, prior: deleted.append(prior)).apply("scripted", None, PRIOR)
    assert deleted == [PRIOR]
    assert answer.value("new_state") is None


def test_delete_that_fails_keeps_the_state() -> None:
    def delete(context: Context[str], prior: Any) -> None:
        context.diagnostics.error("refused")

    for handler in (delete, fail):
        answer = caller(delete=handler).apply("scripted", None, PRIOR)
        assert answer.value("new_state") == PRIOR
        assert [severity for severity, _ in answer.diagnostics] == ["error"]


# read and import


def read(handler: Handler, state: dict[str, Any] = PRIOR) -> Answer:
    return caller(read=handler)("ReadResource", type_name="scripted", current_state=state, private=b"p")


def test_read_keeps_the_spelling_of_the_state_and_passes_private_data() -> None:
    def handler(context: Context[str], state: dict[str, Any]) -> Any:
        assert context.private == b"p"
        context.private = b"q"
        return {"id": "i", "name": "N", "owner": "ADA"}

    answer = read(handler)
    assert answer.value("new_state") == full(id="i", name="N", owner="Ada")
    assert answer.message.private == b"q"


def test_read_of_what_is_gone() -> None:
    answer = read(lambda *_: None)
    assert answer.value("new_state") is None
    assert answer.diagnostics == []


def test_read_that_fails_keeps_the_state() -> None:
    def reports(context: Context[str], state: Any) -> Any:
        context.diagnostics.error("unreadable")
        context.private = b"q"

    handlers: list[Handler] = [reports, fail, end, lambda *_: {"name": 5}, lambda *_: {"id": Unknown}]
    for handler in handlers:
        answer = read(handler)
        assert answer.value("new_state") == PRIOR
        assert answer.message.private == b"p"
        assert [severity for severity, _ in answer.diagnostics] == ["error"]


def import_state(handler: Handler) -> Answer:
    return caller(import_state=handler)("ImportResourceState", type_name="scripted", id="x")


def test_import() -> None:
    def handler(context: Context[str], import_id: str) -> Any:
        context.private = b"imported"
        return {"id": import_id}

    (imported,) = import_state(handler).message.imported_resources
    assert Answer(imported).value("state") == full(id="x")
    assert (imported.type_name, imported.private) == ("scripted", b"imported")


def test_import_of_nothing_is_an_error() -> None:
    answer = import_state(lambda *_: None)
    assert answer.diagnostics == [("error", "No scripted to import")]
    assert list(answer.message.imported_resources) == []


def test_import_with_an_error_imports_nothing() -> None:
    def handler(context: Context[str], import_id: str) -> Any:
        context.diagnostics.error("not yours")
        return {"id": import_id}

    answer = import_state(handler)
    assert answer.diagnostics == [("error", "not yours")]
    assert list(answer.message.imported_resources) == []


# validate, upgrade, move


def test_validate_runs_the_hook_with_unknown_values() -> None:
    def hook(context: Context[str], config: dict[str, Any]) -> None:
        assert config["name"] is Unknown
        context.diagnostics.error("wrong", path="name")

    call = caller(validate=hook)
    answer = call("ValidateResourceConfig", type_name="scripted", config=full(name=Unknown))
    assert answer.diagnostics == [("error", "wrong")]


def upgrade(version: int, state: Any, **handlers: Handler) -> Answer:
    raw = {"json": json.dumps(state).encode()} if state is not None else {"flatmap": {"id": "i"}}
    return caller(**handlers)("UpgradeResourceState", type_name="scripted", version=version, raw_state=raw)


def test_upgrade_of_an_older_version() -> None:
    answer = upgrade(
        1, {"id": "i", "boss": "Ada"}, upgrade=lambda version, s: {**s, "owner": f"{s['boss']}{version}"}
    )
    assert answer.value("upgraded_state") == full(id="i", owner="Ada1")


def test_same_version_is_only_brought_into_shape() -> None:
    answer = upgrade(2, {"id": "i", "nonsense": 1, "one": {"y": 1}})
    assert answer.value("upgraded_state") == full(id="i", one={"x": None})


def test_state_that_cannot_be_upgraded() -> None:
    assert upgrade(3, {}).diagnostics == [("error", "State of scripted is from a newer provider")]
    assert upgrade(2, None).diagnostics == [("error", "State of scripted is in the format of Terraform 0.11")]
    assert "RuntimeError" in upgrade(1, {}, upgrade=fail).details


def test_move_is_refused() -> None:
    call = caller()
    answer = call("MoveResourceState", source_type_name="old", target_type_name="scripted")
    assert answer.diagnostics == [("error", "old cannot be moved to scripted")]


def test_an_unknown_type_is_an_error_that_names_the_known_ones() -> None:
    answer = caller()("ReadResource", type_name="other", current_state=None)
    assert "no resource type 'other'; it has scripted" in answer.details
