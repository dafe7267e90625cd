"""The table as a page people can read: docs/permissions.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.security.matrix import KEYS, MOVES, WHO

HEAD = """\
# Who may do what

Every address of the URL conf and every operation of the REST API, asked by everybody: nobody, a resident, staff whose posts
have ended, every role, every kind of key. Made and checked by `tests/security/test_permissions.py`, which fails when an
address has no row here, or when an answer differs. After a change that is meant,
`LINLI_SLOW=1 LINLI_RENEW=1 .venv/bin/python -m pytest -n 0 tests/security/test_permissions.py` writes it anew
(`LINLI_RENEW=new` only the rows of new addresses), and the difference belongs in the review. Every run asks one of each kind
of door; all are asked with `LINLI_SLOW=1`.

| letter | what happened |
|---|---|
| `r` | may read (GET) |
| `w` | may send (POST, DELETE; an incomplete form counts as let in, and so does one that came too late for anybody: 409) |
| `a` | may read and send |
| `.` | 404: absent and forbidden look the same |
| `x` | 403: may see it and may not do this |
| `>` | is led to the log-in |
| `k` | 401: no living key |

Several letters in a cell are several things asked about: in the reader's own ground (a case in grid 1, led by the handler's
department, assisted by the section's) · beside it in the same office, where that can be (another community, another
department) · in another office. Whoever finds the first shut is not asked about the others. What is kept for one person
(saved views, notices, deputies) is one's own · somebody else's. The moves of a report were asked for in a state in which
they are open to somebody, as their pages do; what sending them does is in `docs/flows/governance-report.md` and
`tests/pillars/governance/reports/test_every_cell.py`.
"""
TITLES = {
    "": "Wells known, health, languages",
    "accounts": "Coming in",
    "parts": "Parts of all pages",
    "demo": "The demo's switcher",
    "resident": "Residents",
    "desk": "The desk",
    "move": "Moves of a report",
    "house": "The house",
    "boards": "Boards",
    "open311": "Open311",
    "rest": "REST API: keys of one department, with one ability each",
}
#: Open to nobody here: addresses that exist for their names, pages of developers and the demo, and what waits for something
#: that is not there (a second factor, an address for weaknesses, the slip of a call just taken, a share not one's own).
CLOSED = {
    *("account_signup", "account_email", "account_email_verification_sent", "account_set_password"),
    *("account_reset_password", "account_reset_password_done", "account_reset_password_from_key_done"),
    *("account_confirm_login_code", "account_confirm_email", "account_reset_password_from_key"),
    *("mfa_download_recovery_codes", "mfa_remove_webauthn", "mfa_edit_webauthn", "mfa_view_recovery_codes"),
    *("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_deactivate_totp"),
    *("desk:topic-photo", "resident:topic-photo"),  # nothing is carried out yet: tried in test_topics
    "desk:election-roll-sheet",  # drawn up while an election is prepared, and the twin has none then
    "desk:estate-review-appeal",  # the company's own alone, and no role of the walk works in one: tried in test_reviews
    "desk:estate-review-withdraw",  # likewise, and tried in test_appeals
    "resident:share-statement",  # the twin's one member left no number: nobody's own
    "desk:team-drop",  # what was held stays on the plan
    # a committee makes a round of rating, and the twin's member takes part in nothing further
    *(
        "desk:tier-round-publish",
        "desk:tier-round-take-back",
        "desk:tier-round-close",
        "desk:party-member-part",
    ),
    *(
        "desk:party-seat-reveal",
        "desk:party-unseat",
    ),  # a branch has no seats of units, and its secretary no committee
    # a committee calls and writes down its meetings, and the twin's secretary has a branch
    *("desk:partner-meeting-new", "desk:partner-meeting-hold"),
    *("desk:partner-meeting-change", "desk:partner-meeting-call-off"),
    *(
        "desk:contact-chain",
        "desk:contact-map",
        "desk:contact-plan",
        "desk:contact-pass",
        "desk:contact-steward",
    ),
    *("desk:contact-vanguard", "desk:contact-vanguard-paper", "desk:contact-vanguard-back"),
    *("desk:contact-steward-end", "resident:party-told", "resident:party-quiz"),
    "desk:partner-member-reveal",
    "desk:task-answer-share",  # a task that is not through the gate has no grid to answer for
    *("boards:topic", "boards:topic-export", "get_topic"),  # shown once its cases are gathered
    # one that is public now, and an objection to it: tried in test_publicity
    *("resident:publicity-notice", "resident:publicity-object", "resident:objection"),
    "desk:house-learned-choose",  # nothing learned yet
    *("parts:parts", "parts:layout", "parts:sample", "parts:worker", "demo:play"),
    *("api", "api-nothing", "security-txt", "resident:kept-photo", "desk:phone-slip", "answer_share"),
    *(
        "open311:top",
        "open311:nothing",
        "open311:root",
        "open311:test-root",
        "open311:token",
        "open311:test-token",
    ),
}
#: Open once the front end has been built, which a checkout of a moment ago has not.
WHEN_BUILT = {"parts:worker"}


def group_of(name: str) -> str:
    """The group of an address by its name."""
    space, _sep, tail = name.rpartition(":")
    if name.startswith(("account_", "mfa_")):
        return "accounts"
    if tail.startswith("house-"):
        return "house"
    return "move" if name in MOVES else space


def escaped(text: str) -> str:
    """Text inside a cell."""
    return text.replace("|", "\\|")


def table(group: str, found: Mapping[str, Sequence[str]]) -> str:
    """Write the table of a group."""
    columns = KEYS if group == "rest" else tuple(WHO)
    lines = [
        f"## {TITLES[group]}",
        "",
        f"| name | address | {' | '.join(columns)} |",
        "|---" * (2 + len(columns)) + "|",
    ]
    for row, cells in found.items():
        name, written = row.split(" ", 1)
        lines.append(f"| {name} | {escaped(written)} | {' | '.join(f'`{cell}`' for cell in cells)} |")
    return "\n".join(lines) + "\n"


def section(text: str, group: str) -> str:
    """Read the table of a group."""
    found = [part for part in text.split("\n## ") if part.startswith(f"{TITLES[group]}\n")]
    return found[0] if found else ""


def rows(text: str) -> dict[str, list[str]]:
    """Read a table as rows, so that a difference names them."""
    found = (
        line.strip("|").split(" | ") for line in text.splitlines() if line.startswith("| ") and " | `" in line
    )
    return {
        f"{name.strip()} {written}": [cell.strip(" `") for cell in cells] for name, written, *cells in found
    }


def renew(path: Path, group: str, found: Mapping[str, Sequence[str]]) -> None:
    """Write one table anew and keep the others."""
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    parts = [table(g, found) if g == group else f"## {section(old, g).strip()}\n" for g in TITLES]
    path.write_text("\n".join([HEAD, *(part for part in parts if part.strip() != "##")]), encoding="utf-8")
