from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppointmentsConfig(AppConfig):
    name = "linli.pillars.service.appointments"
    label = "appointments"
    verbose_name = _("预约")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is hidden and opens for a reason, and what is kept about whoever booked."""
        from linli.base.people import revealing, subjects
        from linli.pillars.service.appointments import operations, queries

        revealing.register("appointments.Appointment", ("name", "phone"), queries.find_booker)
        subjects.register("appointments", queries.collect, operations.erase)
