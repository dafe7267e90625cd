from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BriefsConfig(AppConfig):
    name = "linli.insight.briefs"
    label = "briefs"
    verbose_name = _("简报")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from linli.base.notices import shown

        shown.register_page("brief_ready", "/b/briefs/")
        shown.register_page("brief_sent", "/b/briefs/")
