"""The addresses of cooperatives and of calendars of meetings at the desk. Every verb has its own."""

from django.urls import path

from linli.faces.desk import assemblies
from linli.faces.desk.cooperatives import pages, resolutions
from linli.faces.parts.addresses import each

ONE = "cooperatives/<int:pk>/"
MEMBER = f"{ONE}members/<int:member>/"
RESOLUTION = "cooperatives/resolutions/<int:pk>/"

urlpatterns = [
    path("assemblies/", assemblies.assemblies, name="assemblies"),
    path("assemblies/calendar.xlsx", assemblies.as_sheet, name="assemblies-sheet"),
    path("assemblies/<int:pk>/", assemblies.assembly, name="assembly"),
    path("assemblies/<int:pk>/end/", assemblies.end, name="assembly-end"),
    path("cooperatives/", pages.cooperatives, name="cooperatives"),
    path(ONE, pages.cooperative, name="cooperative"),
    *each(ONE, pages.FOLDS, pages.act, "cooperative"),
    path(f"{ONE}delegates/<int:delegate>/end/", pages.end_delegate, name="cooperative-delegate-end"),
    path(f"{ONE}members/", pages.register, name="cooperative-register"),
    path(f"{ONE}members/members.xlsx", pages.register_sheet, name="cooperative-register-sheet"),
    path(MEMBER, pages.member, name="cooperative-member"),
    path(f"{MEMBER}statement/", pages.statement, name="cooperative-statement"),
    path(f"{MEMBER}reveal/<str:field>/", pages.reveal, name="cooperative-reveal"),
    path(RESOLUTION, resolutions.resolution, name="cooperative-resolution"),
    *each(RESOLUTION, resolutions.FORMS, resolutions.act, "cooperative-resolution"),
    path("cooperatives/distributions/<int:pk>/", resolutions.distribution, name="cooperative-distribution"),
]
