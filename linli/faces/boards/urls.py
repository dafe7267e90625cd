"""Addresses of the boards."""

from django.urls import path

from linli.faces.boards import hot, views

app_name = "boards"

urlpatterns = [
    path("", views.today, name="today"),
    path("flow/", views.behind_stream, name="flow"),
    path("topics/", hot.topics, name="topics"),
    path("topics/<int:number>/", hot.topic, name="topic"),
    path("topics/calls/<int:number>/", hot.call, name="call"),
    path("rates/<slug:code>/", views.behind, name="rate"),
]
