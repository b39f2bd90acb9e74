"""The command line: one thin file for each command; what they do is done by the packages below."""

from crosscloud.cli.main import main

__all__ = ["main"]
