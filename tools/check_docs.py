"""Fails where the documentation is out of date, a link leads nowhere, or a command in it does not exist."""

import sys

from tools.docpages.prose import (
    broken_links,
    code_of,
    commands_in,
    unknown_command,
    unknown_targets,
    untold_commands,
    written_pages,
)
from tools.docs import ROOT, out_of_date, pages


def problems() -> list[str]:
    """What is wrong, a line for each."""
    found = [f"{path}: out of date; run: python tools/docs.py" for path in out_of_date(pages())]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    sheet = ROOT / "help"
    untold = untold_commands(sheet.read_text(encoding="utf-8"))
    found += [f"help: add a line for crosscloud {name}" for name in untold]
    for page in (*written_pages(ROOT), sheet):
        name = page.relative_to(ROOT)
        text = page.read_text(encoding="utf-8")
        lines = text.splitlines() if page == sheet else code_of(text)
        found += [f"{name}: the link {link} leads nowhere" for link in broken_links(page) if page != sheet]
        for line in lines:
            wrong = [problem for words in commands_in(line) if (problem := unknown_command(words))]
            wrong += [f"make has no target {target}" for target in unknown_targets(line, makefile)]
            found += [f"{name}: {problem}" for problem in wrong]
    return found


if __name__ == "__main__":
    wrong = problems()
    print(*wrong, sep="\n", end="\n" if wrong else "")
    sys.exit(1 if wrong else 0)
