"""Rows written with COPY are the rows that `save` writes, column by column."""

from __future__ import annotations

import json

from django.db import connection, transaction

from linli.base.flow.copying import copy_rows
from linli.base.flow.models import Card, Case
from tests.pillars.governance.reports.doing import bring
from tests.town import Town

SEALED = frozenset({"place_words"})
"""Sealed anew each time: read back through the model instead."""


def _row(case: Case) -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(c) - 'id' - 'number' FROM flow_case c WHERE id = %s", [case.pk])
        return {k: v for k, v in json.loads(cursor.fetchone()[0]).items() if k not in SEALED}


def test_a_case_copied_is_the_same_in_every_column(town: Town) -> None:
    number, _at = bring(town, "paused", is_confidential=True, place_words="三号楼东边")
    case = Case.objects.get(number=number)
    saved = _row(case)
    assert saved["limits"]
    assert saved["reach"]
    assert saved["stopped_until"]
    case.pk, case.number, case.card = None, f"{number}9", Card(case.card)
    with transaction.atomic():
        copy_rows([case])
        assert _row(case) == saved
        assert Case.objects.get(pk=case.pk).place_words == "三号楼东边"
        # Taken back before the checks that wait for a commit: it has no steps.
        transaction.set_rollback(True)
