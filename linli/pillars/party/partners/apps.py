from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "linli.pillars.party.partners"
    label = "partners"
    verbose_name = _("共建")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the flow known and where staff open a project; what is kept about people, and who reveals it."""
        from linli.base.notices import shown
        from linli.base.people import erasures, revealing, subjects
        from linli.pillars.party.partners import operations, queries
        from linli.pillars.party.partners.flow import KIND

        shown.register_desk(KIND, "/d/partners/projects/{number}/")
        for template in ("joint_called", "joint_moved", "joint_called_off"):
            shown.register_page(template, "/d/partners/meetings/")
        subjects.register("partners", queries.collect, operations.erase)
        erasures.register(operations.SUBJECT, operations.facts, operations.erase_again)
        revealing.register(queries.REPORT_INS, queries.CONTACT_FIELDS, queries.find_contact)
        revealing.register(queries.MEMBER_REPORTS, queries.CONTACT_FIELDS, queries.find_member_report)
