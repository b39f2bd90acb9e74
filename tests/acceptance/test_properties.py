"""What holds for any settings that the rules accept, with the real Terraform.

The settings are generated from the table, so a section that is added there is tried here. A run of the same few
examples belongs to every test run; many other ones are slow tests.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from crosscloud.domain.clouds import CHINA, CLOUDS, GLOBAL, USGOV, Cloud
from crosscloud.domain.settings import ALL, DEFAULT, PARTNER, ROOT, Settings, Value, is_same, sections_from_graph
from crosscloud.domain.settings.table import PART_OF_SNAPSHOT
from tests.acceptance.workbench import PARTNER_ID, TENANT_ID, Workbench, workbench
from tests.strategies import settings_values, spellings

pytestmark = pytest.mark.terraform

FEW = settings(max_examples=4, derandomize=True, database=None, phases=[Phase.generate])
MANY = settings(max_examples=15, database=None, phases=[Phase.generate], print_blob=True)
ALL_KINDS = [
    pytest.param((kind, cloud), id=f"{kind.name}-{cloud.name}") for kind in ALL for cloud in CLOUDS.values()
]
SOME_KINDS = [
    pytest.param((kind, cloud), id=f"{kind.name}-{cloud.name}")
    for kind, cloud in ((PARTNER, GLOBAL), (DEFAULT, CHINA), (ROOT, USGOV))
]

Sections = Mapping[str, Value]


@dataclass
class Trial:
    """One kind of settings in one tenant, which every example finds as new."""

    bench: Workbench
    kind: Settings
    new: dict[str, Any]

    @property
    def address(self) -> str:
        """The resource's address."""
        return f"crosscloud_{self.kind.name}.this"

    def write(self, sections: Sections, **more: Any) -> None:
        """Write the configuration: one resource with these sections; null ones are left out."""
        given = {name: value for name, value in sections.items() if value is not None}
        identity = {"tenant_id": PARTNER_ID} if self.kind is PARTNER else {}
        self.bench.write({f"crosscloud_{self.kind.name}": {"this": {**identity, **given}}}, **more)

    def write_import(self, sections: Sections) -> None:
        """Write the configuration with a block that imports the resource."""
        own_id = PARTNER_ID if self.kind is PARTNER else TENANT_ID
        self.write(sections, **{"import": [{"to": self.address, "id": own_id}]})

    def live(self) -> dict[str, Value]:
        """The sections as Graph has them."""
        body = self.bench.emulator.state("contoso")[PART_OF_SNAPSHOT[self.kind.name]]
        return sections_from_graph(self.kind, body[0] if self.kind is PARTNER else body)

    def forget(self) -> None:
        """Let Terraform know of nothing."""
        (self.bench.folder / "terraform.tfstate").unlink(missing_ok=True)

    def start_anew(self) -> None:
        """Bring the tenant back to how nobody had touched it, and let Terraform know of nothing."""
        self.forget()
        if self.kind is PARTNER:
            listed = self.bench.emulator.state("contoso")["partners"]
            changes: dict[str, Any] = {"partners": {partner["tenantId"]: None for partner in listed}}
        else:
            part = PART_OF_SNAPSHOT[self.kind.name]
            names = [section.graph for section in self.kind.sections_in(self.bench.cloud.name)]
            changes = {part: {name: self.new[part][name] for name in names}}
        self.bench.emulator.change("contoso", **changes)


@pytest.fixture(scope="module")
def trial(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    kind, cloud = request.param
    with workbench(tmp_path_factory.mktemp("properties"), cloud) as bench:
        yield Trial(bench, kind, bench.emulator.state("contoso"))


def generated(data: st.DataObject, kind: Settings, cloud: Cloud) -> dict[str, Value]:
    """Valid sections; the root's one section is required."""
    sections = settings_values(kind, cloud)
    return data.draw(sections if kind is not ROOT else sections.filter(lambda found: None not in found.values()))


def story(trial: Trial, data: st.DataObject) -> None:
    """Apply one, apply another, import it, and make it from nothing: each step settles, and the ends agree."""
    kind, bench = trial.kind, trial.bench
    trial.start_anew()
    first = generated(data, kind, bench.cloud)
    second = generated(data, kind, bench.cloud)
    # A partner inherits what is left out; in the singletons it is left as it is.
    together = second if kind is PARTNER else {**first, **{n: v for n, v in second.items() if v is not None}}

    trial.write(second)  # and back again at the end: what either lacks is taken out on the way
    bench.apply()
    trial.write(first)
    bench.settles()
    trial.write(second)
    bench.settles()
    one_by_one = trial.live()

    trial.write({name: respelt(data, kind, name, value) for name, value in second.items()})
    code, text = bench.plan()
    assert code == 0, text

    trial.forget()
    trial.write_import(second)
    assert "1 imported, 0 added, 0 changed, 0 destroyed" in bench.apply()

    trial.start_anew()
    trial.write(together)
    bench.settles()
    at_once = trial.live()
    for section in kind.sections:
        assert is_same(section.type, one_by_one[section.name], at_once[section.name]), section.name
        if together[section.name] is not None:
            assert is_same(section.type, together[section.name], at_once[section.name]), section.name


def respelt(data: st.DataObject, kind: Settings, name: str, value: Value) -> Value:
    """The same value in another spelling."""
    return None if value is None else data.draw(spellings(kind.section(name).type, value))


@pytest.mark.parametrize("trial", SOME_KINDS, indirect=True)
@FEW
@given(data=st.data())
def test_any_settings_settle_import_and_do_not_depend_on_the_way(trial: Trial, data: st.DataObject) -> None:
    story(trial, data)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("trial", ALL_KINDS, indirect=True)
@MANY
@given(data=st.data())
def test_many_settings_settle_import_and_do_not_depend_on_the_way(trial: Trial, data: st.DataObject) -> None:
    story(trial, data)
