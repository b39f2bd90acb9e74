"""That a service asked to be left alone for a while, in words."""


def pause_in_words(host: str, seconds: float, status: int) -> str:
    """What a run waits for, such as behind a tenant's name and a colon; no full stop."""
    return f"{host} answers {status} and asks for a pause of {seconds:.0f} s"
