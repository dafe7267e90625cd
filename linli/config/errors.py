"""Pages for what went wrong before any view could say it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.utils.translation import gettext as _


def _page(request: HttpRequest, name: str, status: int, words: str) -> HttpResponse:
    try:
        return render(request, f"errors/{name}.html", {"words": words}, status=status)
    except TemplateDoesNotExist:
        return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was too old to be taken, and that going back keeps what was written."""
    return _page(
        request,
        "stale",
        403,
        _("这个页面放得太久，没有提交成功。请返回上一页，刷新后再提交；您填写的内容还在。"),
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request could not be understood."""
    return _page(request, "400", 400, _("请求有误，系统看不懂。请返回上一页再试。"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say the same as for something absent: who may not see it must not learn that it exists."""
    return not_found(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is nothing here."""
    return _page(request, "404", 404, _("没有找到这个页面，也可能您无权查看。"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that it is our fault; must not touch the database, which may be the cause."""
    return _page(request, "500", 500, _("系统出了问题，已经记录。请稍后再试，急事请拨打社区电话或 12345。"))
