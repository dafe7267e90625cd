"""Items as rows of a table and back: one row an item, lists one to a line within the cell, parts apart by “ | ”.

Words are “中文 = English”; a condition is “who=other/self; card=no”. What a table says it says in Chinese, so that an
office can write one by hand; codes stand where only codes can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from linli.kernel import limits
from linli.kernel.limits import LimitUnit
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean, clean_line
from linli.pillars.service.catalog.rules.item import Item, Line, When
from linli.pillars.service.catalog.rules.reading import ItemUnreadable, content_of, read_item

PART, PAIR = " | ", " = "
YES, NO = "是", "否"


class RowUnreadable(Refusal):
    """A cell says something that cannot be read: `column`, `value`."""


_UNITS: Final = {
    LimitUnit.WORK_DAY: "工作日",
    LimitUnit.CALENDAR_DAY: "自然日",
    LimitUnit.WORK_HOUR: "工作时",
    LimitUnit.URGENT_HOUR: "小时",
    LimitUnit.MINUTE: "分钟",
}
_WORDS: Final[dict[str, dict[str, str]]] = {
    "power": {
        "permit": "行政许可", "confirm": "行政确认", "payment": "行政给付", "reward": "行政奖励",
        "other": "其他行政权力", "service": "公共服务",
    },
    "handling": {"instant": "即办件", "promised": "承诺件"},
    "review": {"at_once": "即审即办", "first": "前审后批", "promise": "告知承诺"},
    "way": {"window": "窗口", "online": "网上", "post": "邮寄", "door": "上门", "machine": "自助终端"},
    "place": {"hall": "便民大厅", "community": "社区服务站"},
    "for": {"person": "自然人", "body": "法人和其他组织"},
    "result": {"certificate": "出证办结", "document": "出文办结", "approval": "审批办结", "none": "其他"},
    "paper": {
        "original": "原件", "copy": "复印件", "both": "原件和复印件", "electronic": "电子", "either": "原件或电子证照",
    },
    "known": {"name": "姓名", "phone": "手机号", "address": "住址", "id_number": "身份证号"},
    "field": {
        "line": "一行字", "long": "一段话", "number": "数目", "money": "金额", "day": "日期", "yes_no": "是或否",
        "choice": "选一个", "many": "选几个", "phone": "电话", "id_card": "身份证号", "bank_card": "银行卡号",
        "uscc": "统一社会信用代码", "place": "地址",
    },
    "need": {"required": "必要", "later": "容缺后补", "shared": "部门核验"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, where its value stands in the JSON, how it is written and read."""

    head: str
    path: tuple[str, ...]
    write: Callable[[Any], str]
    read: Callable[[str], Any]


def _line_out(line: Mapping[str, str] | None) -> str:
    line = line or {}
    return PAIR.join(part for part in (line.get("zh", ""), line.get("en", "")) if part)


def _line_in(text: str) -> dict[str, str]:
    zh, _, en = (part.strip() for part in text.partition(PAIR.rstrip() + " "))
    return {"zh": zh.removesuffix(" ="), "en": en} if en else {"zh": text.strip()}


def _limit_out(text: str) -> str:
    if not text:
        return ""
    limit = limits.parse(text)
    return f"{limit.amount} {_UNITS[limit.unit]}"


def _limit_in(text: str) -> str:
    text = "".join(text.split())
    for unit, word in _UNITS.items():
        if text.endswith(word):
            return f"{int(text.removesuffix(word).removesuffix('个'))} {unit.value}"
    return str(limits.parse(text)) if text else ""


def _flag_out(value: Any) -> str:
    return YES if value else NO


def _flag_in(text: str) -> bool:
    if text not in (YES, NO, ""):
        raise ValueError(text)
    return text == YES


def _when_out(when: Mapping[str, Sequence[str]] | None) -> str:
    return "; ".join(f"{code}={'/'.join(answers)}" for code, answers in (when or {}).items())


def _when_in(text: str) -> When:
    found: When = {}
    for part in text.replace("；", ";").split(";"):
        if part.strip():
            code, sign, answers = (piece.strip() for piece in part.partition("="))
            if not sign:
                raise ValueError(part)
            found[code] = tuple(a.strip() for a in answers.split("/"))
    return found


def _word(table: str) -> tuple[Callable[[Any], str], Callable[[str], Any]]:
    words = _WORDS[table]
    codes = {word: code for code, word in words.items()} | {code: code for code in words}
    return (lambda value: words.get(value or "", "")), (lambda text: codes[text] if text else None)


