"""Everybody in their posts: who acts for a unit, who may lead a report, and how a report is raised."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from linli.base.files.models import StoredFile
from linli.base.files.operations import keep_file
from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.people import queries as people
from linli.base.people.actors import ANYONE, Actor
from linli.base.people.models import Deputy, Post
from linli.demo import bodies, pictures
from linli.demo.filings import Filing
from linli.demo.settling import Settled
from linli.kernel import clock
from linli.kernel.standards.resident_categories import CATEGORIES
from linli.kernel.workdays import WorkCalendar
from linli.pillars.governance.reports import operations as reports


@dataclass(slots=True)
class Thread:
    """A report as the story follows it: the case as last seen, what was done with it, what did not go."""

    filing: Filing
    case: Case
    told_on: date  # the day among whose filings it is found again
    part_of: str = ""  # key of the filing it was taken out of
    verbs: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    happy: int | None = None

    def refresh(self) -> None:
        """Read the case again, with the units that decisions look at. One query."""
        self.case = Case.objects.select_related("holder", "area", "office").get(pk=self.case.pk)


# Who acts for a unit, by the roles its posts offer; the first found does it.
_ACTS = (
    "grid_worker",
    "grid_leader",
    "community_worker",
    "community_secretary",
    "dispatcher",
    "section_staff",
    "handler",
)


class Company:
    """Everybody in their posts, and the town around them."""

    def __init__(self, settled: Settled, at: datetime, calendar: WorkCalendar) -> None:
        self.settled = settled
        self.town = settled.town
        self.calendar = calendar
        self.by_key: dict[str, Thread] = {}
        self._actors: dict[str, Actor] = {}
        self._crew: dict[tuple[int, str], list[str]] = {}
        self._away: dict[str, str] = {}
        self._at = at
        posts = Post.objects.select_related("account").order_by("id")
        for post in posts:
            self._crew.setdefault((post.unit_id, post.role), []).append(post.account.username)

    def unit(self, key: str) -> Unit:
        return self.settled.units[key]

    def actor(self, username: str) -> Actor:
        """Return somebody acting in their posts and those they stand in for; read once, and again when that changes."""
        if username not in self._actors:
            self._actors[username] = people.actor_for(self.settled.accounts[username], self._at)
        return self._actors[username]

    def of(self, unit: Unit, rng: Random, role: str = "", *, themselves: bool = False) -> Actor:
        """Return somebody who acts for a unit: of the role asked for, else the first that has people.

        Whoever is away has somebody who stands in; `themselves` asks for the one whose post it is.
        """
        for each in (role,) if role else _ACTS:
            if crew := self._crew.get((unit.pk, each)):
                chosen = rng.choice(crew)
                return self.actor(chosen if themselves else self._away.get(chosen, chosen))
        raise LookupError(f"nobody acts for {unit}")

    def wake(self, at: datetime) -> None:
        """Begin a day: see who is away and who stands in. One query."""
        day = clock.local(at).date()
        rows = Deputy.objects.filter(held_from__lte=day, held_until__gt=day).order_by("id")
        away = dict(rows.values_list("post__account__username", "account__username"))
        for username in {*away.values(), *self._away.values()}:
            self._actors.pop(username, None)
        self._away, self._at = away, at

    def reporter(self, filing: Filing) -> Actor:
        return self.actor(filing.username) if filing.username else ANYONE

    def leads(self, filing: Filing) -> list[Unit]:
        """Return who may lead a report, best first: who answers for its kind, at its place where that matters."""
        found: list[Unit] = []
        compound = self.town.compounds[filing.compound] if filing.compound is not None else None
        for role in CATEGORIES[filing.category].roles:
            if role in {"property", "owners"} and compound is not None:
                key = bodies.manager_of(compound.id, compound.managed, compound.community)
                found.append(self.unit(key or "jiansheban"))
            elif role == "community":
                found.append(self.unit(f"c{int(filing.grid[9:12])}"))
            else:
                found += [self.unit(body.key) for body in bodies.tree(self.town) if role in body.handles][:1]
        found = [unit if unit.kind != "subdistrict" else self.unit("wangge") for unit in found]
        found += [self.unit("chengguan"), self.unit("wangge")]
        return list({unit.pk: unit for unit in found}.values())


# From whom a report comes that another system numbered first.
_SOURCES = {"hotline": "12345", "api": "clean-city"}


def file(company: Company, filing: Filing) -> Thread:
    """Raise a report as its channel does: a resident on the web, a clerk on the phone, a grid worker on the spot."""
    rng = Random(f"file:{filing.key}")
    grid = company.unit(f"g{filing.grid}")
    actor = company.reporter(filing)
    if filing.channel in {"grid", "chat"}:
        actor = company.of(grid, rng)
    elif filing.channel in {"phone", "counter", "hotline"}:
        actor = company.of(company.unit("street"), rng, "counter_clerk")
    files: list[StoredFile] = []
    if filing.picture:
        drawing = pictures.draw(filing.category, filing.picture)
        files.append(keep_file(actor=actor, data=drawing, name="photo.jpg", at=filing.at))
    is_web = filing.channel == "web"
    filed = reports.file_report(
        actor=actor,
        at=filing.at,
        text=filing.text,
        channel=filing.channel,
        nature=filing.nature,
        category=filing.category,
        lon=filing.point.lon if filing.point else None,
        lat=filing.point.lat if filing.point else None,
        place_words=filing.place,
        area=None if filing.point else grid,
        office=company.unit("street"),
        name=filing.name,
        phone=filing.phone,
        account_id=actor.account_id if is_web and filing.username else None,
        is_confidential=filing.is_confidential,
        files=files,
        source=_SOURCES.get(filing.channel, ""),
        source_number=f"{filing.at:%Y%m%d}{filing.key.int % 10**8:08d}" if filing.channel in _SOURCES else "",
        key=filing.key,
    )
    return Thread(filing, filed.report.case, clock.local(filing.at).date())
