"""Proof of the log: every step follows the one before it, and every case stands where its last step left it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from linli.base.flow.chain import START, hash_of
from linli.base.flow.models import Case, Step, StepFile, StepWords
from linli.base.flow.table import REGISTRY
from linli.base.people.vault import digest


@dataclass(frozen=True, slots=True)
class Flaw:
    """What does not hold, and where."""

    number: str
    seq: int
    what: str


def _check(
    number: str,
    case: Case | None,
    steps: list[Step],
    words: dict[int, StepWords],
    files: dict[int, list[str]],
) -> Iterator[Flaw]:
    prev, state = START, ""
    for i, step in enumerate(steps, 1):
        if step.seq != i:
            yield Flaw(number, step.seq, "gap")
        if bytes(step.prev_hash) != prev:
            yield Flaw(number, step.seq, "chain")
        if hash_of(step, number) != bytes(step.hash):
            yield Flaw(number, step.seq, "hash")
        if step.before != state:
            yield Flaw(number, step.seq, "state")
        said = words.get(step.pk)
        if step.words_digest and said and not said.erased_at:
            if digest(f"{said.note}\x00{said.answer}", bytes(said.salt)) != bytes(step.words_digest):
                yield Flaw(number, step.seq, "words")
        elif step.words_digest and said is None:
            yield Flaw(number, step.seq, "words missing")
        if list(step.files_digests) != files.get(step.pk, []):
            yield Flaw(number, step.seq, "files")
        prev, state = bytes(step.hash), step.after
    if case is not None:
        last = steps[-1] if steps else None
        if last is None or _stands(last) != (
            case.state,
            bytes(case.last_hash),
            case.step_seq,
            case.holder_id,
            case.due_at,
            case.resolve_by,
        ):
            yield Flaw(number, case.step_seq, "case")
        # A case that ended in words only, or that is hidden as ended while its state is owed, is lost.
        if case.is_open == (case.state in REGISTRY[case.kind].last):
            yield Flaw(number, case.step_seq, "open")


def _stands(step: Step) -> tuple[object, ...]:
    return step.after, bytes(step.hash), step.seq, step.holder_id, step.due_at, step.resolve_by


def _files(case_ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = StepFile.objects.filter(step__case_id__in=case_ids).order_by("step_id", "order")
    for step_id, digested in rows.values_list("step_id", "file__digest"):
        found.setdefault(step_id, []).append(digested)
    return found


def verify_case(case: Case) -> list[Flaw]:
    """Prove one case. Four queries."""
    case = Case.objects.get(pk=case.pk)
    steps = list(Step.objects.filter(case=case).order_by("seq"))
    words = {w.pk: w for w in StepWords.objects.filter(step__case=case)}
    return list(_check(case.number, case, steps, words, _files([case.pk])))


def verify_log(
    *,
    progress: Callable[[int, int], None] | None = None,
    batch: int = 500,
    after: int = 0,
    upto: int | None = None,
    moved_since: int | None = None,
) -> list[Flaw]:
    """Prove every case with an id beyond `after` and not beyond `upto`, in batches of constant memory.

    `moved_since`: only cases with a step whose id is beyond it.
    Seven statements a batch. A batch is read as it was at one moment: cases go on while they are proved.
    """
    flaws: list[Flaw] = []
    asked = Case.objects.filter(pk__gt=after, **({} if upto is None else {"pk__lte": upto})).order_by("pk")
    if moved_since is not None:
        asked = asked.filter(pk__in=Step.objects.filter(pk__gt=moved_since).values("case_id"))
    total, done, last_id = asked.count(), 0, after
    while True:
        with _one_moment():
            cases = list(asked.filter(pk__gt=last_id)[:batch])
            if not cases:
                return flaws
            flaws += _check_all(cases)
        last_id = cases[-1].pk
        done += len(cases)
        if progress:
            progress(done, total)


@contextmanager
def _one_moment() -> Iterator[None]:
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _check_all(cases: list[Case]) -> Iterator[Flaw]:
    ids = [c.pk for c in cases]
    steps: dict[int, list[Step]] = {}
    for step in Step.objects.filter(case_id__in=ids).order_by("case_id", "seq"):
        steps.setdefault(step.case_id, []).append(step)
    words = {w.pk: w for w in StepWords.objects.filter(step__case_id__in=ids)}
    files = _files(ids)
    for case in cases:
        yield from _check(case.number, case, steps.get(case.pk, []), words, files)
