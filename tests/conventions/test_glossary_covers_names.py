"""Every name that people meet in the code is a word of the glossary.

When this fails, add a row to `linli/kernel/standards/_glossary_rows.py` and run `make docs`.
"""

import re

import pytest
from django.apps import apps

from linli.base.flow.table import REGISTRY
from linli.base.orgs.roles import Role, UnitKind
from linli.kernel.limits import LimitUnit
from linli.kernel.standards.glossary import IDENTIFIERS, SECTIONS, SOURCES
from linli.kernel.standards.natures import Nature


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


class TestCode:
    def test_every_model_is_a_word(self) -> None:
        models = {
            snake(model.__name__) for model in apps.get_models() if model.__module__.startswith("linli.")
        }
        assert models - IDENTIFIERS == set()

    def test_every_verb_and_state_is_a_word(self) -> None:
        for flow in REGISTRY.values():
            assert set(flow.verbs) - IDENTIFIERS == set()
            assert set(flow.states) - IDENTIFIERS == set()

    @pytest.mark.parametrize("words", [Role, UnitKind, LimitUnit])
    def test_every_role_kind_and_unit_is_a_word(
        self, words: type[Role] | type[UnitKind] | type[LimitUnit]
    ) -> None:
        assert {word.value for word in words} - IDENTIFIERS == set()

    def test_every_nature_is_a_word(self) -> None:
        assert {nature.value for nature in Nature} - {"other"} - IDENTIFIERS == set()


class TestTable:
    def test_spells_identifiers_one_way_and_once_a_section(self) -> None:
        for section in SECTIONS:
            identifiers = [term.identifier for term in section.terms]
            chinese = [term.chinese for term in section.terms]
            assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", word) for word in identifiers)
            if section.title != "Work 件":  # 举报 and 反映 are both called a report in English
                assert len(set(identifiers)) == len(identifiers)
            assert len(set(chinese)) == len(chinese)

    def test_names_a_source_for_every_word(self) -> None:
        assert {term.source for section in SECTIONS for term in section.terms} == set(SOURCES)
        assert all(source.is_complete for source in SOURCES.values())
