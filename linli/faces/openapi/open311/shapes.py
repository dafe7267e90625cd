"""The words of GeoReport v2 for our rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.orgs import queries as orgs
from linli.faces.openapi.open311.answers import Value
from linli.pillars.governance.reports.models import Category
from linli.pillars.governance.reports.queries import OpenRow
from linli.pillars.governance.reports.texts import STATES

_TYPES = {"choice": "singlevaluelist", "yes_no": "singlevaluelist", "text": "string", "number": "number"}


def contact() -> str:
    """Say whom to ask about this service."""
    offices = "; ".join(" ".join(filter(None, (o.name, o.phone, o.address))) for o in orgs.offices()[:5])
    return offices or settings.PUBLIC_URL


def key_service() -> str:
    """Say how to get a key."""
    return _("接口密钥向街道的安全管理员申请：%(contact)s。") % {"contact": contact()}


def _said(chinese: str, english: str, language: str) -> str:
    return english if language.startswith("en") and english else chinese


def service(category: Category, language: str) -> dict[str, Value]:
    """Describe a service."""
    parent = category.parent
    return {
        "service_code": category.code,
        "service_name": _said(category.name, category.name_en, language),
        "description": _said(category.help, category.help_en, language) or category.name,
        "metadata": bool(category.questions),
        "type": "realtime",
        "keywords": ",".join(str(word).replace(",", " ") for word in category.words),
        "group": _said(parent.name, parent.name_en, language) if parent else "",
    }


def definition(category: Category, language: str) -> dict[str, Value]:
    """List what a service asks for; nothing is compulsory: report first, explain later."""
    asked = [_attribute(question, i, language) for i, question in enumerate(category.questions, 1)]
    return {"service_code": category.code, "attributes": asked}


def _attribute(question: Mapping[str, Any], order: int, language: str) -> dict[str, Value]:
    kind = str(question.get("kind", "text"))
    if kind == "yes_no":
        values = [{"key": "yes", "name": _("是")}, {"key": "no", "name": _("否")}]
    else:
        values = [
            {"key": str(choice[0]), "name": _said(str(choice[1]), str(choice[2]), language)}
            for choice in question.get("choices", [])
        ]
    return {
        "variable": True,
        "code": str(question["code"]),
        "datatype": _TYPES.get(kind, "string"),
        "required": False,
        "datatype_description": "",
        "order": order,
        "description": _said(str(question.get("words", "")), str(question.get("english", "")), language),
        "values": values,
    }


def request(row: OpenRow, language: str) -> dict[str, Value]:
    """Describe a request. Its address is its grid: doors are nobody's business."""
    where = [row.office, row.community, row.area]
    place = "".join(dict.fromkeys(part for part in where if part))
    notice = (
        ""
        if not row.is_published
        else settings.PUBLIC_URL + reverse("resident:public-report", args=[row.number])
    )
    return {
        "service_request_id": row.number,
        "status": "open" if row.is_open else "closed",
        "status_notes": row.answer or str(STATES[row.state].resident),
        "service_name": _said(row.category, row.category_en, language),
        "service_code": row.category_code,
        "description": row.text,
        "agency_responsible": row.holder,
        "service_notice": notice,
        "requested_datetime": row.filed_at,
        "updated_datetime": row.updated_at,
        "expected_datetime": row.resolve_by if row.is_open else None,
        "address": place,
        "address_id": "",
        "zipcode": "",
        "lat": row.lat,
        "long": row.lon,
        "media_url": _photo(row),
    }


def _photo(row: OpenRow) -> str | None:
    if row.photo_id is None:
        return None
    return settings.PUBLIC_URL + reverse("resident:public-photo", args=[row.number, row.photo_id, "full"])
