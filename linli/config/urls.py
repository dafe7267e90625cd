"""Which face answers which address."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from linli.config import health, metrics, wellknown

FACES = (
    ("parts/", "linli.faces.parts.urls"),
    ("d/", "linli.faces.desk.urls"),
    ("b/", "linli.faces.boards.urls"),
    ("demo/", "linli.demo.urls"),
    ("", "linli.faces.openapi.urls"),
    ("", "linli.faces.resident.urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", metrics.show, name="metrics"),
    path("robots.txt", wellknown.robots, name="robots"),
    path("favicon.ico", wellknown.favicon, name="favicon"),
    path("manifest.webmanifest", wellknown.manifest, name="manifest"),
    path(".well-known/security.txt", wellknown.security, name="security-txt"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("linli.faces.parts.accounts")),
    *(path(prefix, include(module)) for prefix, module in FACES if find_spec(module)),
]

handler400 = "linli.config.errors.bad_request"
handler403 = "linli.config.errors.forbidden"
handler404 = "linli.config.errors.not_found"
handler500 = "linli.config.errors.server_error"
