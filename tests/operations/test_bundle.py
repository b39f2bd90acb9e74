"""A bundle is read once and is used as it was read; whatever else is in it is refused in a sentence."""

import copy
import datetime as dt
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscloud.domain.access.order import safe_order
from crosscloud.domain.findings.finding import Place, finding
from crosscloud.domain.findings.rules.holds import HoldUndone
from crosscloud.domain.findings.rules.stale import settings_moved
from crosscloud.domain.hold import Hold
from crosscloud.domain.tenant import apply_changes, find_differences, from_snapshot
from crosscloud.operations.bundle import Bundle, open_bundle, save_bundle
from crosscloud.operations.errors import BundleError
from crosscloud.review.judgement import JudgedFinding
from crosscloud.review.model import JointPlan
from crosscloud.review.object_changes import list_object_changes
from crosscloud.review.review import Review
from crosscloud.wording.names import Names
from tests.operations.bundles import CONTOSO, document, review, snapshot, working_files


@pytest.fixture
def saved(tmp_path: Path) -> Bundle:
    return save_bundle(tmp_path / "pilot.plan", review(), *working_files(tmp_path))


def rewrite(folder: Path, name: str, data: bytes) -> None:
    """Put `data` into one file of a bundle, and its digest into `review.json`."""
    (folder / name).write_bytes(data)
    path = folder / "review.json"
    listed = json.loads(path.read_bytes())
    listed["files"][name] = hashlib.sha256(data).hexdigest()
    path.write_text(json.dumps(listed), encoding="utf-8")


def change_review(folder: Path, change: Callable[[Any], object]) -> None:
    path = folder / "review.json"
    data = json.loads(path.read_bytes())
    change(data)
    path.write_text(json.dumps(data), encoding="utf-8")


def test_what_was_saved_is_what_is_opened(saved: Bundle) -> None:
    opened = open_bundle(saved.folder, digest=f"sha256:{saved.digest}")
    assert opened == saved
    contoso = opened.plan.tenants[0]
    assert contoso.document == document("contoso")
    assert contoso.before is not None
    assert contoso.before.to_snapshot() == snapshot("contoso")  # Graph's JSON, untouched
    assert contoso.changes == review().plan.tenants[0].changes
    assert opened.saved_plan("fabrikam") == b"saved plan of fabrikam"
    assert json.loads(opened.stack("contoso")) == {"//": "contoso"}


def test_half_a_character_in_a_name(tmp_path: Path) -> None:
    hold = Hold(("a", "b"), "reason \ud800", "oncall", dt.date(2026, 11, 20), "pilot.yaml:7")
    held = finding("XC312", ("a", "b"), Place("a"), HoldUndone(("a", "b"), (hold,), ()))
    plan = JointPlan(
        environment="pilot", commit="", tenants=review().plan.tenants, names={"a" * 36: "engineers \ud800"}
    )
    odd = Review(plan, (), (JudgedFinding(held, "standing"),), Names({"a": "contoso \ud800"}))
    saved = save_bundle(tmp_path / "pilot.plan", odd, *working_files(tmp_path))
    assert open_bundle(saved.folder).plan.names == plan.names


def test_a_bundle_without_a_tenant_is_damaged(saved: Bundle) -> None:
    change_review(saved.folder, lambda data: data.update(tenants=[], files={}))
    with pytest.raises(BundleError, match=r"review\.json is damaged: it holds no tenant; plan again"):
        open_bundle(saved.folder)


def test_what_is_exchanged_after_it_was_opened_changes_nothing(saved: Bundle) -> None:
    opened = open_bundle(saved.folder)
    for path in saved.folder.rglob("*.*"):
        path.write_bytes(b"another")
    assert opened.saved_plan("contoso") == b"saved plan of contoso"
    assert opened.plan.tenants[0].document == document("contoso")


@pytest.mark.parametrize("name", ["contoso/contoso.tfplan", "fabrikam/cdk.tf.json", "contoso/plan.json"])
def test_a_file_that_was_changed_or_is_gone(saved: Bundle, name: str) -> None:
    (saved.folder / name).write_bytes(b"{}")
    with pytest.raises(BundleError, match=f"{name} is missing or is not the file that was saved; plan again"):
        open_bundle(saved.folder)
    (saved.folder / name).unlink()
    with pytest.raises(BundleError, match=f"{name} is missing or is not the file that was saved; plan again"):
        open_bundle(saved.folder)


def test_a_link_is_not_followed_though_it_leads_to_the_same_bytes(saved: Bundle, tmp_path: Path) -> None:
    plan = saved.folder / "contoso" / "contoso.tfplan"
    plan.rename(tmp_path / "elsewhere")
    plan.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BundleError, match=r"contoso\.tfplan is missing or is not the file"):
        open_bundle(saved.folder)


def test_nor_is_a_link_in_place_of_a_tenants_folder(saved: Bundle, tmp_path: Path) -> None:
    (saved.folder / "contoso").rename(tmp_path / "elsewhere")
    (saved.folder / "contoso").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BundleError, match=r"contoso/contoso\.tfplan is missing"):
        open_bundle(saved.folder)


@pytest.mark.parametrize("name", ["contoso/contoso.tfplan", "review.json"])
def test_a_pipe_is_not_waited_for(saved: Bundle, name: str) -> None:
    (saved.folder / name).unlink()
    os.mkfifo(saved.folder / name)
    with pytest.raises(BundleError, match=name):
        open_bundle(saved.folder)


