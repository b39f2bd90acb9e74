"""A connection to a tenant that tells whoever waits for it when a service asks for a pause."""

from collections.abc import Callable

from crosscloud.graph import Pause, PolicyApi, Retries, SignIn, connect
from crosscloud.graph.retries import Limits
from crosscloud.wording.waits import pause_in_words

TellPause = Callable[[str, str], None]
"""Told, of a tenant by its name, for what it waits."""


def tell_nobody(_tenant: str, _why: str) -> None:
    """Nobody wants to know."""


def connect_telling(sign_in: SignIn, tenant: str, tell: TellPause, seconds: float) -> PolicyApi:
    """The policy API of the tenant that `sign_in` names, to read over it for so many seconds in all.

    Whatever pauses and slow answers come together: what is not read by then is unread. `tell` calls it `tenant`.
    """

    def told(pause: Pause) -> None:
        tell(tenant, pause_in_words(pause.host, pause.seconds, pause.status))

    return connect(sign_in, retries=Retries(tell=told), limits=Limits(total_seconds=seconds))
