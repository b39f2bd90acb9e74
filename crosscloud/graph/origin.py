"""Whether two URLs are of one origin: a secret or a token goes to the origin it is meant for, nowhere else."""

from urllib.parse import urlsplit


def same_origin(url: str, root: str) -> bool:
    """Whether `url` is at the scheme, host and port of `root`.

    Compared as written, but for case and a default port, so one with user information differs; a URL with a
    backslash or anything else that two parsers may read differently is of no origin.
    """
    return (origin := _origin(url)) is not None and origin == _origin(root)


def _origin(url: str) -> tuple[str, str] | None:
    if not url.isascii() or not url.isprintable() or "\\" in url or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = parts.netloc.lower()
    if not host or parts.scheme != "https":
        return None
    return parts.scheme, host.removesuffix(":443")
