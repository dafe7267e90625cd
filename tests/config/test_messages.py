"""The English of every Chinese string: found wherever it stands, complete, and merged without losing work."""

import json
from pathlib import Path

import pytest

from linli.config import messages
from linli.config.messages import App, Source


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> App:
    """One app `linli.shop` in a package of its own."""
    package = tmp_path / "linli"
    shop = package / "shop"
    (shop / "templates").mkdir(parents=True)
    (shop / "apps.py").write_text("")
    (shop / "views.py").write_text(
        "from x import gettext as _, gettext_lazy, ngettext, pgettext\n"
        "a = _('开门')\n"
        "b = ngettext('%(n)s 件', '%(n)s 件', n)\n"
        "c = pgettext('门店', '关门')\n"
        "d = gettext_lazy(\n    '一'\n    '二'\n)\n",
        encoding="utf-8",
    )
    (shop / "templates" / "a.html").write_text(
        "<p>{% translate '你好' %} it's</p>\n   {% blocktranslate with a=b trimmed %}\n  共 {{ a }} 项\n"
        "  {% endblocktranslate %}\n{{ x|default:_('无') }}{# {% translate '注释' %} #}\n"
        "{% blocktranslate count n=k %}{{ n }} 条{% plural %}{{ n }} 条{% endblocktranslate %}",
        encoding="utf-8",
    )
    monkeypatch.setattr(messages, "PACKAGE", package)
    return messages.apps()[0]


class TestExtracting:
    def test_finds_strings_in_code_and_templates(self, app):
        assert app.sources == {
            Source("开门"),
            Source("%(n)s 件", plural="%(n)s 件"),
            Source("关门", context="门店"),
            Source("一二"),
            Source("你好"),
            Source("共 %(a)s 项"),
            Source("无"),
            Source("%(n)s 条", plural="%(n)s 条"),
        }

    def test_refuses_a_string_that_no_app_owns(self, app):
        (app.folder.parent / "loose.py").write_text("_('散')", encoding="utf-8")
        with pytest.raises(SystemExit, match="散"):
            messages.apps()


class TestUpdating:
    def test_keeps_english_drops_stale_and_says_what_is_missing(self, app):
        messages.write(app.po, {Source("开门"): ("Open",), Source("旧"): ("Old",)})
        messages.update([app])
        catalogue = app.read()
        assert catalogue[Source("开门")] == ("Open",)
        assert Source("旧") not in catalogue
        assert catalogue[Source("%(n)s 条", plural="%(n)s 条")] == ("", "")
        found = messages.problems([app])
        assert len(found) == 7
        assert all("no English" in line for line in found)

    def test_a_second_update_changes_nothing(self, app):
        messages.update([app])
        before = app.po.read_bytes()
        messages.update(messages.apps())
        assert app.po.read_bytes() == before

    def test_quotes_and_line_ends_survive(self, app):
        entries = {Source('说"是"\n再\\来'): ('Say "yes"\nand\\again',)}
        messages.write(app.po, entries)
        assert app.read() == entries

    def test_a_lost_placeholder_is_a_problem(self, app):
        app.sources = {Source("共 %(a)s 项")}
        messages.write(app.po, {Source("共 %(a)s 项"): ("Items in all",)})
        assert messages.problems([app]) == ["linli.shop: the placeholders differ: 共 %(a)s 项"]


def test_two_apps_may_not_disagree(app, tmp_path):
    other = App(app.folder.parent / "other", {Source("开门")})
    app.sources = {Source("开门")}
    messages.write(app.po, {Source("开门"): ("Open",)})
    messages.write(other.po, {Source("开门"): ("Opening",)})
    assert [line for line in messages.problems([app, other]) if "differ in their English" in line]


class TestCommand:
    def test_fills_compiles_and_then_has_nothing_to_say(self, app, tmp_path, capsys):
        english = {source.singular: "English" for source in app.sources}
        english |= {"%(n)s 件": ["%(n)s item", "%(n)s items"], "%(n)s 条": ["%(n)s row", "%(n)s rows"]}
        english["共 %(a)s 项"] = "%(a)s in all"
        (tmp_path / "en.json").write_text(json.dumps(english), encoding="utf-8")
        assert messages.main(["--check"]) == 1
        assert messages.main(["--fill", str(tmp_path / "en.json")]) == 0
        assert app.po.with_suffix(".mo").exists()
        capsys.readouterr()
        assert messages.main(["--check"]) == 0
        assert "8 strings, all with English" in capsys.readouterr().out
        assert messages.main(["--compile"]) == 0
        assert "0 catalogues compiled" in capsys.readouterr().out

    def test_lists_what_is_missing_in_the_named_apps_only(self, app, capsys):
        messages.update([app])
        assert messages.main(["--missing", "linli.shop"]) == 0
        assert "[门店] 关门" in capsys.readouterr().out
        assert messages.main(["--missing", "linli.other"]) == 0
        assert capsys.readouterr().out == ""
