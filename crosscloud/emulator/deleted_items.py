"""The bin: partners, and identity synchronizations, that were deleted and can be restored for 30 days.

Source: Microsoft Graph reference (beta), policyDeletableItem: list, get, restore and delete; policyDeletableRoot.
Their tables name no permission ("Not supported") beside directory roles, so those of the settings are taken. They
tick the Global cloud alone, but for the one on permanent deletion: it ticks every cloud, and names the partners'
path for both types. What is older than 30 days is not shown, and goes with the next permanent deletion.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from crosscloud.emulator.calls import Act, Call, Resource
from crosscloud.emulator.directory import TenantState, existing_partner, partner_key
from crosscloud.emulator.entities import IDENTITY_SYNCHRONIZATION, PARTNER
from crosscloud.emulator.errors import GraphError, not_found
from crosscloud.emulator.records import Document, Record
from crosscloud.emulator.surfaces import DELETED_ITEMS
from crosscloud.emulator.wire import Answer

KEPT: Final = timedelta(days=30)

_Documents = Mapping[str, Document]


@dataclass(frozen=True)
class _Bin:
    """One kind of deleted object.

    Attributes:
        name: its path below `deletedItems`.
        record: its properties.
        deleted: those of a state that were deleted.
        restored: the state in which one, by its key, is there again.
        emptied: the state in which only the given ones can be restored.
    """

    name: str
    record: Record
    deleted: Callable[[TenantState], _Documents]
    restored: Callable[[TenantState, str, Document], TenantState]
    emptied: Callable[[TenantState, _Documents], TenantState]

    def found(self, call: Call, state: TenantState) -> dict[str, Document]:
        """Those that can be restored now."""
        return {key: held for key, held in self.deleted(state).items() if _is_kept(held, call.now)}

    def existing(self, call: Call, state: TenantState) -> str:
        """The key of the one that the path names.

        Raises:
            GraphError: 404, if it cannot be restored.
        """
        key = partner_key(call.keys[0])
        if key not in self.found(call, state):
            raise not_found(call.keys[0])
        return key


def _is_kept(held: Document, now: datetime) -> bool:
    return now - datetime.fromisoformat(held["deletedDateTime"]) < KEPT


def _without(documents: _Documents, key: str) -> dict[str, Document]:
    return {other: document for other, document in documents.items() if other != key}


def _partner_again(state: TenantState, key: str, document: Document) -> TenantState:
    if key in state.partners:
        raise _conflict()
    return replace(state, partners={**state.partners, key: document})


def _synchronization_again(state: TenantState, key: str, document: Document) -> TenantState:
    if existing_partner(state, key) in state.identity_synchronization:
        raise _conflict()
    return replace(state, identity_synchronization={**state.identity_synchronization, key: document})


def _conflict() -> GraphError:
    return GraphError(
        409,
        "Request_MultipleObjectsWithSameKeyValue",
        "Another object with the same value for property tenantId already exists.",
    )


_PARTNERS: Final = _Bin(
    "crossTenantPartners",
    PARTNER,
    lambda state: state.deleted_partners,
    _partner_again,
    lambda state, left: replace(state, deleted_partners=left),
)
_SYNCHRONIZATIONS: Final = _Bin(
    "crossTenantSyncPolicyPartners",
    IDENTITY_SYNCHRONIZATION,
    lambda state: state.deleted_synchronization,
    _synchronization_again,
    lambda state, left: replace(state, deleted_synchronization=left),
)


def _list(bin_: _Bin) -> Act:
    def act(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
        query = call.query(can_select=False, can_page=True)
        found = bin_.found(call, state)
        return state, call.page(
            _context(bin_), query, found, lambda key: bin_.record.show(found[key], call.surface)
        )

    return act


def _get(bin_: _Bin) -> Act:
    def act(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
        call.query(can_select=False)
        held = bin_.deleted(state)[bin_.existing(call, state)]
        return state, call.entity(_context(bin_), bin_.record.show(held, call.surface))

    return act


def _restore(bin_: _Bin) -> Act:
    def act(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
        key = bin_.existing(call, state)
        document: dict[str, Any] = {**bin_.deleted(state)[key], "deletedDateTime": None}
        left = bin_.emptied(state, _without(bin_.deleted(state), key))
        return bin_.restored(left, key, document), call.entity(
            _context(bin_), bin_.record.show(document, call.surface)
        )

    return act


def _delete(bin_: _Bin) -> Act:
    def act(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
        key = bin_.existing(call, state)
        return bin_.emptied(state, _without(bin_.found(call, state), key)), Answer(204)

    return act


def _context(bin_: _Bin) -> str:
    return f"policies/deletedItems/{bin_.name}"


def _resources(bin_: _Bin) -> tuple[Resource, ...]:
    path, source = _context(bin_), "Graph reference (beta), policyDeletableItem"
    return (
        Resource(
            path,
            {"GET": _list(bin_)},
            "beta of Global alone, as all of the bin; pages; what was deleted in either version within 30 days",
            f"{source}: list",
            where=DELETED_ITEMS,
        ),
        Resource(
            f"{path}/{{id}}",
            {"GET": _get(bin_), "DELETE": _delete(bin_)},
            "404 after 30 days, or once it is restored; DELETE is final",
            f"{source}: get, delete",
            where=DELETED_ITEMS,
        ),
        Resource(
            f"{path}/{{id}}/restore",
            {"POST": _restore(bin_)},
            "409 where there is a new one; an identity synchronization needs its partner",
            f"{source}: restore",
            where=DELETED_ITEMS,
        ),
    )


DELETED: Final = (*_resources(_PARTNERS), *_resources(_SYNCHRONIZATIONS))
"""What is emulated of the bin, in the order of the documentation."""
