"""What a settings object is to Terraform, as data: its requests, whether it can be made and removed, its words.

The four kinds stand in `crosscloud.bridge.kinds`. How any of them lives is said once: what a plan says in
`crosscloud.bridge.planning`, what is read and written in `crosscloud.bridge.lifecycle`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from crosscloud.bridge.run_registry import Key
from crosscloud.bridge.tenant import ConnectedTenant, Json, TenantContext
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import Settings, Value, find_differing, respell
from crosscloud.tfplugin import Schema, is_wholly_known

if TYPE_CHECKING:
    from crosscloud.graph import PolicyApi

Sections: TypeAlias = dict[str, Value]
Ending: TypeAlias = Literal["remove", "keep", "restore", "reset"]
"""What happens to the object when its resource is destroyed."""


def _allow_new(context: TenantContext, tenant: ConnectedTenant, object_id: str) -> bool:
    return True


def _allow_removal(context: TenantContext, tenant: ConnectedTenant, object_id: str, body: Json) -> bool:
    return True


def _judge_no_removal(context: TenantContext, tenant: ConnectedTenant, object_id: str) -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of settings object.

    What belongs to a partner is named by the partner's tenant id, is made, and is removed. What every tenant has
    one of is named by the tenant's own id, is there always, and is left as `on_destroy` says.

    Attributes:
        settings: its sections.
        schema: of its Terraform resource.
        is_of_partner: which of the two it is.
        null_inherits: whether a section that is null is written, and then inherited; else it is left as it is.
        title: what texts call it, at the start of a sentence; `{id}` stands for the id.
        is_plural: whether the title is.
        exists: how texts say that it is there already: `is listed already`.
        gone: how they say that it is there no more: `is no longer listed`.
        replaced: how they say that it is destroyed and made anew.
        meanwhile: what it means in between, by what happens on destroy: whole sentences.
        read: asks Graph for the object. It raises NotFoundError where there is none.
        create: makes it with the sections that are not null; None where it cannot be made.
        update: changes these sections and leaves the others.
        remove: removes it; None where it cannot be removed.
        reset: puts the service's own default back; None where there is none.
        reset_to: what it promises, as far as that is documented.
        may_be_made: at the plan, whether there may be one with this id; reports why not, or what it needs.
        judge_removal: at the plan, reports what speaks against removing it.
        may_be_removed: at the apply, whether the object, as Graph has it, may be removed; reports why not.
    """

    settings: Settings
    schema: Schema
    is_of_partner: bool
    null_inherits: bool = False
    title: str
    is_plural: bool = False
    exists: str
    gone: str = ""
    replaced: str
    meanwhile: Mapping[str, str] = field(default_factory=dict)
    read: "Callable[[PolicyApi, str], Json]"
    create: "Callable[[PolicyApi, str, Sections], object] | None" = None
    update: "Callable[[PolicyApi, str, Sections], object]"
    remove: "Callable[[PolicyApi, str], object] | None" = None
    reset: "Callable[[PolicyApi, str], object] | None" = None
    reset_to: Mapping[str, Value] = field(default_factory=dict)
    may_be_made: Callable[[TenantContext, ConnectedTenant, str], bool] = _allow_new
    judge_removal: Callable[[TenantContext, ConnectedTenant, str], None] = _judge_no_removal
    may_be_removed: Callable[[TenantContext, ConnectedTenant, str, Json], bool] = _allow_removal

    @property
    def type_name(self) -> str:
        """Terraform's name for its resource."""
        return self.settings.type_name

    def find_id(self, values: Mapping[str, Any], tenant: ConnectedTenant) -> str:
        """The id of the object that a configuration or state, whose tenant id is known, is about."""
        return fold(values["tenant_id"]) if self.is_of_partner else tenant.tenant_id

    def find_partner(self, object_id: str) -> str | None:
        """The partner that the object belongs to; None where it belongs to none."""
        return object_id if self.is_of_partner else None

    def find_ending(self, state: Mapping[str, Any]) -> Ending:
        """What happens to the object when the resource with this state is destroyed."""
        ending: Ending = "remove" if self.is_of_partner else state.get("on_destroy") or "keep"
        return ending

    def make_key(self, object_id: str) -> Key:
        """Under which a run knows the object."""
        return self.type_name, object_id

    def name(self, object_id: str, *, within: bool = False) -> str:
        """What texts call the object: at the start of a sentence, or `within` one."""
        title = self.title.format(id=object_id)
        return f"{title[0].lower()}{title[1:]}" if within else title

    def select_wanted(self, planned: Mapping[str, Any]) -> Sections:
        """The sections that a plan speaks of; the others are left as they are."""
        given = {section.name: planned.get(section.name) for section in self.settings.sections}
        if self.null_inherits:
            return given
        return {name: value for name, value in given.items() if value is not None and is_wholly_known(value)}

    def select_changes(self, live: Mapping[str, Any], wanted: Mapping[str, Any]) -> Sections:
        """The sections to write so that `live` becomes as wanted."""
        differing = find_differing(self.settings.sections, {**live, **wanted}, live)
        return {section.name: wanted[section.name] for section in differing}

    def list_changes(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
        """How two Terraform objects (or readings) differ, a line for each part; without what is not known yet."""
        from crosscloud.wording.settings import changes_in_words  # noqa: PLC0415 - few plans have anything to say

        return [
            f"{section.name}{'.' if path else ''}{path}: {old} -> {new}"
            for section in self.settings.sections
            if is_wholly_known(after.get(section.name))
            for path, old, new in changes_in_words(section.type, before.get(section.name), after.get(section.name))
        ]

    def spell_as(self, live: Mapping[str, Any], known: Mapping[str, Any]) -> Sections:
        """The live sections in the spelling (case of ids, order) that `known`, the state or the code, has."""
        return {s.name: respell(s.type, live.get(s.name), known.get(s.name)) for s in self.settings.sections}
