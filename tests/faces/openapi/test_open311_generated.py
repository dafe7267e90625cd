"""Every call of Open311, tried with what its standard allows and what nobody would send: never an error of the server."""

from __future__ import annotations

import itertools
import json
from xml.etree import ElementTree

import pytest
import schemathesis
from django.test import override_settings
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import status_code_conformance

from linli.config.wsgi import application
from linli.pillars.governance.reports.models import Category
from tests.faces.openapi.conftest import CALLED, MANY
from tests.faces.openapi.geo_report import description
from tests.town import build_town

schema = schemathesis.openapi.from_dict(description(codes=("R01", "R02")))
schema.app = application
_visitors = itertools.count()


pytestmark = pytest.mark.usefixtures("one_connection")


@pytest.fixture
def town(db: None) -> None:
    build_town()
    assert Category.objects.filter(code="R01").exists()


@schema.parametrize()
@settings(
    max_examples=MANY or 12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_call(case: schemathesis.Case, town: None) -> None:
    # Each from another address, so that a long run asks more than a door lets one visitor ask.
    number = next(_visitors)
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    with override_settings(TRUSTED_PROXIES=1):
        response = case.call(headers={"Accept-Encoding": "identity", "X-Forwarded-For": address})
    CALLED["Open311"] += 1
    assert response.status_code != 429
    case.validate_response(response, checks=(not_a_server_error, status_code_conformance))
    kind = response.headers["content-type"][0]
    # Whatever is said is said in the form that was asked for: the words of a refusal too.
    if "json" in kind:
        json.loads(response.content)
    elif "xml" in kind:
        ElementTree.fromstring(response.content)
    else:
        # No such form, another method, or a question about the address itself.
        assert response.status_code in {204, 404, 405}, kind
