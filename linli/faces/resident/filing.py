"""One arrival of the form in which somebody reports something: who sent it, what it brought, what is meant by it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.http import HttpRequest

from linli.base.orgs.models import Unit
from linli.base.places.models import Facility
from linli.faces.parts.inputs import plain
from linli.faces.resident import asking, grids, shops, uploads
from linli.faces.resident.forms import KEY, ReportForm
from linli.faces.resident.hearing import OWNED, Thing, component_named, components_near
from linli.faces.resident.placing import Placed
from linli.faces.resident.readers import Reader
from linli.pillars.governance.inspections.models import Shop
from linli.pillars.governance.reports import queries
from linli.pillars.governance.reports.queries import CategoryGuess, Heading, Kind

COMPONENT = "component"
LATE = "late"
"""What the phone writes into `X-Linli-Draft` for a draft that it sends on its own, with nobody looking."""


@dataclass
class Filing:
    """One arrival of the form: who sent it, what it brought, what is known so far."""

    request: HttpRequest
    reader: Reader
    at: datetime
    form: ReportForm
    uploads: uploads.Uploads = field(default_factory=uploads.Uploads)
    headings: tuple[Heading, ...] = ()
    home: Unit | None = None
    placed: Placed = field(default_factory=Placed)
    note: str = ""
    status: int = 200
    question: asking.ProofForm | None = None

    @property
    def kind(self) -> Kind | None:
        code = self.form["category"].value()
        return next((k for h in self.headings for k in h.kinds if k.code == code), None)

    @cached_property
    def guesses(self) -> Sequence[CategoryGuess]:
        """What the words sound like, asked once for all who want to know."""
        words = self.form.cleaned_data["text"]
        return queries.guess_categories(words) if words else ()

    @cached_property
    def shop(self) -> Shop | None:
        """The shop whose plate was scanned: what is reported is about it."""
        return shops.shop_meant(
            self.request.POST.get(shops.FIELD, "") or self.request.GET.get(shops.FIELD, "")
        )

    @cached_property
    def component(self) -> Facility | None:
        """The lamp, the cover, the hydrant that is meant: picked from those nearby, or named by a link."""
        data = self.form.cleaned_data if self.form.is_bound and hasattr(self.form, "cleaned_data") else {}
        said = self.request.POST.get(COMPONENT) or self.request.GET.get(COMPONENT, "")
        return component_named(said, lon=data.get("lon"), lat=data.get("lat"))

    @cached_property
    def visited(self) -> Unit | None:
        """The grid whose workers are asked to come by."""
        return grids.asked_to_come({**self.request.GET.dict(), **self.request.POST.dict()}.get("visit", ""))

    @property
    def answers(self) -> dict[str, str]:
        """What was answered to the questions of the chosen category, and to no others."""
        kind = self.kind
        if kind is None:
            return {}
        given = {q["code"]: self.request.POST.get(f"q-{q['code']}", "").strip() for q in kind.questions}
        return {code: plain(answer)[:200] for code, answer in given.items() if answer}

    @property
    def key(self) -> uuid.UUID | None:
        return KeyOf(self.request.POST.get(KEY, "")).value

    @property
    def things(self) -> list[Thing]:
        """What was picked already, among what stands beside it."""
        one = self.component
        return components_near(one.lon, one.lat, chosen=str(one.pk)) if one is not None else []

    @property
    def offered(self) -> list[Thing]:
        """What stands near the place, for whom nothing was offered while they wrote."""
        placed = self.placed
        if self.is_from_script or self.component or self.shop or placed.lon is None or placed.lat is None:
            return []
        owned = any(one.category.handler_rule == OWNED for one in self.guesses[:2])
        return components_near(placed.lon, placed.lat) if owned else []

    @property
    def is_from_script(self) -> bool:
        return "X-Linli-Draft" in self.request.headers

    @property
    def is_unattended(self) -> bool:
        return self.request.headers.get("X-Linli-Draft") == LATE


@dataclass(frozen=True, slots=True)
class KeyOf:
    """A key as a form carries it; an odd one is none."""

    text: str

    @property
    def value(self) -> uuid.UUID | None:
        try:
            return uuid.UUID(self.text)
        except ValueError:
            return None
