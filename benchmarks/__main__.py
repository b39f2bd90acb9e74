"""`python -m benchmarks`: measure all, or one part, and print it; `--write` puts it into RESULTS.md as well."""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import planning, report, reviewing, starting, synthesis
from crosscloud.cli.main import collect_rarely

_RESULTS = Path(__file__).parent / "RESULTS.md"
_PARTS = ("terraform", "review")


def main(arguments: list[str]) -> int:
    """Measure, print and, if wanted, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured")
    parser.add_argument(
        "--plan", type=int, nargs="*", default=[1, 100, 500], help="partners in each planned stack"
    )
    parser.add_argument("--synth", type=int, nargs="*", default=[10, 100, 500, 2000], help="partners synthesised")
    parser.add_argument("--review", type=int, default=2000, help="partners of each tenant that is reviewed")
    parser.add_argument("--between", type=int, default=64, help="tenants, all partners, whose access is compared")
    parser.add_argument("--part", choices=_PARTS, action="append", help="measure this part alone")
    parser.add_argument("--write", action="store_true", help=f"put the figures into {_RESULTS.name}")
    options = parser.parse_args(arguments)
    collect_rarely()  # as the program does
    with tempfile.TemporaryDirectory(prefix="crosscloud-bench-") as name:
        folder = Path(name)
        for part in options.part or _PARTS:
            text = (_of_terraform if part == "terraform" else _of_reviews)(options, folder)
            print(text)
            if options.write:
                _write(part, text)
    return 0


def _of_terraform(options: argparse.Namespace, folder: Path) -> str:
    return report.render(
        starting.measure(max(options.rounds * 3, 1)),
        [planning.measure(partners, options.rounds, folder) for partners in options.plan],
        [synthesis.measure(partners, options.rounds, folder) for partners in options.synth],
    )


def _of_reviews(options: argparse.Namespace, folder: Path) -> str:
    return report.render_reviews(
        reviewing.measure(options.review, options.rounds),
        reviewing.measure_difference(options.between, options.rounds),
        reviewing.measure_pages(options.review, options.rounds, folder),
    )


def _write(part: str, text: str) -> None:
    begin, end = f"<!-- begin figures: {part} -->", f"<!-- end figures: {part} -->"
    before, _, rest = _RESULTS.read_text(encoding="utf-8").partition(begin)
    _RESULTS.write_text(f"{before}{begin}\n\n{text}\n{end}{rest.partition(end)[2]}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
