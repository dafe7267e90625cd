"""Learning from an office's closed cases, version by version, and what is proposed meanwhile."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import pytest

from linli.base.language import learnable, operations, proposing
from linli.base.language.learnable import Example, Subject
from linli.base.language.models import LearnedModel
from linli.base.language.operations import NoSuchVersion
from linli.base.people.actors import SYSTEM
from tests.base.language.towntalk import MATTERS, messages
from tests.town import MONDAY, Town

SEEDS = {label: (label, *said[:1]) for label, said in MATTERS.items()}


class Office:
    """The closed cases of an office as a pillar would give them."""

    def __init__(self) -> None:
        self.cases: list[Example] = []
        self.subject = Subject(
            "test.matter", "事", lambda office_id, most: self.cases[:most], lambda office_id: SEEDS
        )

    def closes(self, count: int, *, seed: int = 1, start: datetime = MONDAY, mixed_up: bool = False) -> None:
        texts, labels = messages(count, seed)
        if mixed_up:
            random.Random(3).shuffle(labels)
        for n, (text, label) in enumerate(zip(texts, labels, strict=True)):
            self.cases.append(Example(text, label, start + timedelta(minutes=n)))

    def learn(self, town: Town) -> LearnedModel | None:
        return operations.learn_subject(actor=SYSTEM, at=MONDAY, subject=self.subject, office=town.office)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Office()
    monkeypatch.setitem(learnable._SUBJECTS, made.subject.name, made.subject)
    proposing.forget()
    yield made
    proposing.forget()


def test_the_first_day_is_answered_by_the_words_of_the_labels(town: Town, office: Office) -> None:
    reading = proposing.propose("test.matter", "路灯不亮", office_id=town.office.pk)
    assert reading.first.label == "路灯"
    assert reading.is_sure
    assert not proposing.propose("test.matter", "今天天气好", office_id=town.office.pk).is_sure
    assert proposing.state_of("test.matter", town.office.pk).source == "cold"


def test_too_few_cases_teach_nothing(town: Town, office: Office) -> None:
    office.closes(operations.LEAST_EXAMPLES - 1)
    assert office.learn(town) is None
    assert not LearnedModel.objects.exists()


def test_a_better_version_is_used_at_once(town: Town, office: Office) -> None:
    office.closes(200)
    made = office.learn(town)
    assert made is not None
    assert made.is_current
    assert (made.version, made.examples) == (1, 200)
    assert made.figures["macro_f1"] > made.figures["before"]["macro_f1"]
    assert made.figures["measured_on"] == 40
    state = proposing.state_of("test.matter", town.office.pk)
    assert (state.source, state.version) == ("learned", 1)
    assert (
        proposing.propose("test.matter", "音响开得很大，睡不着", office_id=town.office.pk).first.label
        == "噪声"
    )


def test_a_version_that_is_no_better_is_measured_and_not_used(town: Town, office: Office) -> None:
    office.closes(200)
    office.learn(town)
    again = office.learn(town)
    assert again is not None
    assert (again.version, again.is_current, again.outcome) == (2, False, "not_better")
    assert bytes(again.packed) == b""
    assert proposing.state_of("test.matter", town.office.pk).version == 1
    with pytest.raises(NoSuchVersion):
        operations.choose_version(
            actor=SYSTEM, at=MONDAY, subject="test.matter", office=town.office, version=again.version
        )


def test_one_click_goes_back_and_another_to_the_first_day(town: Town, office: Office) -> None:
    office.closes(100)
    office.learn(town)
    LearnedModel.objects.update(is_current=False)
    first = LearnedModel.objects.get()
    LearnedModel.objects.create(
        subject="test.matter", office=town.office, version=2, outcome="kept", is_current=True, learned_at=MONDAY,
        examples=1, packed=first.packed,
    )  # fmt: skip
    chosen = operations.choose_version(
        actor=SYSTEM,
        at=MONDAY,
        subject="test.matter",
        office=town.office,
        version=1,
    )
    assert chosen.is_current
    assert proposing.state_of("test.matter", town.office.pk).version == 1
    operations.choose_version(actor=SYSTEM, at=MONDAY, subject="test.matter", office=town.office, version=0)
    assert proposing.state_of("test.matter", town.office.pk).source == "cold"


def test_a_spoilt_version_never_stands_in_the_way(town: Town, office: Office) -> None:
    LearnedModel.objects.create(
        subject="test.matter", office=town.office, version=1, outcome="kept", is_current=True, learned_at=MONDAY,
        examples=1, packed=b"spoilt",
    )  # fmt: skip
    proposing.forget()
    assert proposing.propose("test.matter", "暖气不热", office_id=town.office.pk).first.label == "供暖"
    state = proposing.state_of("test.matter", town.office.pk)
    assert (state.source, state.is_broken) == ("cold", True)
    office.closes(100)
    made = office.learn(town)
    assert made is not None
    assert made.is_current


def test_asking_again_costs_no_query(town: Town, office: Office, django_assert_num_queries: Any) -> None:
    proposing.propose("test.matter", "路灯不亮", office_id=town.office.pk)
    with django_assert_num_queries(0):
        proposing.propose("test.matter", "垃圾没人清", office_id=town.office.pk)


def test_many_at_once_say_what_one_says(town: Town, office: Office) -> None:
    texts = ["路灯不亮", "", "半夜施工吵", "今天天气好"]
    many = proposing.propose_many("test.matter", texts, office_id=town.office.pk)
    assert many[0].first.label == "路灯"
    assert many[1].first is None
    for text, reading in zip(texts, many, strict=True):
        if reading.first:
            alone = proposing.propose("test.matter", text, office_id=town.office.pk)
            assert alone.first.label == reading.first.label