def _list(
    write: Callable[[Any], str], read: Callable[[str], Any], sign: str = "\n"
) -> tuple[Callable[[Any], str], Callable[[str], Any]]:
    def write_all(values: Any) -> str:
        return sign.join(write(value) for value in values or ())

    def read_all(text: str) -> list[Any]:
        pieces = text.split(sign) if sign == "\n" else text.replace(",", sign).replace("，", sign).split(sign)
        return [read(piece.strip()) for piece in pieces if piece.strip()]

    return write_all, read_all


Part = tuple[str, Callable[[Any], str], Callable[[str], Any]]


def _record(*parts: Part) -> tuple[Callable[[Any], str], Callable[[str], Any]]:
    """Write a record as its parts in order, empty ones at the end left out."""

    def write(value: Mapping[str, Any]) -> str:
        return PART.join(out(value.get(name)) for name, out, _ in parts).rstrip(" |")

    def read(text: str) -> dict[str, Any]:
        given = [piece.strip() for piece in text.replace("｜", "|").split("|")]
        if len(given) > len(parts):
            raise ValueError(text)
        pairs = zip(parts, given, strict=False)
        return {name: into(piece) for (name, _, into), piece in pairs if piece}

    return write, read


def _text(value: Any) -> str:
    return "" if value is None else str(value)


_LINE = (_line_out, _line_in)
_TEXT = (_text, str)
_LIMIT = (_limit_out, _limit_in)
_FLAG = (_flag_out, _flag_in)
_NUMBER = (_text, int)
_WHEN = (_when_out, _when_in)
_LINES = _list(*_LINE)
_GROUND = _record(
    ("title", *_TEXT), ("clause", *_TEXT), ("url", *_TEXT), ("is_local", *_FLAG), ("is_checked", *_FLAG)
)
_CHOICE = _record(("code", *_TEXT), ("words", *_LINE))


def _choices_out(values: Any) -> str:
    return "；".join(f"{c['code']}:{_line_out(c['words'])}" for c in values or ())


def _choices_in(text: str) -> list[dict[str, Any]]:
    pairs = (piece.partition(":") for piece in text.replace("：", ":").split("；") if piece.strip())
    return [{"code": code.strip(), "words": _line_in(words)} for code, _, words in pairs]


_QUESTION = _record(
    ("code", *_TEXT), ("words", *_LINE), ("choices", _choices_out, _choices_in), ("when", *_WHEN)
)
_MATERIAL = _record(
    ("code", *_TEXT), ("name", *_LINE), ("paper", *_word("paper")), ("need", *_word("need")), ("copies", *_NUMBER),
    ("source", *_LINE), ("help", *_LINE), ("when", *_WHEN),
)  # fmt: skip
_FIELD = _record(
    ("code", *_TEXT), ("words", *_LINE), ("kind", *_word("field")), ("is_required", *_FLAG), ("known", *_word("known")),
    ("choices", _choices_out, _choices_in), ("when", *_WHEN), ("help", *_LINE),
)  # fmt: skip
_SPECIAL = _record(
    ("code", *_TEXT), ("name", *_LINE), ("limit", *_LIMIT), ("counts", *_FLAG), ("is_charged", *_FLAG)
)


def _column(head: str, path: str, kind: tuple[Callable[[Any], str], Callable[[str], Any]]) -> Column:
    return Column(head, tuple(path.split(".")), *kind)


COLUMNS: Final = (
    _column("业务办理项编码", "code", _TEXT),
    _column("业务办理项名称", "name", _LINE),
    _column("指南分组", "group", _TEXT),
    _column("基本编码", "base_code", _TEXT),
    _column("实施编码", "implementation_code", _TEXT),
    _column("主项", "main", _TEXT),
    _column("子项", "sub", _TEXT),
    _column("事项类型", "power", _word("power")),
    _column("一句话说明", "summary", _LINE),
    _column("人生事", "events", _list(*_TEXT, sign="、")),
    _column("居民怎么说", "said", _list(*_TEXT, sign="、")),
    _column("设定依据", "grounds", _list(*_GROUND)),
    _column("实施主体", "who.body", _TEXT),
    _column("主体编码", "who.body_code", _TEXT),
    _column("承办领域", "who.role", _TEXT),
    _column("联办机构", "who.joint", _list(*_TEXT, sign="、")),
    _column("委托部门", "who.delegated_by", _TEXT),
    _column("行使层级", "who.level", _TEXT),
    _column("服务对象", "who.audience", _list(*_word("for"), sign="、")),
    _column("通办范围", "who.reach", _TEXT),
    _column("法定办结时限", "time.statutory", _LIMIT),
    _column("法定时限依据", "time.statutory_ground", _TEXT),
    _column("承诺办结时限", "time.promised", _LIMIT),
    _column("时限说明", "time.note", _LINE),
    _column("特别程序", "time.specials", _list(*_SPECIAL)),
    _column("数量限制", "time.quota", _LINE),
    _column("办件类型", "handling", _word("handling")),
    _column("审查类型", "review", _word("review")),
    _column("办理形式", "ways", _list(*_word("way"), sign="、")),
    _column("网上办理深度", "depth", _NUMBER),
    _column("到现场次数", "visits", _NUMBER),
    _column("必须现场办理原因", "visits_reason", _LINE),
    _column("支持预约", "can_book", _FLAG),
    _column("办理地点", "places", _list(*_word("place"), sign="、")),
    _column("受理条件", "conditions", _LINES),
    _column("情形问题", "questions", _list(*_QUESTION)),
    _column("申请材料", "materials", _list(*_MATERIAL)),
    _column("申请表", "form", _list(*_FIELD)),
    _column("办理流程", "steps", _LINES),
    _column("结果名称", "result.name", _LINE),
    _column("结果类型", "result.kind", _word("result")),
    _column("送达方式", "result.delivery", _list(*_word("way"), sign="、")),
    _column("邮寄说明", "result.by_post", _LINE),
    _column("是否收费", "fee.is_charged", _FLAG),
    _column("收费标准", "fee.amount", _LINE),
    _column("收费依据", "fee.ground", _TEXT),
    _column("特别告知", "rights", _LINES),
)
HEADS: Final = tuple(column.head for column in COLUMNS)
_PLAIN = {"can_book": True, "depth": 1, "visits": 1}


