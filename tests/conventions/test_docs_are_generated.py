"""Pages of `docs/` that are made from the code say what the code says."""

import pytest

from linli.config import docs
from linli.kernel.limits import work_days


def test_pages_are_up_to_date():
    stale = [
        name for name, text in docs.pages().items() if (docs.DOCS / name).read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run `make docs`"


def test_every_flow_has_a_page_with_its_states_moves_and_clocks():
    page = docs.pages()["flows/governance-report.md"]
    assert "    received: 待受理" in page
    assert "    [*] --> received" in page
    assert "| `send_back` | 退回 |" in page
    assert f"| settle | {work_days(5)} | [山东省政务服务热线管理办法]" in page


def test_writing_again_changes_nothing(tmp_path, monkeypatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(docs, "DOCS", tmp_path)
    assert docs.main() == 0
    assert "wrote docs/glossary.md" in capsys.readouterr().out
    assert docs.main() == 0
    assert capsys.readouterr().out == ""
