"""The addresses of applications at the desk. Every verb has its own."""

from django.urls import path

from linli.faces.desk.applications import lists, page, publicity, stopping, window
from linli.faces.desk.applications.verbs import VERBS
from linli.faces.parts.addresses import each

ONE = "applications/<str:number>/"

urlpatterns = [
    path("applications/", lists.applications, name="applications"),
    path("applications/export.xlsx", lists.as_sheet, name="applications-sheet"),
    path("applications/new/", window.new, name="application-new"),
    path("applications/reuse/", stopping.stopping, name="application-reuse"),
    path("applications/documents/<str:number>/", lists.document, name="application-document"),
    path("applications/documents/<str:number>/docx/", lists.docx, name="application-docx"),
    path("publicities/", publicity.publicities, name="publicities"),
    path("publicities/export.xlsx", publicity.publicities_as_sheet, name="publicities-sheet"),
    path(ONE, page.application, name="application"),
    path(f"{ONE}visit/", page.visit, name="application-visit"),
    path(f"{ONE}reveal/<str:field>/", page.reveal, name="application-reveal"),
    path(f"{ONE}files/<int:file_id>/<str:variant>/", page.file, name="application-file"),
    *each(ONE, page.CHECKS, page.check, "application"),
    *(
        path(
            f"{ONE}{verb.replace('_', '-')}/",
            page.move,
            {"verb": verb},
            name=f"application-{verb.replace('_', '-')}",
        )
        for verb in VERBS
    ),
]
