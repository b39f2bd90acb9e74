"""`python -m benchmarks`: measure everything and print it; `--write` puts it into RESULTS.md as well."""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import planning, report, starting, synthesis

_RESULTS = Path(__file__).parent / "RESULTS.md"
_BEGIN, _END = "<!-- begin figures -->", "<!-- end figures -->"


def main(arguments: list[str]) -> int:
    """Measure, print and, if wanted, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured")
    parser.add_argument(
        "--plan", type=int, nargs="*", default=[1, 100, 500], help="partners in each planned stack"
    )
    parser.add_argument("--synth", type=int, nargs="*", default=[10, 100, 500, 2000], help="partners synthesised")
    parser.add_argument("--write", action="store_true", help=f"put the figures into {_RESULTS.name}")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="crosscloud-bench-") as name:
        folder = Path(name)
        text = report.render(
            starting.measure(max(options.rounds * 3, 1)),
            [planning.measure(partners, options.rounds, folder) for partners in options.plan],
            [synthesis.measure(partners, options.rounds, folder) for partners in options.synth],
        )
    print(text, end="")
    if options.write:
        before, _, rest = _RESULTS.read_text(encoding="utf-8").partition(_BEGIN)
        _RESULTS.write_text(f"{before}{_BEGIN}\n\n{text}\n{_END}{rest.partition(_END)[2]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
