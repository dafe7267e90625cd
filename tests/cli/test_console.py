"""How the command speaks, to a terminal and to a pipe, and which words it knows."""

import pytest

from linli.cli import COMMANDS, _console, main


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)


class TestStep:
    def test_a_pipe_gets_whole_lines(self, capsys):
        with _console.step("做事") as current:
            current.progress(1, 10)
            current.note("三件")
        out = capsys.readouterr().out.splitlines()
        assert out[0] == "  做事 …"
        assert out[1] == "  做事 … 1/10 (10 %)"
        assert out[-1].startswith("✓ 做事 三件 (")

    def test_a_pipe_is_not_flooded(self, capsys):
        with _console.step("做事") as current:
            for n in range(1000):
                current.progress(n, 1000)
        assert len(capsys.readouterr().out.splitlines()) == 3

    def test_a_terminal_gets_one_line_that_moves(self, capsys, monkeypatch):
        monkeypatch.setattr(_console.sys.stdout, "isatty", lambda: True, raising=False)
        with _console.step("做事") as current:
            current.progress(5)
            current.progress(10, 10, "好")
        out = capsys.readouterr().out
        assert out.count("\n") == 1
        assert "10/10 (100 %) 好" in out

    def test_what_fails_is_marked(self, capsys, monkeypatch):
        monkeypatch.setattr(_console.sys.stdout, "isatty", lambda: True, raising=False)
        with pytest.raises(ValueError, match="x"), _console.step("做事"):
            raise ValueError("x")
        assert "✗ 做事" in capsys.readouterr().out


class TestLanguage:
    @pytest.mark.parametrize(
        ("environment", "expected"),
        [
            ({"LANG": "zh_CN.UTF-8"}, "zh-hans"),
            ({"LANG": "C.UTF-8"}, "en"),
            ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US"}, "en"),
            ({"LANG": "en_US", "LINLI_LANG": "zh"}, "zh-hans"),
            ({}, "en"),
        ],
    )
    def test_follows_the_terminal(self, monkeypatch, environment, expected):
        for name in ("LINLI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert _console.language() == expected


class TestMain:
    def test_help_lists_every_command(self, capsys):
        with pytest.raises(SystemExit) as stopped:
            main(["--help"])
        assert stopped.value.code == 0
        out = capsys.readouterr().out
        assert all(word in out for word in COMMANDS)

    def test_an_unknown_command_is_refused(self, capsys):
        with pytest.raises(SystemExit) as stopped:
            main(["fly"])
        assert stopped.value.code == 2
