"""Applications found without an account: by the key of a form sent again, by a phone that remembers, by number and proof."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from linli.base.files.models import StoredFile
from linli.base.flow.models import Step
from linli.base.flow.refusals import NoSuchCase
from linli.base.people.models import Account
from linli.base.people.vault import fingerprint
from linli.kernel.numbers import normalise_phone
from linli.pillars.service.applications.models import Application, PaperFile, Reuse
from linli.pillars.service.applications.queries._desk import own_paper_file
from linli.pillars.service.applications.queries._follow import application_by_link
from linli.pillars.service.applications.queries._person import applications_of_account

MOST = 50
_WITH = ("case__office", "case__area", "item")


def application_by_key(*, key: uuid.UUID) -> Application | None:
    """Give the application that a form made, if it was taken already: the phone only missed the answer. One query."""
    return Application.objects.select_related(*_WITH).filter(case__idempotency_key=key).first()


def was_supplied(application: Application, key: uuid.UUID) -> bool:
    """Say whether this submission was taken already. One query."""
    return Step.objects.filter(case=application.case, key=key).exists()


def own_applications(*, account: Account | None, remembered: Mapping[int, int]) -> list[Application]:
    """List what somebody applied for, newest first: by their account, and what this phone remembers. At most two queries.

    A phone forgets a link that was withdrawn.
    """
    found: dict[int, Application] = {}
    if account is not None:
        rows = applications_of_account(account).select_related(*_WITH).order_by("-case_id")[:MOST]
        found = {a.pk: a for a in rows}
    if remembered:
        rows = Application.objects.select_related(*_WITH).filter(pk__in=list(remembered), erased_at=None)
        found |= {a.pk: a for a in rows if remembered[a.pk] == a.link_version}
    return sorted(found.values(), key=lambda a: a.pk, reverse=True)


def last_own_application(account: Account) -> Application | None:
    """Give the last application that somebody made for themselves, so that nothing is asked twice. One query."""
    rows = applications_of_account(account).select_related("case", "item")
    return rows.filter(agent_basis="").order_by("-case_id").first()


def application_by_proof(*, number: str, proof: str) -> Application | None:
    """Give an application to whoever left this telephone, or holds the code of this link. At most two queries."""
    try:
        return application_by_link(number=number, token="".join(proof.split()))
    except NoSuchCase:
        pass
    try:
        phone = normalise_phone(proof)
    except ValueError:
        return None
    rows = Application.objects.select_related(*_WITH)
    return rows.filter(case__number=number, phone_print=fingerprint(phone, "phone"), erased_at=None).first()


def files_of(application: Application) -> dict[int, list[StoredFile]]:
    """Give the scans of an application, by the id of their paper. Four queries at most."""
    found: dict[int, list[StoredFile]] = {}
    for row in PaperFile.objects.select_related("file").filter(paper__application=application):
        found.setdefault(row.paper_id, []).append(row.file)
    reused = Reuse.objects.filter(paper__application=application).prefetch_related("source__files__file")
    for one in reused:
        found[one.paper_id] = [scan.file for scan in one.source.files.all()]
    return found


def own_file(*, application: Application, file_id: int) -> StoredFile | None:
    """Give the applicant a scan they handed in. One query."""
    return own_paper_file(application=application, file_id=file_id)
