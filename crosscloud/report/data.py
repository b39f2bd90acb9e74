"""The review as JSON, in the schema published as `docs/schemas/review.schema.json`."""

import json

from crosscloud.review.review import Review


def render(review: Review) -> str:
    """The review as JSON text, ending with a line break.

    It is ASCII, every other character escaped: shown in a terminal it steers nothing, and it can be written in
    any encoding, whatever a tenant's names hold.
    """
    return json.dumps(review.to_json(), indent=1, ensure_ascii=True) + "\n"
