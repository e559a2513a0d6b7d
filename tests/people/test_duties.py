"""Every duty of a job has its right and every right its duty; nobody's job description lets a specialist sign."""

import pytest

from contracts.kernel.rights import COMMON, RIGHTS, ROLES
from contracts.people.rules.duties import DUTIES, JOBS, NEVER, duties_of, job_of, mismatch


@pytest.mark.parametrize("job", JOBS)
def test_the_rights_of_a_job_are_those_its_duties_need(job: str) -> None:
    assert not mismatch(job, ROLES[job])
    assert set(duties_of(job)) == ROLES[job] - COMMON


def test_the_table_names_known_rights_and_never_signing() -> None:
    assert set(DUTIES) <= set(RIGHTS)
    assert not NEVER & set(DUTIES)


def test_a_duty_without_its_right_and_a_right_without_its_duty_are_reported() -> None:
    held = (ROLES["specialist"] - {"debts.read"}) | {"payments.post", "contracts.sign"}
    found = mismatch("specialist", held)
    assert (found.lacking, found.spare, found.forbidden) == (("debts.read",), ("payments.post",), ("contracts.sign",))


def test_claims_work_is_the_job_of_those_charged_with_it() -> None:
    assert job_of(("specialist", "claims")) == "claims"
    assert job_of(("accountant",)) == "specialist"
