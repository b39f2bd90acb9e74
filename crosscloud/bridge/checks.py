"""What is looked at both when a change is planned and when it is made: whose object it is, and what is live."""

from collections.abc import Mapping
from typing import Any

from crosscloud.bridge.kind import Kind, Sections
from crosscloud.bridge.tenant import ConnectedTenant, NotConnectedError, TenantContext, UnreadableError
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import UnexpectedAnswerError, find_differing, problems_in_cloud
from crosscloud.tfplugin import is_wholly_known


def require_connection(context: TenantContext) -> ConnectedTenant:
    """The tenant to write to.

    Raises:
        NotConnectedError: where the provider is not configured.
    """
    if context.client is None:
        raise NotConnectedError("written to")
    return context.client


def is_at_home(kind: Kind, context: TenantContext, state: Mapping[str, Any]) -> bool:
    """Whether the stored `home_tenant_id` is the tenant that this provider is connected to; reported if not.

    A difference means swapped credentials or a provider alias given to the wrong resource.
    """
    home = state.get("home_tenant_id")
    if context.client is None or not isinstance(home, str) or fold(home) == context.client.tenant_id:
        return True
    context.diagnostics.error(
        "Settings of another tenant",
        f"This {kind.settings.title} resource belongs to tenant {home}, but the provider is configured "
        f"for {context.client.tenant_id}. Nothing was requested; give it the provider of its own tenant.",
        kind="other tenant",
    )
    return False


def check_given(kind: Kind, context: TenantContext, config: Mapping[str, Any]) -> None:
    """Report, before any request, each given section that the tenant's cloud does not have or cannot hold."""
    if context.client is None:
        return
    for section in kind.settings.sections:
        value = config.get(section.name)
        if is_wholly_known(value):
            for problem in problems_in_cloud(section, value, context.client.cloud, context.client.api.tries):
                from crosscloud.wording.settings_problems import problem_in_words  # noqa: PLC0415 - seldom needed

                text = problem_in_words(problem)
                context.diagnostics.error(
                    f"Invalid {section.name}", text, (section.name, *problem.path), kind=f"invalid {section.name}"
                )


def find_live(kind: Kind, context: TenantContext, object_id: str) -> tuple[bool, Sections | None]:
    """Whether the live sections are known, and what they are (None: there is no such object).

    From the one reading that a run shares. What could not be read is reported, and is unknown: the caller keeps
    what it had.
    """
    if context.client is None:
        context.diagnostics.warning(
            "Not read",
            "The provider's configuration is not known yet; live settings were not read.",
            kind="not read",
        )
        return False, None
    try:
        return True, context.client.find_live(kind.settings, kind.find_partner(object_id))
    except UnreadableError as error:
        context.client.report_unreadable(error, context.diagnostics)
    except UnexpectedAnswerError as error:
        context.diagnostics.error(
            f"The {kind.settings.title} cannot be understood", str(error), kind=f"odd {kind.settings.name}"
        )
    return False, None


def report_twice(kind: Kind, context: TenantContext, object_id: str, done: str = "") -> None:
    """Report that two resources of one run manage the same object."""
    context.diagnostics.error(
        f"Two resources manage {kind.name(object_id, within=True)}",
        f"{done}Each would undo the other's changes. Keep one {kind.type_name} for it; take the other out of the "
        "code, with a removed block (destroy = false) where it is in the state.",
        kind="managed twice",
    )


def tell_how_to_adopt(kind: Kind, object_id: str) -> str:
    """What to do about an object that exists already."""
    return (
        "Import it, or set adopt_existing = true to adopt it as it is planned:\n"
        f'  import {{\n    to = {kind.type_name}.NAME\n    id = "{object_id}"\n  }}'
    )


def report_exists(kind: Kind, context: TenantContext, object_id: str) -> None:
    """Report that an object is not made, since it is there already."""
    context.diagnostics.error(
        f"{kind.name(object_id)} {kind.exists}",
        f"Nothing was written. {tell_how_to_adopt(kind, object_id)}",
        ("tenant_id",),
    )