def test_a_bundle_is_saved_where_a_link_leads(tmp_path: Path) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    there.mkdir()
    here.symlink_to(there)
    saved = save_bundle(here, review(), *working_files(tmp_path))
    assert here.is_symlink()
    assert open_bundle(here) == saved
    assert open_bundle(there).digest == saved.digest


def test_a_link_beside_it_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir(mode=0o755)
    (tmp_path / ".pilot.plan.new").symlink_to(tmp_path / "other")
    save_bundle(tmp_path / "pilot.plan", review(), *working_files(tmp_path))
    assert list((tmp_path / "other").iterdir()) == []
    assert (tmp_path / "other").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(tenants={}),
        lambda data: data.pop("environment"),
        lambda data: data.update(files=3),
        lambda data: data.update(environment=7),
        lambda data: data["tenants"].append(data["tenants"][0]),
        lambda data: data["tenants"][0].update(snapshot=[]),
        lambda data: data["tenants"][0].update(snapshot={}),
        lambda data: data["tenants"][0].update(has_changes=False),
        lambda data: data["tenants"][0].update(has_changes="yes"),
        lambda data: data["tenants"][0].update(taken_at="yesterday"),
        lambda data: data["tenants"][0].update(tenant_id=CONTOSO[::-1]),
        lambda data: data["tenants"][0]["snapshot"].update(partners=[None]),
        lambda data: data["tenants"][0]["changes"][0].update(rows=[[]]),
        lambda data: data["tenants"][0]["changes"][0].update(surprise=1),
        lambda data: data["tenants"][0]["changes"].pop(),  # another plan than the one that is applied
        lambda data: data["tenants"][0]["messages"][0].pop("summary"),
        lambda data: data["tenants"][0]["directions"][0].pop("home"),
        lambda data: data["intent"]["main.py:27"].update(arguments=3),
    ],
)
def test_a_review_of_another_shape_is_damaged(saved: Bundle, change: Callable[[Any], object]) -> None:
    change_review(saved.folder, change)
    with pytest.raises(BundleError, match=r"review\.json is damaged.*; plan again"):
        open_bundle(saved.folder)


UNKNOWN_ACTION = '{"resource_changes": [{"change": {"actions": ["explode"]}}]}'


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "[" * 100_000, '"x"', "{}", UNKNOWN_ACTION])
def test_a_file_that_holds_something_else(saved: Bundle, text: str) -> None:
    rewrite(saved.folder, "contoso/plan.json", text.encode())
    with pytest.raises(BundleError, match=r"is damaged.*; plan again"):
        open_bundle(saved.folder)
    (saved.folder / "review.json").write_text(text, encoding="utf-8")
    with pytest.raises(BundleError, match=r"plan again"):
        open_bundle(saved.folder)


def places(data: Any, so_far: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in JSON data, as the keys and indices that lead there."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield (*so_far, key)
        yield from places(value, (*so_far, key))


def odd_values() -> st.SearchStrategy[Any]:
    plain = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=3))
    return st.one_of(
        plain,
        st.lists(plain, max_size=2),
        st.dictionaries(st.text(max_size=3), plain, max_size=2),
        st.just([[]]),
        st.just([{}]),
        st.just({"": {}}),
    )


@st.composite
def mutated(draw: st.DrawFn, original: Any) -> Any:
    """`original` with something else in one place, or with nothing there."""
    data = copy.deepcopy(original)
    *way, last = draw(st.sampled_from(list(places(original))))
    parent = data
    for step in way:
        parent = parent[step]
    if draw(st.booleans()):
        del parent[last]
    else:
        parent[last] = draw(odd_values())
    return data


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    folder = tmp_path_factory.mktemp("whole")
    return save_bundle(folder / "pilot.plan", review(), *working_files(folder))


def is_read_or_refused(folder: Path) -> None:
    """See that a bundle is refused in a sentence, or that all that an apply reads from it can be read."""
    try:
        bundle = open_bundle(folder)
    except BundleError as error:
        refusal = str(error)
    else:
        apply_can_read(bundle)
        return
    assert "; plan again" in refusal


def apply_can_read(bundle: Bundle) -> None:
    """What an apply makes of a bundle that was opened, but for the writes."""
    live = from_snapshot(snapshot("contoso"))
    before = {plan.tenant_id: plan.before for plan in bundle.plan.tenants if plan.before is not None}
    after = {plan.tenant_id: plan.after for plan in bundle.plan.tenants if plan.after is not None}
    safe_order(before, after)
    for plan in bundle.plan.tenants:
        if plan.before is not None and plan.after is not None:
            settings_moved(plan.before, live)
            find_differences(plan.after, live)
        list_object_changes(plan.plan.changes, live, apply_changes(live, plan.plan.changes))


@given(st.data())
def test_any_other_review_is_opened_or_refused_in_a_sentence(whole: Bundle, data: st.DataObject) -> None:
    path = whole.folder / "review.json"
    original = path.read_bytes()
    changed = data.draw(mutated(json.loads(original)))
    try:
        path.write_text(json.dumps(changed), encoding="utf-8")
        is_read_or_refused(whole.folder)
    finally:
        path.write_bytes(original)


@given(mutated(document("contoso")))
def test_any_other_plan_is_opened_or_refused_in_a_sentence(whole: Bundle, changed: Any) -> None:
    files = [whole.folder / "review.json", whole.folder / "contoso" / "plan.json"]
    before = [path.read_bytes() for path in files]
    try:
        rewrite(whole.folder, "contoso/plan.json", json.dumps(changed).encode())
        is_read_or_refused(whole.folder)
    finally:
        for path, data in zip(files, before, strict=True):
            path.write_bytes(data)
