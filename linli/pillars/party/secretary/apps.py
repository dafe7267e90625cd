from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SecretaryConfig(AppConfig):
    name = "linli.pillars.party.secretary"
    label = "secretary"
    verbose_name = _("书记项目")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the flow known and where staff open a project."""
        from linli.base.notices import shown
        from linli.pillars.party.secretary.flow import KIND

        shown.register_desk(KIND, "/d/party/projects/{number}/")