def row_of(item: Item) -> tuple[str, ...]:
    """Return an item as the cells of a row."""
    content = _full(content_of(item))
    return tuple(column.write(_at(content, column.path)) for column in COLUMNS)


def _full(content: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {
        **_PLAIN, "power": "service", "handling": "promised", "review": "first", "ways": ["window"],
        "places": ["hall"],
    }  # fmt: skip
    found: dict[str, Any] = plain | content
    found["who"] = {"audience": ["person"]} | found.get("who", {})
    found["result"] = {"kind": "none", "delivery": ["window"]} | found.get("result", {})
    found["form"] = [{"kind": "line", "is_required": True} | f for f in found.get("form", ())]
    found["materials"] = [{"paper": "original", "need": "required"} | m for m in found.get("materials", ())]
    return found


def _at(content: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        content = (content or {}).get(name)
    return content


def item_of(cells: Mapping[str, str]) -> Item:
    """Return the item of a row, by its headings; a column that is not there leaves what goes without saying.

    :raises RowUnreadable: a cell cannot be read. :raises ItemUnreadable: together they are no item.
    """
    content: dict[str, Any] = {}
    for column in COLUMNS:
        said = clean(cells.get(column.head, ""))
        if not said:
            continue
        try:
            value = column.read(said)
        except (ValueError, KeyError, ValidationError):
            raise RowUnreadable(column=column.head, value=clean_line(said)[:60]) from None
        if value is None:
            continue
        into = content
        for name in column.path[:-1]:
            into = into.setdefault(name, {})
        into[column.path[-1]] = value
    try:
        return read_item(content)
    except ItemUnreadable as refusal:
        where = str(refusal.data["where"])
        head = next((c.head for c in COLUMNS if where.startswith(".".join(c.path))), where)
        raise RowUnreadable(column=head, value=_line_at(where, cells.get(head, ""))) from refusal


def _line_at(where: str, text: str) -> str:
    """Give the line of a cell that a path means: “form.2.code” is its third."""
    number = next((int(part) for part in where.split(".") if part.isdigit()), None)
    lines = [line for line in text.split("\n") if line.strip()]
    return clean_line(lines[number])[:60] if number is not None and number < len(lines) else ""


def unreadable_lines(head: str, text: str) -> tuple[tuple[int, str], ...]:
    """List the lines of a cell that cannot be read by themselves, with their numbers from one."""
    column = next(c for c in COLUMNS if c.head == head)
    found = []
    for number, line in enumerate((one for one in clean(text).split("\n") if one.strip()), 1):
        try:
            column.read(line)
        except (ValueError, KeyError, ValidationError):
            found.append((number, clean_line(line)[:60]))
    return tuple(found)


def head_of(field: str) -> str:
    """Return the heading under which an element of an item stands: “form”, “time.promised”; nothing for none."""
    path = tuple(field.split("."))
    return next((c.head for c in COLUMNS if c.path == path or c.path[: len(path)] == path), "")


def heads_known(heads: Iterable[str]) -> bool:
    """Say whether a table has the columns without which no row is an item."""
    return {"业务办理项编码", "业务办理项名称", "指南分组"} <= set(heads)


__all__ = [
    "COLUMNS", "HEADS", "Line", "RowUnreadable", "head_of", "heads_known", "item_of", "row_of", "unreadable_lines",
]  # fmt: skip
