"""Addresses of the boards."""

from django.urls import path

from linli.faces.boards import behind, briefs, figures, halls, hot, projects, views

app_name = "boards"

urlpatterns = [
    path("", views.today, name="today"),
    path("flow/", views.behind_stream, name="flow"),
    path("topics/", hot.topics, name="topics"),
    path("topics/<int:number>/", hot.topic, name="topic"),
    path("topics/calls/<int:number>/", hot.call, name="call"),
    path("figures/", figures.all_figures, name="figures"),
    path("figures/export.xlsx", figures.export, name="figures-export"),
    path("figures/<slug:code>/", behind.figure, name="figure"),
    path("figures/<slug:code>/export.xlsx", behind.export, name="figure-export"),
    path("briefs/", briefs.briefs, name="briefs"),
    path("briefs/plan/", briefs.plan, name="brief-plan"),
    path("briefs/<int:pk>/", briefs.brief, name="brief"),
    path("briefs/<int:pk>/brief.docx", briefs.docx, name="brief-docx"),
    path("briefs/<int:pk>/edit/", briefs.act, {"verb": "edit"}, name="brief-edit"),
    path("briefs/<int:pk>/recount/", briefs.act, {"verb": "recount"}, name="brief-recount"),
    path("briefs/<int:pk>/send/", briefs.act, {"verb": "send"}, name="brief-send"),
    path("briefs/<int:pk>/figures/<str:code>/", briefs.figure, name="brief-figure"),
    path("briefs/<int:pk>/figures/<str:code>/export.xlsx", briefs.export, name="brief-figure-export"),
    path("projects/", projects.projects, name="projects"),
    path("halls/", halls.now, name="halls"),
    path("halls/export.xlsx", halls.export, name="halls-export"),
    path("halls/<slug:code>/", halls.rate, name="hall-rate"),
    path("halls/<slug:code>/export.xlsx", halls.rate_export, name="hall-rate-export"),
    path("rates/<slug:code>/", views.behind, name="rate"),
]
