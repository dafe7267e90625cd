"""The child that opens a form: `python -m linli.insight.forms.papers.child read|write GIVEN OUT`, an order on its input.

Says one line of JSON: the cells, or that it is done, or why not. Memory, time and what it may write are bounded.
"""

from __future__ import annotations

import json
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

MOST_MEMORY: Final = 1024**3
MOST_SECONDS: Final = 60
MOST_WRITTEN: Final = 64 * 1024**2


def _bound() -> None:
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))


def main(what: str, given: str, out: str) -> Any:
    """Do what is asked and give what is said."""
    from linli.insight.forms.papers import _docx, _xlsx
    from linli.insight.forms.papers._bounds import MOST_CELLS, TooFar, TooLarge

    paper: Any = _docx if given.endswith("docx") else _xlsx
    data = Path(given).read_bytes()
    try:
        if what == "read":
            return paper.read(data).as_data()
        order = json.loads(sys.stdin.buffer.read() or b"{}")
        Path(out).write_bytes(paper.write(data, order["puts"], order["extra"]))
    except TooLarge as error:
        return {"refused": "too-large", "most": error.most}
    except TooFar as error:
        return {"refused": "too-far", "cell": error.cell}
    except MemoryError:
        return {"refused": "too-large", "most": MOST_CELLS}
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        zipfile.BadZipFile,
        SyntaxError,
        RecursionError,
    ):
        return {"refused": "damaged"}
    return {"done": True}


if __name__ == "__main__":
    _bound()
    try:
        print(json.dumps(main(*sys.argv[1:4])))
    except Exception:  # noqa: BLE001 (whatever a hostile file raises ends this child and nothing else)
        print(json.dumps({"refused": "damaged"}))
