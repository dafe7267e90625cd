"""From a refusal to what a reader is told: one place for every face, so that no code is shown to anybody."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus

from linli.base.files import texts as files
from linli.base.files.refusals import FileStoreSilent
from linli.base.flow import texts as flow
from linli.base.language import texts as language
from linli.base.notices import texts as notices
from linli.base.orgs import texts as orgs
from linli.base.people import texts as people
from linli.base.places import texts as places
from linli.insight.appraisals import texts as appraisals
from linli.insight.briefs import texts as briefs
from linli.insight.forms import texts as forms
from linli.insight.opendata import texts as opendata
from linli.kernel.refusals import Refusal
from linli.pillars.governance.appeals import texts as appeals
from linli.pillars.governance.assemblies import texts as assemblies
from linli.pillars.governance.campaigns import texts as campaigns
from linli.pillars.governance.cooperative import texts as cooperative
from linli.pillars.governance.deliberation import texts as deliberation
from linli.pillars.governance.duties import texts as duties
from linli.pillars.governance.economy import texts as economy
from linli.pillars.governance.estates import texts as estates
from linli.pillars.governance.inspections import texts as inspections
from linli.pillars.governance.patrols import texts as patrols
from linli.pillars.governance.reports import texts as reports
from linli.pillars.governance.supervision import texts as supervision
from linli.pillars.governance.visits import texts as visits
from linli.pillars.governance.whistles import texts as whistles
from linli.pillars.party.branches import texts as branches
from linli.pillars.party.contacts import texts as contacts
from linli.pillars.party.floating import texts as floating
from linli.pillars.party.life import texts as life
from linli.pillars.party.partners import texts as partners
from linli.pillars.party.secretary import texts as secretary
from linli.pillars.party.study import texts as study
from linli.pillars.party.team import texts as team
from linli.pillars.party.tiers import texts as tiers
from linli.pillars.party.venues import texts as venues
from linli.pillars.service.applications import texts as applications
from linli.pillars.service.appointments import texts as appointments
from linli.pillars.service.bulletins import texts as bulletins
from linli.pillars.service.canteens import texts as canteens
from linli.pillars.service.care import texts as care
from linli.pillars.service.catalog import texts as catalog
from linli.pillars.service.counters import texts as counters
from linli.pillars.service.enterprises import texts as enterprises
from linli.pillars.service.exchange import texts as exchange
from linli.pillars.service.jobs import texts as jobs
from linli.pillars.service.ratings import texts as ratings
from linli.pillars.service.rights import texts as rights
from linli.pillars.service.schemes import texts as schemes
from linli.pillars.service.volunteers import texts as volunteers

UNPROCESSABLE = 422


@cache
def _known() -> dict[str, tuple[int, object]]:
    apps = (
        orgs,
        places,
        people,
        language,
        flow,
        notices,
        reports,
        branches,
        life,
        secretary,
        study,
        team,
        tiers,
        venues,
        floating,
        partners,
        contacts,
        inspections,
        patrols,
        applications,
        appointments,
        deliberation,
        visits,
        whistles,
        duties,
        supervision,
        estates,
        appeals,
        campaigns,
        assemblies,
        appraisals,
        briefs,
        economy,
        cooperative,
        bulletins,
        canteens,
        care,
        catalog,
        counters,
        enterprises,
        exchange,
        jobs,
        ratings,
        rights,
        schemes,
        forms,
        opendata,
        volunteers,
    )
    typed = [app.REFUSALS for app in apps]
    found = {kind.code: said for texts in typed for kind, said in texts.items()}
    found |= {code: (UNPROCESSABLE, words) for code, words in files.REFUSALS.items()}
    found[FileStoreSilent.code] = (HTTPStatus.SERVICE_UNAVAILABLE.value, files.REFUSALS[FileStoreSilent.code])
    return found


def _said(refusal: Refusal) -> tuple[int, object]:
    # A refusal without words of its own says what its family says.
    for kind in type(refusal).__mro__:
        code = kind.__dict__.get("code")
        if code in _known():
            return _known()[code]
    raise KeyError(refusal.code)


def words_of(refusal: Refusal) -> str:
    """Return the sentence that says no, in the reader's language."""
    return str(_said(refusal)[1]) % _data(refusal)


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal."""
    return _said(refusal)[0]


class _Data(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return ""


def _data(refusal: Refusal) -> _Data:
    return _Data({name: value for name, value in refusal.data.items() if value is not None})
