"""What must be where a value breaks a rule of the settings, and what to mind where it may be misread.

Each is a part of a sentence that starts in lower case and follows the name of what it is about.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from crosscloud.domain.clouds import endpoint_title
from crosscloud.domain.guid import is_guid
from crosscloud.domain.settings import Bool, Collection, Object, Problem, Rule, Text
from crosscloud.domain.settings.doubts import Doubt, Doubtful
from crosscloud.domain.settings.shapes import ALL_USERS

_SHAPES: Final = MappingProxyType(
    {Object: "an object", Collection: "a list", Text: "a string", Bool: "true or false"}
)


def how_to_try(problem: Problem) -> str:
    """What to write to send a section all the same, where Microsoft's sources disagree on the cloud."""
    return (
        f"To try it, write `try_sections: [{problem.section}]` below the tenant in the environment file (in plain "
        "Terraform, in the provider's block)"
    )


def problem_in_words(problem: Problem) -> str:
    """What must be, or cannot be: `must be given`, `cannot be empty: name at least one target`."""
    return _SAYS[problem.rule](problem)


def doubt_in_words(doubtful: Doubtful) -> str:
    """What a section that may be misread does: `blocks users and allows applications: everybody but …`."""
    return _DOES[doubtful.doubt].format(missing=" and ".join(doubtful.missing))


def _expects_id(problem: Problem) -> str:
    words = ", ".join(problem.expected.keywords) if isinstance(problem.expected, Text) else ""
    return f"must be an id (a GUID){f' or one of {words}' if words else ''}, not {problem.given!r}"


def _expects_choice(problem: Problem) -> str:
    choices = problem.expected.choices if isinstance(problem.expected, Text) else ()
    return f"must be {' or '.join(choices)}, not {problem.given!r}"


def _empty_list(problem: Problem) -> str:
    is_of_targets = isinstance(problem.expected, Collection) and isinstance(problem.expected.element, Object)
    return f"cannot be empty: name at least one {'target' if is_of_targets else 'value'}"


def _repeated(problem: Problem) -> str:
    ids = " (ids compare without regard to case)" if is_guid(str(problem.given)) else ""
    return f"cannot name {problem.given} more than once{ids}"


def _cloud(problem: Problem) -> str:
    endpoint = str(problem.given)
    title = endpoint_title(endpoint)
    known = "" if title == endpoint else f" ({title})"
    return f"cannot list {endpoint}{known}; {problem.cloud} may list {', '.join(problem.may)}"


def _provider(problem: Problem) -> str:
    if problem.path == ("fallback_identity_provider",):
        says, or_ = f"cannot be {problem.given}", f"it must be {' or '.join(problem.may)}"
    else:
        says, or_ = f"cannot name {problem.given}", f"it may name {', '.join(problem.may)}"
    return f"{says}, which {problem.cloud} does not have; {or_}"


_SAYS: Final[Mapping[Rule, Callable[[Problem], str]]] = MappingProxyType(
    {
        Rule.SHAPE: lambda p: f"must be {_SHAPES[type(p.expected)]}, not {p.given!r}",
        Rule.MISSING: lambda _: "must be given",
        Rule.EMPTY_OBJECT: lambda _: "cannot be empty: leave it out, or give its members",
        Rule.EMPTY_TEXT: lambda _: "cannot be empty",
        Rule.CHOICE: _expects_choice,
        Rule.NOT_AN_ID: _expects_id,
        Rule.WRONG_LIST: _expects_id,
        Rule.EMPTY_LIST: _empty_list,
        Rule.REPEATED: _repeated,
        Rule.MIXED: lambda p: f"cannot mix {p.given} with other targets",
        Rule.ALL_USERS_TYPE: lambda _: f"must give {ALL_USERS} the target type user",
        Rule.USERS_BLOCKED_ALONE: lambda _: "cannot block all users without blocking all applications",
        Rule.APPLICATIONS_BLOCKED_ALONE: lambda _: (
            "cannot block all applications while users are allowed: block all users as well"
        ),
        Rule.DEFAULT_CHOOSES_USERS: lambda _: (
            f"must be {ALL_USERS} alone in an inbound default, which governs organisations that nobody named"
        ),
        Rule.NOT_DECLARED: lambda p: (
            f"cannot be set in {p.cloud}: {p.dispute}. {how_to_try(p)}"
            if p.dispute
            else f"cannot be set in {p.cloud}: Graph there does not declare {p.graph} ({p.source})"
        ),
        Rule.OWN_CLOUD: lambda p: (
            f"cannot list the tenant's own cloud, {p.given}; {p.cloud} may list {', '.join(p.may)}"
        ),
        Rule.CLOUD_OUT_OF_REACH: _cloud,
        Rule.UNKNOWN_CLOUD: _cloud,
        Rule.PROVIDER_NOT_IN_CLOUD: _provider,
    }
)
_DOES: Final[Mapping[Doubt, str]] = MappingProxyType(
    {
        Doubt.HALF: "leaves out {missing}; Microsoft does not document whether that inherits, allows or blocks",
        Doubt.USERS_ALLOWED_APPLICATIONS_BLOCKED: (
            "allows users and blocks applications: the users named reach every application but those named, and "
            "nobody else reaches any"
        ),
        Doubt.USERS_BLOCKED_APPLICATIONS_ALLOWED: (
            "blocks users and allows applications: everybody but the users named reaches the applications named, "
            "and nothing else"
        ),
        Doubt.ALL_USERS_BLOCKED_FROM_THE_SUITE: (
            "keeps everybody from Office 365 and from nothing else; Microsoft's documents ask for all "
            "applications where all users are blocked, and do not say what the service makes of it"
        ),
        Doubt.COMBINATION_BLOCKED: (
            "blocks only the users named from only the applications named; everything else stays allowed"
        ),
    }
)
