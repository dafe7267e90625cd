"""Addresses of the boards."""

from django.urls import path

from linli.faces.boards import views

app_name = "boards"

urlpatterns = [
    path("", views.today, name="today"),
    path("flow/", views.behind_stream, name="flow"),
    path("rates/<slug:code>/", views.behind, name="rate"),
]
