"""What the three kinds of settings have in common as Terraform resources: identity, comparison, refusals."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from crosscloud.bridge.claims import Key
from crosscloud.bridge.schema import section_attribute
from crosscloud.bridge.tenant import ConnectedTenant, UnreadableError
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import (
    Section,
    Settings,
    UnexpectedAnswerError,
    Value,
    is_same,
    problems_in_cloud,
    respell,
)
from crosscloud.tfplugin import BOOL, STRING, Attribute, Context, Resource, is_wholly_known
from crosscloud.wording.settings import changes_in_words
from crosscloud.wording.settings_problems import problem_in_words

Sections = dict[str, Value]
TenantContext = Context[ConnectedTenant]


class NotConnectedError(Exception):
    """The provider's configuration was not known when Graph had to be asked."""


def not_connected(doing: str) -> NotConnectedError:
    """The error for something that was to be done (`read`, `written to`) without a configuration."""
    return NotConnectedError(
        f"a part of the provider's configuration is known only after an apply, so no tenant can be {doing}; give "
        "the provider values that are known at plan time, or apply what they come from first"
    )


class SettingsResource(Resource[ConnectedTenant]):
    """A resource that is one settings object of one tenant.

    It stores the tenant that it was made in (`home_tenant_id`) and refuses, before any request, to be read
    or written through a connection to another one.
    """

    settings: ClassVar[Settings]

    def sections(self, values: Mapping[str, Any]) -> Sections:
        """The sections in a Terraform object, by name; null where left out."""
        return {section.name: values.get(section.name) for section in self.settings.sections}

    def differing(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> list[Section]:
        """The sections in which two Terraform objects (or readings) differ for Graph."""
        return [
            section
            for section in self.settings.sections
            if not is_same(section.type, one.get(section.name), other.get(section.name))
        ]

    def spelt_as(self, live: Sections, known: Mapping[str, Any]) -> Sections:
        """`live` in the spelling (case of ids, order) that `known`, the state or the code, has for it."""
        return {s.name: respell(s.type, live.get(s.name), known.get(s.name)) for s in self.settings.sections}

    def check_given(self, context: TenantContext, config: Mapping[str, Any]) -> None:
        """Report, before any request, each given section that the tenant's cloud does not have or cannot hold."""
        if context.client is None:
            return
        for section in self.settings.sections:
            value = config.get(section.name)
            if is_wholly_known(value):
                for problem in problems_in_cloud(section, value, context.client.cloud):
                    text = problem_in_words(problem)
                    context.diagnostics.error(f"Invalid {section.name}", text, (section.name, *problem.path))

    def is_at_home(self, context: TenantContext, values: Mapping[str, Any]) -> bool:
        """Whether the stored `home_tenant_id` is the tenant that this provider is connected to; reported if not.

        A difference means swapped credentials or a provider alias given to the wrong resource.
        """
        home = values.get("home_tenant_id")
        if context.client is None or not isinstance(home, str) or fold(home) == context.client.tenant_id:
            return True
        context.diagnostics.error(
            "Settings of another tenant",
            f"This {self.settings.title} resource belongs to tenant {home}, but the provider is configured "
            f"for {context.client.tenant_id}. Nothing was requested; give it the provider of its own tenant.",
        )
        return False

    def live_or_report(self, context: TenantContext, partner: str | None = None) -> tuple[bool, Sections | None]:
        """Whether the live settings are known, and what they are (None: the partner is not listed).

        What could not be read is reported, and is unknown: the caller keeps what it had.
        """
        if context.client is None:
            context.diagnostics.warning(
                "Not read", "The provider's configuration is not known yet; live settings were not read."
            )
            return False, None
        try:
            return True, context.client.live(self.settings, partner)
        except UnreadableError as error:
            context.client.report_unreadable(error, context.diagnostics)
        except UnexpectedAnswerError as error:
            context.diagnostics.error(f"The {self.settings.title} cannot be understood", str(error))
        return False, None

    def connected(self, context: TenantContext) -> ConnectedTenant:
        """The tenant to write to.

        Raises:
            NotConnectedError: where the provider is not configured.
        """
        if context.client is None:
            raise not_connected("written to")
        return context.client

    def claim(self, context: TenantContext, title: str, key: Key, prior: object, config: object) -> None:
        """Note that a resource for the object is planned; an error where another resource is, in the same run."""
        client = context.client
        if client is not None and not client.claims.plan(key, is_new=prior is None, config=config):
            self.report_twice(context, title, key)

    def report_twice(self, context: TenantContext, title: str, key: Key, done: str = "") -> None:
        """Report that two resources of one run manage the same object."""
        context.diagnostics.error(
            f"Two resources manage {title[0].lower()}{title[1:]}",
            f"{done}Each would undo the other's changes. Keep one {key[0]} for it; take the other out of the "
            "code, with a removed block (destroy = false) where it is in the state.",
        )

    def refuse_changed(
        self,
        context: TenantContext,
        planned_on: Mapping[str, Any],
        live: Sections,
        sections: Iterable[Section],
    ) -> None:
        """Report that the live settings are no longer those that the plan was made on, and what changed."""
        lines = [
            f"{section.name}{'.' if path else ''}{path}: {old} -> {new}"
            for section in sections
            for path, old, new in changes_in_words(
                section.type, planned_on.get(section.name), live.get(section.name)
            )
        ]
        context.diagnostics.error(
            f"The live {self.settings.title} changed since the plan",
            "Nothing was written (XC309). Plan again to see what this would do now. Changed since the plan:\n  "
            + "\n  ".join(lines),
        )


def identity_attributes() -> tuple[Attribute, ...]:
    """`id` and `home_tenant_id`, which every resource has."""
    return (
        Attribute("id", STRING, description="The tenant id, in lower case.", computed=True, keep_prior=True),
        Attribute(
            "home_tenant_id",
            STRING,
            description="The tenant in which these settings are; it never changes.",
            computed=True,
            keep_prior=True,
        ),
    )


def adopt_existing_attribute() -> Attribute:
    """`adopt_existing`, which everything has that is made and removed."""
    return Attribute(
        "adopt_existing",
        BOOL,
        description="Take over one that exists already, instead of refusing to create it.",
        default=False,
    )


def section_attributes(settings: Settings, *, required: bool = False) -> tuple[Attribute, ...]:
    """The attributes of every section of `settings`."""
    return tuple(section_attribute(settings, section, required=required) for section in settings.sections)


def in_words(settings: Settings, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What changes from `before` to `after`, a line for each part, for a diagnostic; empty where nothing does."""
    return "\n".join(
        f"  {section.name}{'.' if path else ''}{path}: {old} -> {new}"
        for section in settings.sections
        if is_wholly_known(after.get(section.name))
        for path, old, new in changes_in_words(section.type, before.get(section.name), after.get(section.name))
    )
