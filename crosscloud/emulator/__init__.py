"""The embedded Graph and login service: tenants of any cloud, on loopback, for tests and for trying things out.

It shares only the table of clouds (and what a GUID is) with the rest of crosscloud, so that a mistake in the
client cannot hide in the server. It is strict: what the documents leave open is refused rather than guessed.
Used by the command `crosscloud emulator`, the demo, and tests.
"""

from crosscloud.emulator.emulator import Emulator, Endpoints
from crosscloud.emulator.errors import EmulatorError, GraphError
from crosscloud.emulator.faults import Fault
from crosscloud.emulator.tenants import EmulatedTenant

__all__ = ["EmulatedTenant", "Emulator", "EmulatorError", "Endpoints", "Fault", "GraphError"]
