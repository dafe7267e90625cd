"""The addresses of indicators and key projects at the desk. Every verb has its own."""

from django.urls import path

from linli.faces.desk import economy, projects

ONE = "projects/<int:pk>/"

urlpatterns = [
    path("economy/", economy.economy, name="economy"),
    path("economy/economy.xlsx", economy.as_sheet, name="economy-sheet"),
    *(
        path(f"economy/{verb}/", economy.act, {"verb": verb}, name=f"economy-{verb}")
        for verb in economy.FORMS
    ),
    path("projects/", projects.projects, name="projects"),
    path("projects/projects.xlsx", projects.as_sheet, name="projects-sheet"),
    path(ONE, projects.project, name="project"),
    *(path(f"{ONE}{verb}/", projects.act, {"verb": verb}, name=f"project-{verb}") for verb in projects.VERBS),
]
