"""The emulator's clock, and how Graph writes a moment."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """A moment as Graph writes it: `2026-01-15T10:04:11.453Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
