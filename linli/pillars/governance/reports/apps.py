from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "linli.pillars.governance.reports"
    label = "reports"
    verbose_name = _("诉求")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the base what guards ask, who raised a report, and what is revealed, collected and erased of them."""
        from linli.base.flow.engine import register_facts
        from linli.base.notices import parties, shown
        from linli.base.people import erasures, revealing, subjects
        from linli.pillars.governance.reports.flow import KIND
        from linli.pillars.governance.reports.operations import (
            erase_reporter_again,
            erase_subject,
            reporter_facts,
        )
        from linli.pillars.governance.reports.queries import (
            collect_reports,
            facts_of_report,
            find_reporter,
            parties_of,
            register_learnable,
        )

        register_facts(KIND, facts_of_report)
        parties.register(KIND, parties_of)
        shown.register_desk(KIND, "/d/reports/{number}/")
        revealing.register("reports.Reporter", ("name", "phone"), find_reporter)
        subjects.register("reports", collect_reports, erase_subject)
        erasures.register("reports.Reporter", reporter_facts, erase_reporter_again)
        register_learnable()
