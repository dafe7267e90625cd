"""GeoReport v2 as OpenAPI, for tests that make up calls: its addresses, what they take, and much that nobody ever sends."""

from __future__ import annotations

from typing import Any

WORD = {"type": "string"}
FORM = {"type": "string", "enum": ["json", "xml"]}
#: Ordinary values and any words at all: half of what is made up should reach past the first check.
NUMBER = {"anyOf": [{"type": "number", "minimum": -200, "maximum": 200}, WORD]}
MOMENT = {"anyOf": [{"type": "string", "format": "date-time"}, WORD]}


def _query(**fields: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"name": name, "in": "query", "required": False, "schema": kind} for name, kind in fields.items()]


def _inside(*names: str) -> list[dict[str, Any]]:
    kinds = {"form": FORM}
    return [
        {"name": n, "in": "path", "required": True, "schema": kinds.get(n, WORD | {"minLength": 1})}
        for n in names
    ]


def _answers(*statuses: int) -> dict[str, Any]:
    return {str(status): {"description": ""} for status in statuses}


def description(prefix: str = "/open311/v2", codes: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the whole description; `codes` are service codes that exist."""
    code = {"anyOf": [{"type": "string", "enum": list(codes)}, WORD]} if codes else WORD
    filing = {
        "service_code": code,
        "lat": NUMBER,
        "long": NUMBER,
        "address_string": WORD,
        "address_id": WORD,
        "email": WORD,
        "device_id": WORD,
        "account_id": WORD,
        "first_name": WORD,
        "last_name": WORD,
        "phone": {"anyOf": [{"type": "string", "enum": ["13900000001", "+86 139 0000 0001"]}, WORD]},
        "description": WORD,
        "media_url": {"anyOf": [{"type": "string", "format": "uri"}, WORD]},
        "jurisdiction_id": WORD,
        "api_key": WORD,
        "attribute[x]": WORD,
    }
    listing = {
        "service_request_id": WORD,
        "service_code": code,
        "start_date": MOMENT,
        "end_date": MOMENT,
        "status": {"anyOf": [{"type": "string", "enum": ["open", "closed", "open,closed"]}, WORD]},
        "jurisdiction_id": WORD,
        "page": NUMBER,
        "page_size": NUMBER,
        "lat": NUMBER,
        "long": NUMBER,
        "radius": NUMBER,
        "updated_after": MOMENT,
        "updated_before": MOMENT,
    }
    own = _query(jurisdiction_id=WORD)
    get = {"responses": _answers(200, 204, 400, 401, 403, 404, 405, 429)}
    body = {"application/x-www-form-urlencoded": {"schema": {"type": "object", "properties": filing}}}
    return {
        "openapi": "3.0.3",
        "info": {"title": "GeoReport", "version": "2"},
        "paths": {
            f"{prefix}/discovery.{{form}}": {"get": get | {"parameters": _inside("form")}},
            f"{prefix}/services.{{form}}": {"get": get | {"parameters": _inside("form") + own}},
            f"{prefix}/services/{{code}}.{{form}}": {
                "get": get | {"parameters": _inside("code", "form") + own}
            },
            f"{prefix}/requests.{{form}}": {
                "get": get | {"parameters": _inside("form") + _query(**listing)},
                "post": {
                    "parameters": _inside("form") + own,
                    "requestBody": {"content": body},
                    "responses": _answers(200, 201, 204, 400, 401, 403, 404, 405, 409, 413, 422, 429),
                },
            },
            f"{prefix}/requests/{{number}}.{{form}}": {
                "get": get | {"parameters": _inside("number", "form") + own}
            },
            f"{prefix}/tokens/{{token}}.{{form}}": {
                "get": get | {"parameters": _inside("token", "form") + own}
            },
        },
    }
