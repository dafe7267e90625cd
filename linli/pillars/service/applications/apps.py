from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    name = "linli.pillars.service.applications"
    label = "applications"
    verbose_name = _("办件")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make flow, clock, guards and parties known to the base, and what is revealed, collected and erased."""
        from django.db.models import Q

        from linli.base.flow import engine
        from linli.base.notices import parties, shown
        from linli.base.people import erasures, revealing, subjects
        from linli.pillars.service.applications import operations, queries
        from linli.pillars.service.applications.flow import KIND
        from linli.pillars.service.ratings import rules as ratings

        engine.register_facts(KIND, queries.facts_of_application)
        engine.register_timed(KIND, operations.timed)
        parties.register(KIND, queries.parties_of)
        shown.register_desk(KIND, "/d/applications/{number}/")
        ratings.register_matter(
            KIND,
            ratings.Matter(
                name=lambda case: case.application.item.name,
                item=lambda case: case.application.item.code,
                unit_id=lambda case: case.holder_id,
                of_account=lambda account: Q(matter__application__account=account),
                visit=queries.whole_visit,
                done_at=queries.done_at,
            ),
        )
        revealing.register("applications.Application", queries.REVEALED, queries.find_applicant)
        subjects.register("applications", queries.collect_applications, operations.erase_subject)
        erasures.register("applications.Application", operations.applicant_facts, operations.erase_again)
