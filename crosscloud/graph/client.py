"""Graph with a token: requests to one tenant, their answers as JSON, their errors as exceptions."""

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from crosscloud.graph.answers import error_from, json_of
from crosscloud.graph.auth.sign_in import SignIn
from crosscloud.graph.auth.tokens import Tokens
from crosscloud.graph.errors import ResponseError, UnexpectedAnswerError
from crosscloud.graph.exchange import Effect, Outcome, answer_lost, exchange
from crosscloud.graph.network import same_origin
from crosscloud.graph.operation import Operation
from crosscloud.graph.retries import Limits, Retries
from crosscloud.graph.transport import Answer, Request, Transport

_NEVER_ANSWERED = frozenset({502, 504})  # a gateway speaks for a service that did not


@dataclass(frozen=True, slots=True)
class GraphClient:
    """Sends one tenant's requests to Graph. Safe to use from several threads.

    Attributes:
        sign_in: the tenant and its endpoints.
        transport: sends.
        tokens: the tenant's access token.
        retries: how often to try.
        limits: how many pages a collection may have, how large and how slow they may be.
    """

    sign_in: SignIn
    transport: Transport
    tokens: Tokens
    retries: Retries
    limits: Limits = Limits()  # noqa: RUF009 - frozen

    def get(
        self, path: str, operation: Operation, headers: Mapping[str, str] = MappingProxyType({})
    ) -> dict[str, Any]:
        """The JSON object at `path`, which starts with the API version; asked with further `headers`.

        Raises:
            CrosscloudGraphError: see the family in `crosscloud.graph.errors`.
        """
        return self._object_at(self._url(path), operation, headers)[0]

    def get_all(self, path: str, operation: Operation) -> Iterator[dict[str, Any]]:
        """The elements of the collection at `path`, from all its pages.

        Raises:
            CrosscloudGraphError: as `get`; also for a next page that is on another host or was read already, and
                for more pages than a collection may have.
        """
        url: str | None = self._url(path)
        seen = set[str]()
        began, total = self.retries.now(), 0
        while url is not None:
            seen.add(url)
            if len(seen) > self.limits.pages:
                raise self.unexpected(operation, f"there are more than {self.limits.pages:,} pages")
            if self.retries.since(began) > self.limits.pages_seconds:
                raise self.unexpected(operation, f"the pages did not end within {self.limits.pages_seconds:g} s")
            page, size = self._object_at(url, operation)
            total += size
            if total > self.limits.pages_size:
                largest = self.limits.pages_size // 2**20
                raise self.unexpected(operation, f"its pages hold more than {largest} MiB")
            elements, link = page.get("value"), page.get("@odata.nextLink")
            if not isinstance(elements, list) or not all(isinstance(element, dict) for element in elements):
                raise self.unexpected(operation, "the answer holds no list of objects under `value`")
            yield from elements
            if link is not None and (not isinstance(link, str) or not same_origin(link, self.sign_in.graph)):
                raise self.unexpected(operation, "the next page is on another host, which must not see the token")
            if link in seen:
                raise self.unexpected(operation, "the pages go round in a circle")
            url = link

    def create(self, path: str, body: dict[str, Any], operation: Operation) -> dict[str, Any]:
        """Create what `body` describes, and return it as Graph then has it.

        Raises:
            AnswerLostError: it may have been made, and no answer that can be read came.
            CrosscloudGraphError: see the family in `crosscloud.graph.errors`.
        """
        created = json_of(self.post(path, body, operation))
        if not isinstance(created, dict):
            raise answer_lost(self._doing(operation), "the answer is a success, but not a JSON object")
        return created

    def post(self, path: str, body: dict[str, Any] | None, operation: Operation) -> Answer:
        """Call an action, or create something; sent again only if it cannot have arrived.

        Raises:
            AnswerLostError: it may have arrived, and no answer came.
            CrosscloudGraphError: see the family in `crosscloud.graph.errors`.
        """
        return self._once("POST", path, body, operation)

    def put(self, path: str, body: dict[str, Any], operation: Operation) -> None:
        """Create what must not be there yet; sent again only if it cannot have arrived, as `post`.

        Raises:
            AnswerLostError: it may have arrived, and no answer came.
            CrosscloudGraphError: see the family in `crosscloud.graph.errors`.
        """
        self._once("PUT", path, body, operation)

    def patch(self, path: str, body: dict[str, Any], operation: Operation) -> None:
        """Change what `body` names and leave the rest.

        Raises:
            AnswerLostError: it may have arrived, and no try was answered.
            CrosscloudGraphError: see the family in `crosscloud.graph.errors`.
        """
        self._accepted(self._send(Effect.REPEATABLE, "PATCH", self._url(path), operation, body), operation)

    def delete(self, path: str, operation: Operation) -> None:
        """Delete what is at `path`; that it is gone when asked a second time is success.

        Raises:
            AnswerLostError: it may have arrived, and no try was answered.
            CrosscloudGraphError: see the family in `crosscloud.graph.errors`.
        """
        outcome = self._send(Effect.REPEATABLE, "DELETE", self._url(path), operation)
        if not (outcome.unsure and outcome.answer.status == 404):
            self._accepted(outcome, operation)

    def _once(self, method: str, path: str, body: dict[str, Any] | None, operation: Operation) -> Answer:
        outcome = self._send(Effect.ONCE, method, self._url(path), operation, body)
        if outcome.unsure and outcome.answer.status == 409:
            # An earlier try timed out at a gateway: what is there already may be what it made.
            raise answer_lost(self._doing(operation), "a try timed out, and the next found it there already")
        return self._accepted(outcome, operation)

    def _object_at(
        self, url: str, operation: Operation, headers: Mapping[str, str] = MappingProxyType({})
    ) -> tuple[dict[str, Any], int]:
        """The JSON object at `url`, and the size of the answer."""
        outcome = self._send(Effect.READ, "GET", url, operation, more_headers=headers)
        answer = self._accepted(outcome, operation, is_read=True)
        if answer.status != 200:
            raise self.unexpected(operation, f"it answers a read with status {answer.status}, which may be a part")
        body = json_of(answer)
        if not isinstance(body, dict):
            raise self.unexpected(operation, "the answer is not a JSON object")
        if "error" in body:
            raise self.unexpected(operation, "in its answer, error stands where what was asked for must be")
        return body, len(answer.body)

    def _send(
        self,
        effect: Effect,
        method: str,
        url: str,
        operation: Operation,
        body: dict[str, Any] | None = None,
        more_headers: Mapping[str, str] = MappingProxyType({}),
    ) -> Outcome:
        """Send, and once more with a new token where the token is not accepted."""
        content = None if body is None else json.dumps(body, allow_nan=False).encode()

        def send_with(token: str) -> Outcome:
            def make() -> Request:
                headers = {
                    **more_headers,
                    "Authorization": f"Bearer {token}",
                    "client-request-id": str(uuid.uuid4()),
                }
                if content is not None:
                    headers["Content-Type"] = "application/json"
                return Request(method, url, headers, content)

            return exchange(self.transport, effect, make, self.retries, self._doing(operation))

        token = self.tokens.token()
        outcome = send_with(token)
        if outcome.answer.status != 401:
            return outcome
        again = send_with(self.tokens.replace(token))
        return Outcome(again.answer, outcome.unsure or again.unsure)

    def _accepted(self, outcome: Outcome, operation: Operation, *, is_read: bool = False) -> Answer:
        """The answer, where its status is success."""
        answer = outcome.answer
        if 200 <= answer.status < 300:
            return answer
        if 300 <= answer.status < 400:
            raise self.unexpected(operation, "it redirects elsewhere, where the token must not go")
        error: ResponseError = error_from(answer, self._doing(operation), operation.permission)
        # After a try that may have taken effect no later refusal tells that nothing was changed.
        unknown = answer.status in _NEVER_ANSWERED or outcome.unsure
        if unknown and not is_read:
            raise answer_lost(self._doing(operation), error.summary) from error
        raise error

    def unexpected(self, operation: Operation, what: str) -> UnexpectedAnswerError:
        """The error for an answer in a shape that Graph does not document; `what` tells the shape."""
        host = urlsplit(self.sign_in.graph).netloc
        return UnexpectedAnswerError(
            f"cannot {self._doing(operation)}: {host} did not answer as Microsoft Graph does: {what}"
        )

    def _doing(self, operation: Operation) -> str:
        return f"{operation.what} of {self.sign_in.tenant}"

    def _url(self, path: str) -> str:
        return f"{self.sign_in.graph}/{path}"
