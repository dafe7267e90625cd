from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    name = "linli.pillars.service.enterprises"
    label = "enterprises"
    verbose_name = _("企业服务")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the flow known, who raised a need and where staff open it; what is kept about people, and who reveals it."""
        from linli.base.notices import parties, shown
        from linli.base.people import revealing, subjects
        from linli.pillars.service.enterprises import operations, queries
        from linli.pillars.service.enterprises.flow import KIND

        parties.register(KIND, queries.parties_of)
        parties.register_speakers("enterprise", queries.speakers_of)
        shown.register_desk(KIND, "/d/needs/{number}/")
        subjects.register("enterprises", queries.collect, operations.erase)
        revealing.register("enterprises.Enterprise", ("contact_name", "contact_phone"), queries.reveal)
