"""Version 1, put together; and its description, which is committed."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from linli.faces.openapi.v1 import cases, door, filing, language, moves, places, sameness, webhooks
from linli.faces.openapi.v1 import shapes as s

VERSION = "1.0.0"
DESCRIPTION = """\
Cases of a subdistrict for partner units and other systems. A key (`Authorization: Bearer linli_…`) is issued by the security
administrator for one unit; it acts in the posts of its account there and sees what they see. Every refusal is a problem
(RFC 9457) with a stable `code`. Moves and filing take an `Idempotency-Key`: what is sent again is done once.
See docs/openapi.md."""
TAGS = [
    {"name": "cases", "description": "What the key may see."},
    {"name": "moves", "description": "What its unit does with a case."},
    {"name": "reports", "description": "Filing for somebody."},
    {"name": "language", "description": "What is understood of what people write: advice, never a decision."},
    {"name": "webhooks", "description": "News for the unit's own system."},
]

REFUSED = {
    400: "The body could not be read.",
    401: "No living key was shown.",
    403: "The key, or whoever it acts for, may not do this.",
    404: "Absent, or out of the key's sight: both look the same.",
    409: "The case has moved on: read it again.",
    413: "Too large.",
    422: "Something was not understood or is missing.",
    429: "Too often: wait as long as `Retry-After` says.",
    503: "Something it needs does not answer now: try again.",
}


class Described(NinjaAPI):
    """An API whose description says that every refusal is a problem."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Describe the API, with what every call may be refused with."""
        found = super().get_openapi_schema(**options)
        problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
        for calls in found["paths"].values():
            for call in calls.values():
                for status, words in REFUSED.items():
                    call["responses"][status] = {
                        "description": words,
                        "content": {door.PROBLEM: problem},
                    }
        for name, shape in (("Problem", s.Problem), ("Flaw", s.Flaw)):
            described = shape.model_json_schema(ref_template="#/components/schemas/{model}")
            described.pop("$defs", None)
            found["components"]["schemas"][name] = described
        content = {
            kind: {"schema": {"type": "string", "format": "binary"}}
            for kind in ("image/jpeg", "application/*")
        }
        answers = found["paths"]["/api/v1/cases/{number}/files/{file_id}"]["get"]["responses"]
        answers[200] = {"description": "The file.", "content": content}
        return found


api = Described(
    title="邻里 Linli",
    version=VERSION,
    description=DESCRIPTION,
    urls_namespace="v1",
    auth=door.KeyAuth(),
    docs_url=None,  # its pages load scripts from elsewhere, which the content policy forbids
    openapi_extra={"tags": TAGS},
)
door.guard(api)
for part in (cases, moves, filing, language, places, sameness, webhooks):
    api.add_router("", part.router)


@api.get("/me", response=s.Me, operation_id="who_am_i", tags=["cases"])
def who_am_i(request: HttpRequest) -> dict[str, Any]:
    """Say what the key is and may do. Three queries."""
    who: door.Asker = request.auth  # type: ignore[attr-defined]
    return {
        "name": who.key.name,
        "unit_id": who.key.unit_id,
        "unit": str(who.key.unit),
        "abilities": who.key.abilities,
        "account": who.key.account.name if who.key.account else "",
        "posts": [{"role": p.role, "unit_id": p.unit_id, "unit": p.unit_name} for p in who.actor.posts],
        "expires_at": who.key.expires_at,
    }


def described() -> str:
    """Write the description as it is committed."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n"


def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Anything else under these addresses."""
    from django.utils.translation import gettext as _

    return door.problem(404, "not-found", _("没有这个地址。"))
