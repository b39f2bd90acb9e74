"""Users, groups and service principals: found by ids and names, guests counted, other questions refused."""

from urllib.parse import unquote

import pytest

from crosscloud.emulator.wire import Answer
from tests.emulator.directory_client import EVENTUAL, GUESTS, ask, change_directory, value
from tests.emulator.graph_client import World, code


def test_objects_are_found_by_their_ids(world: World) -> None:
    groups = [{"id": f"a0000000-0000-4000-8000-{number:012}", "displayName": f"g{number}"} for number in range(20)]
    change_directory(world, groups=groups)
    ids = [str(one["id"]) for one in groups]
    some = ",".join(f"'{key.upper()}'" for key in (*ids[3:7], "b0000000-0000-4000-8000-000000000000"))
    assert value(ask(world, "groups", {"filter": f"id in ({some})", "select": "id,displayName"})) == groups[3:7]
    fifteen, sixteen = (",".join(f"'{key}'" for key in ids[:number]) for number in (15, 16))
    assert len(value(ask(world, "groups", {"filter": f"id in ({fifteen})"}))) == 15
    refused = ask(world, "groups", {"filter": f"id in ({sixteen})"})
    assert (refused.status, code(refused)) == (400, "Request_UnsupportedQuery")
    advanced = ask(world, "groups", {"filter": f"id in ({sixteen})", "count": "true"}, headers=EVENTUAL)
    assert len(value(advanced)) == 16
    everything = ",".join(f"'{key}'" for key in ids * 3)
    long = ask(world, "groups", {"filter": f"id in ({everything})", "count": "true"}, headers=EVENTUAL)
    assert (long.status, code(long)) == (400, "Request_UnsupportedQuery")


def count_of(answer: Answer) -> int | None:
    """The number that an answer states."""
    assert answer.status == 200, answer.body
    assert answer.body is not None
    return answer.body.get("@odata.count")


@pytest.mark.parametrize(
    ("which", "count"),
    [
        ("", 8),
        (" and endsWith(mail,'@fabrikam.us')", 4),
        (" and endsWith(mail,'@FABRIKAM.US')", 4),
        (" and (endsWith(mail,'@fabrikam.us') or endsWith(mail,'@fabrikam.com'))", 8),
        (" and endsWith(mail,'@fabrikam.us') and externalUserState eq 'PendingAcceptance'", 2),
        (" and (endsWith(mail,'@nobody') or endsWith(mail,'@brikam.us'))", 0),
    ],
)
def test_guests_are_counted(world: World, which: str, count: int) -> None:
    change_directory(world, users=[*GUESTS, {"displayName": "Ann", "mail": "ann@fabrikam.us"}])
    options = {"filter": f"userType eq 'Guest'{which}", "count": "true", "top": "1", "select": "id"}
    answer = ask(world, "users", options, headers=EVENTUAL)
    assert count_of(answer) == count
    assert len(value(answer)) == min(count, 1)
    assert answer.body is not None
    assert ("@odata.nextLink" in answer.body) == (count > 1)


@pytest.mark.parametrize(
    ("headers", "options"), [({}, {"count": "true"}), (EVENTUAL, {}), (EVENTUAL, {"count": "false"}), ({}, {})]
)
def test_endings_without_the_means_of_an_advanced_query_are_refused(
    world: World, headers: dict[str, str], options: dict[str, str]
) -> None:
    answer = ask(world, "users", {"filter": "endsWith(mail,'@fabrikam.us')", **options}, headers=headers)
    assert (answer.status, code(answer)) == (400, "Request_UnsupportedQuery")


def test_a_count_without_the_header_is_ignored(world: World) -> None:
    change_directory(world, users=GUESTS)
    assert count_of(ask(world, "users", {"count": "true", "filter": "userType eq 'Guest'"})) is None


def test_only_the_first_page_states_the_count_and_the_next_needs_the_header_again(world: World) -> None:
    change_directory(world, users=GUESTS)
    first = ask(world, "users", {"count": "true", "top": "3", "filter": "endsWith(mail,'.us')"}, headers=EVENTUAL)
    assert count_of(first) == 4
    assert first.body is not None
    path, _, query = first.body["@odata.nextLink"].partition("?")
    assert path.endswith("/v1.0/users")
    options = {name[1:]: unquote(text) for name, text in (pair.split("=") for pair in query.split("&"))}
    assert ask(world, "users", options).status == 400
    second = ask(world, "users", options, headers=EVENTUAL)
    assert count_of(second) is None
    assert len(value(second)) == 1


def test_a_user_shows_its_type_and_state_only_where_selected(world: World) -> None:
    change_directory(world, users=GUESTS[:1])
    (plain,) = value(ask(world, "users"))
    assert not {"userType", "externalUserState"} & set(plain)
    assert plain["mail"] == "0@fabrikam.us"
    (chosen,) = value(ask(world, "users", {"select": "userType,externalUserState"}))
    assert chosen == {"userType": "Guest", "externalUserState": "Accepted"}
    assert ask(world, "users", {"select": "memberOf"}).status == 400


@pytest.mark.parametrize("path", ["servicePrincipals", "groups", "users"])
@pytest.mark.parametrize("option", ["orderby", "search", "expand", "skip"])
def test_other_options_on_directory_objects_are_refused(world: World, path: str, option: str) -> None:
    assert ask(world, path, {option: "displayName"}).status == 400


def test_an_option_that_the_path_cannot_filter_by_is_refused(world: World) -> None:
    assert ask(world, "groups", {"filter": "mail eq 'x'"}).status == 400
    assert ask(world, "servicePrincipals", {"filter": "accountEnabled eq true"}).status == 400
    assert ask(world, "users", {"count": "yes"}, headers=EVENTUAL).status == 400
