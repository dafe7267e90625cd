"""Reads about applications: for the applicant, for the window, for specialists, for the law's own questions."""

from linli.pillars.service.applications.queries._facts import (
    PUBLICITY,
    facts_of_application,
    publicity_of,
    specials,
)
from linli.pillars.service.applications.queries._follow import (
    FollowPage,
    FollowStep,
    MyRow,
    application_by_link,
    documents_for_applicant,
    follow_page,
    my_applications,
    own_application,
)
from linli.pillars.service.applications.queries._get import (
    DocumentRow,
    get_application,
    get_document,
    own_document,
)
from linli.pillars.service.applications.queries._person import (
    REVEALED,
    applications_of_account,
    applications_of_actor,
    collect_applications,
    find_applicant,
    parties_of,
)
from linli.pillars.service.applications.queries._phone import (
    application_by_key,
    application_by_proof,
    files_of,
    own_applications,
    own_file,
    was_supplied,
)

__all__ = [
    "PUBLICITY", "REVEALED", "DocumentRow", "FollowPage", "FollowStep", "MyRow", "application_by_key",
    "application_by_link", "application_by_proof", "applications_of_account", "applications_of_actor",
    "collect_applications", "documents_for_applicant", "facts_of_application", "files_of", "find_applicant",
    "follow_page", "get_application", "get_document", "my_applications", "own_application",
    "own_applications", "own_document", "own_file", "parties_of", "publicity_of", "specials",
    "was_supplied",
]  # fmt: skip
