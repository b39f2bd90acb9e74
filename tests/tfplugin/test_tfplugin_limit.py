"""A run tells a few diagnostics of one kind, loses no error that decides, and applies nothing that was refused."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from crosscloud.tfplugin import Context, Diagnostics
from crosscloud.tfplugin.limit import FEW, DiagnosticLimit
from tests.tfplugin.scripted_resource import caller
from tests.tfplugin.service_calls import Answer, Caller


def full(**values: Any) -> dict[str, Any]:
    return {"id": None, "name": None, "owner": None, "secret": None, "one": None, **values}


def warnings(*summaries: str, kind: str = "one") -> Diagnostics:
    found = Diagnostics()
    for summary in summaries:
        found.warning(summary, kind=kind)
    return found


def numbered(answers: list[Answer], severity: str) -> int:
    return sum(found == severity for answer in answers for found, _ in answer.diagnostics)


def test_of_one_kind_a_few_are_told_whatever_each_says() -> None:
    limit = DiagnosticLimit("Look there.")
    ids = [str(uuid.uuid4()) for _ in range(FEW + 2)]
    told = [limit.choose(warnings(f"Partner {id_} is new"), errors_too=False) for id_ in ids]
    assert [len(each) for each in told] == [1] * FEW + [0, 0]
    (last,) = told[FEW - 1]
    assert last.summary == f"Partner {ids[FEW - 1]} is new"
    assert last.detail == (
        f"Of one kind, {FEW} are told. If there are more, they are not listed here. Look there."
    )
    assert told[0][0].detail == ""


def test_kinds_and_severities_are_apart() -> None:
    limit = DiagnosticLimit()
    for _ in range(FEW):
        limit.choose(warnings("one"), errors_too=False)
    other = warnings("one", kind="XC306")
    other.error("one", kind="one")
    assert len(limit.choose(other, errors_too=True)) == 2
    assert limit.choose(warnings("one"), errors_too=False) == []


def test_what_has_no_kind_is_always_told() -> None:
    limit = DiagnosticLimit()
    for _ in range(FEW + 2):
        (told,) = limit.choose(warnings("one", kind=""), errors_too=True)
        assert (told.summary, told.detail) == ("one", "")


def test_of_many_in_one_answer_the_last_that_is_told_counts_the_others() -> None:
    told = DiagnosticLimit().choose(warnings(*["one"] * 1_500), errors_too=False)
    assert len(told) == FEW
    assert told[-1].detail.startswith(
        f"Of one kind, {FEW} are told. 1,497 more of this resource, and any of others,"
    )


def test_it_is_counted_right_from_several_threads() -> None:
    limit = DiagnosticLimit()
    with ThreadPoolExecutor(8) as pool:
        told = pool.map(lambda _: limit.choose(warnings("one"), errors_too=False), range(500))
        assert sum(map(len, told)) == FEW


def complaining(severity: str) -> Caller:
    """A provider that complains of each resource, whatever is asked."""

    def complain(context: Context[str], *_: Any) -> None:
        getattr(context.diagnostics, severity)("complaint", kind="complaint")

    def plan(context: Context[str], prior: Any, config: Any, planned: Any) -> Any:
        complain(context)
        return planned

    def answer(context: Context[str], *values: Any) -> Any:
        complain(context)
        return values[-1]

    call = caller(plan=plan, read=answer, update=answer, delete=complain)
    call("ConfigureProvider", config={}, terraform_version="1.11.4")
    return call


PRIOR = full(id="i", name="n")


def test_warnings_of_every_call_of_a_run_and_anew_in_the_next() -> None:
    call = complaining("warning")
    for _ in range(2):
        call("ConfigureProvider", config={}, terraform_version="1.11.4")
        answers = [call.plan("scripted", PRIOR, PRIOR) for _ in range(50)]
        answers += [call("ReadResource", type_name="scripted", current_state=PRIOR) for _ in range(50)]
        answers += [call.apply("scripted", PRIOR, PRIOR) for _ in range(50)]
        assert numbered(answers, "warning") == FEW


def test_a_plan_that_is_refused_and_does_not_say_so_is_never_applied() -> None:
    call = complaining("error")
    plans = [call.plan("scripted", PRIOR, PRIOR) for _ in range(50)]
    assert numbered(plans, "error") == FEW
    for planned in (plans[0], plans[-1]):
        assert planned.value("planned_state") == PRIOR
        applied = call.apply("scripted", PRIOR, PRIOR, private=planned.message.planned_private)
        assert applied.diagnostics == [("error", "Updating scripted was refused")]
        assert applied.value("new_state") == PRIOR
        assert applied.message.private == b""


@pytest.mark.parametrize(("planned", "doing"), [(None, "Deleting"), (PRIOR, "Creating")])
def test_nor_is_a_refused_create_or_delete(planned: Any, doing: str) -> None:
    call = complaining("error")
    prior = PRIOR if planned is None else None
    private = call.plan("scripted", planned, prior).message.planned_private
    answer = call.apply("scripted", planned, prior, private=private)
    assert answer.diagnostics == [("error", f"{doing} scripted was refused")]
    assert answer.value("new_state") == prior


def test_what_replaces_a_resource_whose_change_was_refused_is_refused() -> None:
    def plan(context: Context[str], prior: Any, config: Any, planned: Any) -> Any:
        assert context.private == b""
        if prior is not None:
            context.diagnostics.error("complaint")
        return planned

    call = caller(plan=plan)
    first = call.plan("scripted", full(name="m"), PRIOR)
    second = call.plan("scripted", full(name="m"), private=first.message.planned_private)
    assert second.diagnostics == []
    answer = call.apply("scripted", full(name="m"), private=second.message.planned_private)
    assert answer.diagnostics == [("error", "Creating scripted was refused")]


def test_every_error_of_an_apply_and_of_what_cannot_be_planned_at_all_is_told() -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("it went wrong")

    call = complaining("error")
    answers = [call.apply("scripted", None, PRIOR) for _ in range(10)]
    assert numbered(answers, "error") == 10
    assert all(answer.value("new_state") == PRIOR for answer in answers)
    broken = caller(plan=fail, create=fail, read=fail)
    assert numbered([broken.plan("scripted", PRIOR) for _ in range(10)], "error") == 10


def test_every_error_of_the_code_is_told() -> None:
    def validate(context: Context[str], config: Any) -> None:
        context.diagnostics.error("complaint")

    call = caller(validate=validate)
    answers = [call("ValidateResourceConfig", type_name="scripted", config=PRIOR) for _ in range(10)]
    assert numbered(answers, "error") == 10


def test_an_object_that_exists_in_spite_of_an_error_is_always_told() -> None:
    def create(context: Context[str], planned: Any) -> Any:
        context.diagnostics.error("complaint")
        return planned

    call = caller(create=create)
    assert numbered([call.apply("scripted", PRIOR) for _ in range(10)], "warning") == 10
