from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "linli.pillars.governance.campaigns"
    label = "campaigns"
    verbose_name = _("专项行动")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the flow known to the engine, and say where staff open a decision."""
        from linli.base.notices import shown
        from linli.pillars.governance.campaigns.flow import KIND

        shown.register_desk(KIND, "/d/campaigns/decisions/{number}/")
