"""Sets of who may reach what, in words."""

from crosscloud.domain.access import Permission, compare
from crosscloud.domain.access.permission import table_of
from crosscloud.domain.access.section import Rule
from crosscloud.domain.access.targets import Targets
from crosscloud.domain.truth import Truth
from crosscloud.wording.access import AccessWording, pairs_in_words, wording_of
from crosscloud.wording.names import Names

EVERYTHING = Targets(everything=True)


def test_the_words_of_the_demonstration() -> None:
    engineers, vault = Targets(classes=frozenset({"g1"})), Targets(ids=frozenset({"u1"}))
    rule = Rule(engineers, False, vault, False)
    permission = Permission(Truth.YES, rule, rule)
    table = table_of([permission])
    pairs = [field for field, answer in table.answers(permission).items() if answer is Truth.YES]
    names = Names(of_id={"g1": "engineers", "u1": "design-vault"}.get)
    assert [(line.who, line.what) for line in AccessWording(table, names).lines(pairs)] == [
        ("group engineers", "design-vault"),
        ("everyone else", "nothing"),
    ]


def test_a_block_that_reads_like_a_restriction_opens_everything_else() -> None:
    contractors, vault = Targets(classes=frozenset({"g2"})), Targets(ids=frozenset({"u1"}))
    engineers = Targets(classes=frozenset({"g1"}))
    before = Permission(Truth.YES, *[Rule(engineers, False, vault, False)] * 2)
    after = Permission(Truth.YES, *[Rule(contractors, True, vault, True)] * 2)
    change = compare(before, after)
    assert change.gained
    assert change.lost
    names = {"g1": "engineers", "g2": "contractors", "u1": "design-vault"}
    wording = AccessWording(change.table, Names(of_id=names.get))
    after_pairs = [pair for pair, answer in change.will.items() if answer is Truth.YES]
    assert [(line.who, line.what) for line in wording.lines(after_pairs)] == [
        ("group contractors", "all applications but design-vault"),
        ("everyone else", "all applications"),
    ]
    lost = wording.lines(change.lost)
    assert (lost[0].who, lost[0].what) == ("group engineers that are also in group contractors", "design-vault")


def test_each_list_is_put_into_words_once_however_many_lines_name_it() -> None:
    asked: list[str] = []
    change = compare(
        Permission(Truth.YES, Rule(Targets(classes=frozenset({"g1"})), False, EVERYTHING, False), None),
        Permission(Truth.YES, Rule(Targets(classes=frozenset({"g2"})), False, EVERYTHING, False), None),
    )
    wording = AccessWording(change.table, Names(of_id=asked.append))
    pairs = list(change.was)
    told = [line.who for number in range(len(pairs)) for line in wording.lines(pairs[: number + 1])]
    assert any("group g1" in who for who in told)
    assert sorted(asked) == ["g1", "g1", "g2", "g2"]  # each alone, and both in one list
    assert [line.who for number in range(len(pairs)) for line in wording.lines(pairs[: number + 1])] == told
    assert len(asked) == 4


def test_a_table_is_put_into_words_once_for_a_reader() -> None:
    rule = Rule(Targets(classes=frozenset({"g1"})), False, EVERYTHING, False)
    table = table_of([Permission(Truth.YES, rule, rule)])
    asked: list[str] = []

    def name(id_: str) -> str | None:
        asked.append(id_)
        return {"g1": "engineers"}.get(id_)

    names = Names(of_id=name)
    pairs = [(user, application) for user in table.users for application in table.applications if user[0]]
    assert wording_of(table, names) is wording_of(table, names)
    assert pairs_in_words(table, pairs, names) == "group engineers -> all applications"
    assert pairs_in_words(table, tuple(pairs), names) == "group engineers -> all applications"
    assert asked == ["g1"]
    assert pairs_in_words(table, pairs, Names()) == "group g1 -> all applications"  # another reader


def test_what_a_narrower_list_of_applications_loses_is_named_by_itself() -> None:
    staff = Targets(classes=frozenset({"g1"}))
    vault, more = Targets(ids=frozenset({"a1"})), Targets(ids=frozenset({"a1", "a2", "a3"}))
    change = compare(
        Permission(Truth.YES, *[Rule(staff, False, more, False)] * 2),
        Permission(Truth.YES, *[Rule(staff, False, vault, False)] * 2),
    )
    names = Names(of_id={"g1": "staff", "a1": "design-vault", "a2": "mail", "a3": "wiki"}.get)
    lost = AccessWording(change.table, names).lines(change.lost)
    assert (lost[0].who, lost[0].what) == ("group staff", "mail, wiki")


def test_of_two_blocking_ends_only_what_both_block_is_left_out() -> None:
    mail, wiki = Targets(ids=frozenset({"a1", "a2"})), Targets(ids=frozenset({"a2", "a3"}))
    rules = [Rule(EVERYTHING, False, targets, True) for targets in (mail, wiki)]
    found = Permission(Truth.YES, *rules)
    table = table_of([found])
    pairs = [pair for pair, answer in table.answers(found).items() if answer is Truth.YES]
    assert pairs_in_words(table, pairs, Names()) == "all users -> all applications but a1, a2, a3"
