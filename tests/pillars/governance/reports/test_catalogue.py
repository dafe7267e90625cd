"""The catalogue on day one, and who is proposed to handle what."""

from linli.base.people.actors import ANYONE
from linli.pillars.governance.reports import operations, queries
from linli.pillars.governance.reports.models import Category, CategoryHandler
from tests.town import IN_FIRST_GRID, MONDAY, Town


def _report(town: Town, category: str):  # type: ignore[no-untyped-def]
    lon, lat = IN_FIRST_GRID
    filed = operations.file_report(
        actor=ANYONE, at=MONDAY, text="有件事", lon=lon, lat=lat, category=category
    )
    return queries.get_report(actor=town.actor("dispatcher"), number=filed.report.case.number)


def test_both_trees_are_there_once(db: None) -> None:
    assert operations.install_catalogue() > 450
    assert operations.install_catalogue() == 0
    assert Category.objects.filter(tree="component", parent__isnull=False).count() == 153
    assert Category.objects.filter(tree="matter", parent__isnull=False).count() == 250
    lift = Category.objects.get(code="property.lift")
    assert lift.limits["settle"]
    assert lift.roles[0] == "property"


def test_what_an_office_changed_stays(db: None) -> None:
    operations.install_catalogue()
    Category.objects.filter(code="property.lift").update(name="电梯")
    operations.install_catalogue()
    assert Category.objects.get(code="property.lift").name == "电梯"


def test_the_body_of_the_field_is_proposed_then_the_ground(town: Town) -> None:
    proposed = queries.proposed_units(_report(town, "R01"))
    assert [(p.unit, p.why) for p in proposed] == [
        (town.sanitation, "field"),
        (town.communities[0], "ground"),
    ]


def test_the_choice_of_the_office_comes_first(town: Town) -> None:
    CategoryHandler.objects.create(office=town.office, category_id="R01", unit=town.heating)
    assert queries.proposed_units(_report(town, "R01"))[0].unit == town.heating
