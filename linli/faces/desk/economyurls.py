"""The addresses of indicators and key projects at the desk. Every verb has its own."""

from django.urls import path

from linli.faces.desk import economy, projects
from linli.faces.parts.addresses import each

ONE = "projects/<int:pk>/"

urlpatterns = [
    path("economy/", economy.economy, name="economy"),
    path("economy/economy.xlsx", economy.as_sheet, name="economy-sheet"),
    *each("economy/", economy.FORMS, economy.act, "economy"),
    path("projects/", projects.projects, name="projects"),
    path("projects/projects.xlsx", projects.as_sheet, name="projects-sheet"),
    path(ONE, projects.project, name="project"),
    *each(ONE, projects.VERBS, projects.act, "project"),
]
