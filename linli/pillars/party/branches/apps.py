from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BranchesConfig(AppConfig):
    name = "linli.pillars.party.branches"
    label = "branches"
    verbose_name = _("党组织")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is kept about members: shown one at a time, collected and erased for them."""
        from linli.base.people import erasures, revealing, subjects
        from linli.pillars.party.branches import operations, queries

        revealing.register(queries.MEMBERS, queries.MEMBER_FIELDS, queries.find_member)
        revealing.register(queries.PART_TIMERS, queries.PART_TIMER_FIELDS, queries.find_part_timer)
        subjects.register("branches", queries.collect, operations.erase)
        erasures.register(operations.SUBJECT, operations.facts, operations.erase_again)
