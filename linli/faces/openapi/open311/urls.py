"""The addresses of GeoReport v2, twice: for real, and for trying."""

from django.urls import URLPattern, path, re_path

from linli.faces.openapi.open311 import views

app_name = "open311"

FORM = r"\.(?P<form>json|xml)$"


def _endpoint(prefix: str, name: str, *, is_test: bool) -> list[URLPattern]:
    more = {"is_test": is_test}
    return [
        re_path(rf"^{prefix}/services{FORM}", views.services, more, name=f"{name}services"),
        re_path(rf"^{prefix}/services/(?P<code>[^/]+?){FORM}", views.service, more, name=f"{name}service"),
        re_path(rf"^{prefix}/requests{FORM}", views.requests, more, name=f"{name}requests"),
        re_path(
            rf"^{prefix}/requests/(?P<number>[^/]+?){FORM}", views.one_request, more, name=f"{name}request"
        ),
        re_path(rf"^{prefix}/tokens/(?P<token>[^/]+?){FORM}", views.token, more, name=f"{name}token"),
        path(f"{prefix}/", views.nothing, name=f"{name}root"),
    ]


urlpatterns = [
    re_path(rf"^(?:v2/|test/v2/)?discovery{FORM}", views.discovery, name="discovery"),
    *_endpoint("v2", "", is_test=False),
    *_endpoint("test/v2", "test-", is_test=True),
    path("", views.nothing, name="top"),
    path("<path:rest>", views.nothing, name="nothing"),
]
