"""What a removal was planned on: the live object as it was then, handed from the plan to the apply.

For what is no longer in the configuration Terraform hands the provider, at the apply, the state as it was before
the refresh. That is not what was reviewed: an object that was changed in the portal and is then taken out of the
code was reviewed as it is live. So the plan of a removal keeps the live sections in Terraform's private data,
which is a part of a saved plan; they are settings, which the state holds too, and never a secret.

An update needs none: its prior state is the refreshed one, and Terraform plans it once more at the apply, so that
nothing that a plan keeps of it would be older than the apply itself.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crosscloud.domain.guid import fold
from crosscloud.domain.settings import Value
from crosscloud.tfplugin import Context

_KEY = "reviewed"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An object as it was when its removal was planned.

    Attributes:
        sections: its live sections; None where there was no such object.
    """

    sections: Mapping[str, Value] | None


def keep_reviewed(context: Context[Any], object_id: str, reviewed: Reviewed) -> None:
    """Hand an object whose removal is planned, as it is now, to the apply."""
    sections = None if reviewed.sections is None else dict(reviewed.sections)
    told = {_KEY: {"id": fold(object_id), "sections": sections}}
    context.private = json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def take_reviewed(context: Context[Any], object_id: str) -> Reviewed | None:
    """The object when its removal was planned; None where the plan kept nothing of it, since it was not read.

    They are taken away: what was reviewed for one apply must not be found by a later one.
    """
    private, context.private = context.private, b""
    if not private:
        return None
    reviewed = json.loads(private).get(_KEY)
    if reviewed is None or reviewed["id"] != fold(object_id):
        return None
    return Reviewed(reviewed["sections"])
