"""Each benchmark still works: run once, with one partner. No time is judged."""

from pathlib import Path

import pytest

from benchmarks import opening, planning, report, reviewing, starting, synthesis
from benchmarks.measuring import BenchmarkError, in_turns, peak_mib_of, run


def test_the_start_is_measured() -> None:
    found = starting.measure(1)
    assert found.handshake > 0
    assert found.import_grpc > 0


@pytest.mark.slow
@pytest.mark.terraform
def test_plans_and_synthesis_are_measured_and_reported(tmp_path: Path) -> None:
    plan = planning.measure(1, 1, tmp_path)
    synth = synthesis.measure(1, 1, tmp_path)
    assert min(plan.warm, plan.spawned, plan.floor, plan.joint, synth.main, synth.bare) > 0
    assert plan.requests >= 3 * 2  # three readings of each tenant, and signing in
    assert min(plan.provider_mib, synth.main_mib, synth.bare_mib) > 1
    text = report.render(starting.Starting(3.0, 1.0), [plan], [synth])
    assert "| 3.000 | 1.000 | **3.00** |" in text
    assert f"| 1 | {plan.warm:.2f} | {plan.floor:.2f} |" in text
    assert f"| 1 | {synth.main:.2f} | {synth.bare:.2f} |" in text


def test_reviews_are_measured_and_reported(tmp_path: Path) -> None:
    found = reviewing.measure(4, 1)
    assert [one.directions for one in found] == [0, 2, 14, 8]
    assert all(min(one.parsing, one.review, *one.formats.values()) > 0 for one in found)
    difference = reviewing.measure_difference(3, 1)
    assert (difference.partnerships, difference.directions) == (3, 6)
    pages = reviewing.measure_pages(4, 1, tmp_path)
    text = report.render_reviews(found, difference, pages)
    assert f"| one partner of each changes | 2 | {found[1].parsing:.2f} | {found[1].review:.2f} |" in text
    assert f"| 3 | 6 | {difference.difference:.2f} |" in text
    assert list(pages) == ([] if opening.chromium() is None else [one.case for one in found])
    assert ("Not measured: needs Chromium" in text) is (not pages)


def test_a_time_that_misses_its_aim_is_in_bold() -> None:
    formats = {"text": 0.5}
    slow = reviewing.Reviewing("slow", 1, 0.25, 2.0, formats)
    pages = {"slow": opening.Opening(1, 1, 100, 101)}
    text = report.render_reviews([slow], reviewing.Differing(1, 2, 1.25), pages)
    assert "| slow | 1 | 0.25 | 2.00 | 0.50 | **2.50** | 10.0 |" in text
    assert "| 1 | 2 | **1.25** |" in text
    assert "| slow | 1 | 1 | 100 | **101** |" in text


def test_turns_are_taken_and_the_first_round_does_not_count() -> None:
    answers = {"a": iter([9.0, 1.0, 3.0, 2.0]), "b": iter([9.0, 4.0, 4.0, 5.0])}
    order: list[str] = []

    def act(name: str) -> float:
        order.append(name)
        return next(answers[name])

    assert in_turns(3, {"a": lambda: act("a"), "b": lambda: act("b")}) == {"a": 2.0, "b": 4.0}
    assert "".join(order) == "abababab"


def test_a_program_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match=r"ended with 3:\nsorry"):
        run(["sh", "-c", "echo sorry; exit 3"], environ={"PATH": "/usr/bin:/bin"}, folder=tmp_path)


def test_no_process_has_no_peak() -> None:
    assert peak_mib_of(2**30) == 0
