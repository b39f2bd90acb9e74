"""What is asked of a permission at a glance, held against its whole table."""

from hypothesis import given
from hypothesis import strategies as st

from crosscloud.domain.access import Permission
from crosscloud.domain.access.permission import table_of
from crosscloud.domain.access.section import EVERYTHING
from crosscloud.domain.findings.openness import half, permits_everything, permits_nothing
from crosscloud.domain.truth import Truth
from tests.domain.test_access_permission import permissions, rules

halves = st.builds(half, rules, st.sampled_from(Truth))
closed_or_open = st.builds(Permission, st.sampled_from(Truth), st.just(EVERYTHING), rules)


@given(permissions | halves | closed_or_open)
def test_nothing_and_everything_are_what_the_whole_table_says(permission: Permission) -> None:
    answers = set(table_of((permission,)).answers(permission).values())
    assert permits_nothing(permission) is (answers == {Truth.NO})
    assert permits_everything(permission) is (answers == {Truth.YES})
