"""Every call of v1, tried with whatever its description allows and forbids: no server error, no undescribed answer."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from linli.base.flow.models import Case
from linli.base.people import api_keys
from linli.base.people.actors import SYSTEM
from linli.config.wsgi import application
from linli.faces.openapi.v1.api import api
from tests.faces.openapi.conftest import CALLED, MANY
from tests.faces.openapi.test_v1 import dispatched
from tests.town import MONDAY, build_town

schema = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
schema.app = application

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


pytestmark = pytest.mark.usefixtures("one_connection")


@pytest.fixture
def key(db: None) -> str:
    town = build_town()
    dispatched(town)
    return api_keys.issue_key(
        actor=SYSTEM,
        at=MONDAY,
        unit=town.sanitation,
        name="试",
        abilities=["file", "read", "act", "hook"],
        account=town.people["sweeper"],
    ).text


@schema.parametrize()
@settings(
    max_examples=MANY or 8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_call(case: schemathesis.Case, key: str) -> None:
    given = case.path_parameters.get("number", "")
    if isinstance(given, str) and given.isascii() and given.replace("-", "").isalnum():
        # A number that nobody has is refused at once: what is well-formed is sent to a case that is there.
        case.path_parameters["number"] = Case.objects.values_list("number", flat=True).get()
    headers = {"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"}
    response = case.call(headers=headers)
    CALLED["REST"] += 1
    case.validate_response(response, checks=CHECKS)
