"""Takes the fields of one table of an environment file, and notes every one that is missing or wrong.

Reading never stops at a mistake: a field that cannot be used is answered with None, and the file is
refused at the end with all that was noted.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Final

from crosscloud.domain.guid import is_guid
from crosscloud.environment.credentials import is_credential
from crosscloud.environment.errors import Problems, hint
from crosscloud.environment.tree import Items, Node, Scalar, Table

NAME: Final = re.compile(r"[a-z][a-z0-9-]*")
NAME_RULE: Final = "must start with a small letter and have only small letters, digits and dashes"


class Fields:
    """The fields of one table.

    Args:
        node: where the table is expected.
        where: what the table is, for messages: `tenant contoso`.
        problems: takes the mistakes.
        refuse: what to say of a key that holds a credential.
    """

    def __init__(
        self,
        node: Node,
        where: str,
        problems: Problems,
        refuse: Callable[[str], str] = "{} cannot stand in a file: remove it".format,
    ) -> None:
        self.where = where
        self.line = node.line
        self.problems = problems
        self._refuse = refuse
        self._asked: dict[str, None] = {}
        if isinstance(node, Table):
            self._table = node
        else:
            problems.add(node.line, f"{where} must be a mapping: write its fields as `name: value`")
            self._table = Table(node.line, {}, {})
        self._is_table = isinstance(node, Table)

    def line_of(self, name: str) -> int:
        """The line of the field `name`, or of the table where it is missing."""
        return self._table.lines.get(name, self.line)

    def node(self, name: str) -> Node | None:
        """What stands under `name`; None where it is missing or empty."""
        self._asked[name] = None
        return _under(self._table, name)

    def required(self, name: str, example: str) -> Node | None:
        """As `node`, but a missing or empty field is a mistake; `example` shows what to write."""
        node = self.node(name)
        if node is None and self._is_table:
            self.problems.add(self.line_of(name), f"{self.where} needs {name}: write {example}")
        return node

    def text(self, name: str, example: str, *, optional: bool = False) -> str | None:
        """The text under `name`, without the spaces around it."""
        node = self.node(name) if optional else self.required(name, example)
        if node is None:
            return None
        if not isinstance(node, Scalar) or not isinstance(node.value, str) or not node.value.strip():
            self.problems.add(self.line_of(name), f"{name} of {self.where} must be text: write {example}")
            return None
        return node.value.strip()

    def guid(self, name: str, example: str = "its GUID, 8-4-4-4-12 hexadecimal digits") -> str | None:
        """The GUID under `name`, in lower case. Messages do not repeat what stands there: it may be a secret."""
        text = self.text(name, example)
        if text is None:
            return None
        if not is_guid(text):
            self.problems.add(self.line_of(name), f"{name} of {self.where} is not a GUID: write {example}")
            return None
        return text.lower()

    def flag(self, name: str) -> bool:
        """The `true` or `false` under `name`; false where it is missing."""
        node = self.node(name)
        if node is None:
            return False
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            return node.value
        self.problems.add(self.line_of(name), f"{name} of {self.where} must be true or false")
        return False

    def date(self, name: str, example: str) -> dt.date | None:
        """The date under `name`, bare or in quotes."""
        node = self.required(name, example)
        if node is None:
            return None
        if isinstance(node, Scalar):
            if isinstance(node.value, dt.date) and not isinstance(node.value, dt.datetime):
                return node.value
            try:
                return dt.date.fromisoformat(node.text)
            except ValueError:
                pass  # reported below, together with what is no scalar at all
        self.problems.add(self.line_of(name), f"{name} of {self.where} must be a date: write {example}")
        return None

    def named(self, name: str, what: str) -> Iterator[tuple[str, int, Node | None]]:
        """Name, line and content of each entry under `name`, a mapping by name; `what` an entry is."""
        node = self.node(name)
        if node is None:
            return
        if not isinstance(node, Table):
            text = f"{name} of {self.where} must be a mapping: write `NAME: ...` for each {what}"
            self.problems.add(self.line_of(name), text)
            return
        for entry, line in node.lines.items():
            if NAME.fullmatch(entry) is None:
                self.problems.add(line, f"{entry!r} is no name for a {what}: it {NAME_RULE}")
            else:
                yield entry, line, _under(node, entry)

    def items(self, name: str, example: str, *, optional: bool = False) -> tuple[Node, ...]:
        """The list under `name`; an empty one is a mistake unless the field is optional."""
        node = self.node(name) if optional else self.required(name, example)
        if node is None:
            return ()
        if not isinstance(node, Items) or not (node.items or optional):
            self.problems.add(self.line_of(name), f"{name} of {self.where} must be a list: write {example}")
            return ()
        return node.items

    def finish(self) -> None:
        """Note every field that nothing asked for: a credential, a misspelling, or no field at all."""
        for name, line in self._table.lines.items():
            if name in self._asked:
                continue
            if is_credential(name):
                self.problems.add(line, self._refuse(name))
                continue
            self.problems.add(line, f"{self.where} has no field {name}{hint(name, self._asked, 'it has')}")


def _under(table: Table, name: str) -> Node | None:
    node = table.entries.get(name)
    return None if isinstance(node, Scalar) and node.value is None else node
