"""A pause is told with whom it is for, why, and how long."""

from crosscloud.wording.waits import pause_in_words


def test_a_pause() -> None:
    expected = "graph.microsoft.com answers 503 and asks for a pause of 170 s"
    assert pause_in_words("graph.microsoft.com", 169.6, 503) == expected
