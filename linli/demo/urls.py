"""Where the role switcher listens. Included in demo mode only."""

from django.urls import path

from linli.demo import switcher

app_name = "demo"
urlpatterns = [path("role/", switcher.play, name="play")]
