"""Reads messages for the terminal: with an office's own learning and places where there is a database, else without.

A command must not need a database to tell what a sheet is about. Where this installation has one, it is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from linli.cli._console import say
from linli.cli._world import Trouble, settle, world

if TYPE_CHECKING:
    from linli.base.language.classifier import Classifier
    from linli.base.language.nature import NatureGuess
    from linli.base.language.urgency import Urgency
    from linli.base.places.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class Choice:
    """A category a message may be about."""

    code: str
    name: str
    confidence: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """What is made of a message."""

    guesses: tuple[Choice, ...]
    is_sure: bool
    nature: str
    nature_words: tuple[str, ...]
    urgent: str
    place: str
    grid: str
    redacted: str

    def as_json(self) -> dict[str, Any]:
        """Return this for scripts."""
        return {
            "categories": [
                {
                    "code": guess.code,
                    "name": guess.name,
                    "confidence": round(guess.confidence, 4),
                    "words": guess.words,
                }
                for guess in self.guesses
            ],
            "is_sure": self.is_sure,
            "nature": self.nature,
            "urgent": bool(self.urgent),
            "urgent_words": self.urgent,
            "place": self.place,
            "grid": self.grid,
            "redacted": self.redacted,
        }


@dataclass
class Reader:
    """What reading needs: a classifier, names of its labels, places and grids where they are known."""

    model: Classifier
    names: Mapping[str, str]
    source: str = "catalogue"
    version: int = 0
    office: str = ""
    office_id: int = 0
    places: Gazetteer | None = None
    grids: Mapping[int, str] = field(default_factory=dict)

    def said_of_source(self) -> str:
        """Say where the proposals come from."""
        if self.version:
            told = {"office": self.office, "version": self.version}
            return _("依据：%(office)s自己办结的诉求，第 %(version)s 版。") % told
        return _("依据：目录里的名称和常用说法（还没有从办结的诉求学过）。")

    def one(self, text: str) -> Understood:
        """Read one message, with the words that speak for each category."""
        reading = self.model.read(text)
        choices = tuple(self._choice(g.label, g.confidence, g.words) for g in reading.guesses)
        (nature,), (urgency,) = self.natures_of([text]), self.urgencies_of([text])
        return self._understood(text, choices, nature, urgency, is_sure=reading.is_sure)

    def many(self, texts: Sequence[str]) -> Iterator[Understood]:
        """Read many messages in bulk."""
        chances = self.model.probabilities(texts)
        told = zip(texts, chances, self.natures_of(texts), self.urgencies_of(texts), strict=True)
        for text, row, nature, urgency in told:
            best = int(row.argmax())
            sure = float(row[best])
            choices = (
                (self._choice(self.model.labels[best], sure),)
                if text.strip() and self.model.labels[best]
                else ()
            )
            yield self._understood(text, choices, nature, urgency, is_sure=sure >= self.model.threshold)

    def _choice(self, code: str, confidence: float, words: tuple[str, ...] = ()) -> Choice:
        return Choice(code, self.names.get(code, code), confidence, words)

    def natures_of(self, texts: Sequence[str]) -> list[NatureGuess]:
        """Say what somebody wants, from what the office taught where there is an office."""
        if self.office_id:
            from linli.pillars.governance.reports import queries

            return queries.read_natures(texts, office_id=self.office_id)
        from linli.base.language.nature import nature_of

        return [nature_of(text) for text in texts]

    def urgencies_of(self, texts: Sequence[str]) -> list[Urgency | None]:
        """Say what cannot wait."""
        if self.office_id:
            from linli.pillars.governance.reports import queries

            return queries.read_urgencies(texts, office_id=self.office_id)
        from linli.base.language.urgent import urgencies_of

        return urgencies_of(texts)

    def _understood(
        self,
        text: str,
        choices: tuple[Choice, ...],
        nature: NatureGuess,
        urgency: Urgency | None,
        *,
        is_sure: bool,
    ) -> Understood:
        from linli.kernel.masking import mask_text

        found = self.places.place_in(text) if self.places is not None else None
        return Understood(
            choices,
            is_sure,
            nature.nature.label,
            nature.words,
            urgency.words if urgency else "",
            self._place(text, found.name if found else ""),
            self.grids.get(found.unit_id, "") if found else "",
            mask_text(text),
        )

    def _place(self, text: str, found: str) -> str:
        """Name the place: the office's own, else what the text itself calls one."""
        from linli.base.language.sameness import places

        return found or "、".join(sorted(places(text), key=lambda name: (-len(name), name))[:1])


@contextmanager
def reader(office: str = "") -> Iterator[Reader]:
    """Open what this installation knows; without a database, the catalogue of the standards answers."""
    settle()
    with ExitStack() as stack:
        if not _has_database():
            if office:
                raise Trouble(_("这套安装还没有数据库，不能用 --office。"))
            yield _from_catalogue()
            return
        try:
            stack.enter_context(world(quiet=True))
            found = _from_database(office)
        except Trouble as trouble:
            if office:
                raise
            say("  ! " + _("没有用上数据库（%(why)s），只按目录读。") % {"why": str(trouble)})
            found = _from_catalogue()
        yield found


def _has_database() -> bool:
    from django.conf import settings

    from linli.config.embedded import layout

    return not settings.EMBEDDED or (layout(settings.DATA_DIR).cluster / "PG_VERSION").is_file()


def _from_catalogue() -> Reader:
    from linli.base.language import cold
    from linli.kernel.standards.resident_categories import CATEGORIES

    seeds = {kind.code: (kind.name, *kind.words, kind.help) for kind in CATEGORIES.values()}
    return Reader(cold.from_words(seeds), {kind.code: kind.name for kind in CATEGORIES.values()})


def _from_database(wanted: str) -> Reader:
    from linli.base.language import proposing
    from linli.base.orgs import queries as orgs
    from linli.base.places.gazetteer import Gazetteer
    from linli.cli._world import require_migrated
    from linli.pillars.governance.reports import queries
    from linli.pillars.governance.reports.models import Category

    require_migrated()
    offices = list(orgs.offices())
    chosen = [o for o in offices if wanted in (o.code, o.name, o.short_name)] if wanted else offices
    if wanted and len(chosen) != 1:
        names = "、".join(o.name for o in offices[:20])
        raise Trouble(_("请用 --office 写清是哪个街道（编码或名称）。有的是：%(names)s") % {"names": names})
    office = chosen[0] if len(chosen) == 1 else None
    pk = office.pk if office else 0
    model = proposing.classifier_for(queries.CATEGORY, pk)
    if model is None:
        return _from_catalogue()
    found = Reader(model, dict(Category.objects.values_list("code", "name")))
    if office is not None:
        found.version = proposing.state_of(queries.CATEGORY, pk).version
        found.office, found.office_id = office.name, office.pk
        found.places = Gazetteer(office)
        found.grids = {unit.pk: unit.name for unit in orgs.subtree(office)}
    return found