def report_not_removed(kind: Kind, context: TenantContext, object_id: str, doubt: Exception) -> None:
    """Report that an object is there still, whatever the request to remove it was answered."""
    context.diagnostics.error(
        f"{kind.name(object_id)} was not removed",
        f"{doubt} But Graph still answers it, so it stays in the state. Plan again to see what is there.",
    )


def report_perhaps_there(kind: Kind, context: TenantContext, object_id: str, doubt: Exception) -> None:
    """Report that an object is there or not, since one answer said that it is not and the other did not come."""
    context.diagnostics.error(
        f"Whether {kind.name(object_id, within=True)} is there still is not known",
        f"{doubt} But whether it is among all of them could not be read, so it stays in the state. Apply again.",
        kind="perhaps there",
    )


def report_unsettled(kind: Kind, context: TenantContext, object_id: str, doubt: str) -> None:
    """Report that an object is there, not as planned, after a request to make it whose answer was lost."""
    context.diagnostics.error(
        f"Whether {kind.name(object_id, within=True)} was made by this apply is not known",
        f"{doubt}. It is there now, and not as it was planned. Plan again to see how it differs. "
        f"{tell_how_to_adopt(kind, object_id)}",
        ("tenant_id",),
    )


def report_adopted(kind: Kind, context: TenantContext, object_id: str, prior: Mapping[str, Any]) -> None:
    """Say that an object is not destroyed, since its replacement was made first, and what is lost by that."""
    if kind.is_of_partner:
        context.diagnostics.warning(
            f"{kind.name(object_id)} was not removed",
            "Another resource of this apply has just adopted it, and manages it from now on.",
            kind="adopted meanwhile",
        )
        return
    before = prior.get("restore_to")
    lost = f"\nIt does not know what stood there at first, which was: {before}" if before else ""
    context.diagnostics.warning(
        f"{kind.name(object_id)} stay as they are, whatever on_destroy says",
        f"Another resource of this apply has just adopted them, and manages them from now on.{lost}",
        kind="adopted meanwhile",
    )


def refuse_changed(
    kind: Kind, context: TenantContext, object_id: str, planned_on: Mapping[str, Any] | None, live: Sections
) -> bool:
    """Whether the live sections are no longer those that the plan was made on; reported, with what changed.

    `planned_on` is None where there was no such object.
    """
    if planned_on is None:
        context.diagnostics.error(
            f"{kind.name(object_id)} came after the plan",
            "There was none when its removal was planned, so that nobody reviewed what would be removed. Nothing "
            "was written (XC309). Plan again to see what this would do now.",
        )
        return True
    if not find_differing(kind.settings.sections, planned_on, live):
        return False
    context.diagnostics.error(
        f"The live {kind.settings.title} changed since the plan",
        "Nothing was written (XC309). Plan again to see what this would do now. Changed since the plan:\n  "
        + "\n  ".join(kind.list_changes(planned_on, live)),
    )
    return True


def warn_of_old_values(kind: Kind, context: TenantContext, object_id: str) -> None:
    """Warn that what was written is not what Graph answers, so far."""
    were = "were" if kind.is_plural else "was"
    context.diagnostics.warning(
        f"{kind.name(object_id)} {were} written, but Graph still answers the old values",
        "Graph may take a while; the next plan shows whether it agrees.",
        kind="old values",
    )


def check_restorable(context: TenantContext, prior: Mapping[str, Any]) -> bool:
    """Whether what `on_destroy` asks for can be done; reported if not."""
    if prior.get("on_destroy") != "restore" or prior.get("restore_to") is not None:
        return True
    context.diagnostics.error(
        "Nothing to restore",
        "on_destroy is restore, but the resource was imported, so what stood there before is not known. "
        "Set on_destroy to keep or reset and apply that first.",
        kind="nothing to restore",
    )
    return False
