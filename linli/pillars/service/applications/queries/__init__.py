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

__all__ = [
    "PUBLICITY", "REVEALED", "DocumentRow", "FollowPage", "FollowStep", "MyRow", "application_by_link",
    "applications_of_account", "applications_of_actor", "collect_applications", "documents_for_applicant",
    "facts_of_application",
    "find_applicant", "follow_page", "get_application", "get_document", "my_applications", "own_application",
    "own_document", "parties_of", "publicity_of", "specials",
]  # fmt: skip
