from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    name = "linli.pillars.service.rights"
    label = "rights"
    verbose_name = _("个人信息权利")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the flow known to the engine and its clock, and tell the base who asked and where staff open it."""
        from django.db.models import Q

        from linli.base.notices import parties, shown
        from linli.pillars.service.ratings import rules as ratings
        from linli.pillars.service.rights.flow import KIND
        from linli.pillars.service.rights.queries import parties_of

        parties.register(KIND, parties_of)
        shown.register_desk(KIND, "/d/rights/{number}/")
        ratings.register_matter(
            KIND,
            ratings.Matter(
                name=lambda case: case.title,
                item=lambda case: "",
                unit_id=lambda case: case.holder_id,
                of_account=lambda account: Q(matter__rights_request__account=account),
            ),
        )
