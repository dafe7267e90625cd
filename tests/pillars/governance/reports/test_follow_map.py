"""When grids are redrawn, what nobody has taken up goes to the grid that holds its place now."""

from datetime import timedelta

from linli.base.flow.models import Case, Step
from linli.base.orgs.models import Unit
from linli.base.places import operations as places
from linli.pillars.governance.reports import jobs
from linli.pillars.governance.reports import operations as op
from tests.pillars.governance.reports.doing import file
from tests.town import MONDAY, Town

LATER = MONDAY + timedelta(hours=1)


def box(west: float, east: float) -> dict[str, object]:
    ring = [[west, 36.0], [east, 36.0], [east, 36.01], [west, 36.01], [west, 36.0]]
    return {"type": "Polygon", "coordinates": [ring]}


def redraw(town: Town) -> None:
    shapes = {town.grids[0].pk: box(117.0, 117.004), town.grids[1].pk: box(117.004, 117.02)}
    places.redraw_grids(office=town.office, shapes=shapes, by=None, at=LATER)


def of(number: str) -> Case:
    return Case.objects.select_related("holder", "area").get(number=number)


def test_a_waiting_report_goes_to_its_grid_of_the_new_map(town: Town) -> None:
    number = file(town).report.case.number
    due = of(number).due_at
    redraw(town)
    assert op.follow_map(office=town.office, at=LATER) == 1
    case = of(number)
    assert (case.holder, case.area, case.due_at) == (town.grids[1], town.grids[1], due)
    assert town.grids[1].pk in case.reach
    step = Step.objects.get(case=case, verb="relocate")
    assert (step.actor, step.actor_kind) == (None, "system")
    assert op.follow_map(office=town.office, at=LATER) == 0


def test_what_somebody_works_on_stays(town: Town) -> None:
    number = file(town).report.case.number
    op.accept_report(actor=town.actor("worker"), number=number, at=MONDAY)
    passed = file(town, phone="13800009999").report.case.number
    op.pass_report_up(actor=town.actor("worker"), number=passed, at=MONDAY, note="办不了")
    redraw(town)
    assert op.follow_map(office=town.office, at=LATER) == 0
    assert of(number).holder == town.grids[0]
    assert of(passed).holder == town.communities[0]


def test_the_job_does_the_same(town: Town) -> None:
    number = file(town).report.case.number
    redraw(town)
    assert jobs.follow_map(town.office.pk) == 1
    assert of(number).holder == Unit.objects.get(pk=town.grids[1].pk)
