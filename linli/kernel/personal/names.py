"""Names of people, where a word says that one follows: 我叫…, 联系人：…, 邻居…, or where a telephone stands behind one.

Whether what follows is a name is asked of the segmenter, which knows 常年 and 高血压 for words and 许凤英 for a name.
Names that nothing introduces are not looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import rjieba

from linli.kernel.chinese import HAN
from linli.kernel.personal import Kind, Stretch
from linli.kernel.personal.given import BY_SOUND, GIVEN

COMPOUND_SURNAMES: Final = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙"
        "慕容仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷"
        "完颜纳兰耶律叶赫轩辕令狐段干百里呼延东郭南门羊舌微生梁丘左丘东门西门第五",
    )
)
_SURNAMES: Final = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方"
    "俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧"
    "计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫"
    "房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷"
    "车侯宓蓬全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻"
    "莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居"
    "衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越隆师巩聂晁勾敖融冷辛阚那简饶空曾沙鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公"
    "芦粟冼占褟揭谯羿展虎郗郜郄雒虢茆莽夙奉麦库肖闫涂苟佟仝岳兰覃佘牟揭谌仉练卿亢况商墨阳言朴付代栗苑隋初邸迟洛尧候由"
)
# Those that are words as well: only where the segmenter is sure that a name stands there.
_WORDS_TOO: Final = frozenset(
    "和于安常乐时元平明成计应从都能向通全后相须空满国文公东利广红关养查游山路家支管解单干车门高水云花方白石康强双"
    "齐万连曾别边充容终居步丰越盖权益容扶堵印宿怀索那简师暴薄危封包左右景束龙初易言阳商由代迟苑练洛幸司班仰秋富谷井松"
)
_TITLES: Final = re.compile(
    "先生|女士|小姐|老师|阿姨|大爷|大妈|师傅|经理|主任|医生|某|总|工|书记|局长|科长|所长|校长|奶奶|爷爷|大姐|大哥|"
    "[姐哥叔婶](?![一-鿿](?:[^一-鿿]|$))|姐姐|哥哥|叔叔|婶子|同志|律师|警官|处长|院长|店长|队长|站长|老板|大娘|大叔|老太|老汉|老头|家"
)
_GAP = "[:为是叫,　 ]{0,3}"
_FIELD: Final = re.compile(
    "(?:我的?名字[叫是]?|名字[叫是:]|我名?叫|本人名?叫|本人姓名|姓名|名叫|我姓名"
    "|联系人|当事人|投诉人|反映人|举报人|报修人|申请人|来电人|诉求人|求助人|建议人|户主|户名|开户名?|开户人|收款人|签名|署名|落款"
    "|法定代表人|法人代表|法人|负责人|失主|车主|机主|产权人|承租人|监护人|被投诉人|被举报人)"
    "(?:姓名|名字|签名)?(?:[:为是叫] ?| )?"
)
_CALLED: Final = re.compile("(?:(?<![大呼喊区街路巷楼村店厂校园桥河])叫做?|请联系|请找|致电|打给|转告)")
_ROLE: Final = re.compile(
    "(?:业主|居民|村民|住户|租户|租客|房客|房东|邻居|隔壁|对门|对面|楼上住户|楼下住户|楼上|楼下|司机|保安|中介|包工头|工头|包工|教练|"
    "快递员?|外卖员?|骑手|调解员|受害人|证人|死者|伤者|家属|当事人|法官|律师|民警|辅警|厂长|镇长|村长|村支书|支书|会计|出纳|股东|"
    "(?:[我他她你]的?)?(?:[大二三四小]?(?:表|堂)?(?:哥|弟|姐|妹|嫂|叔|伯|姑|姨|舅|婶)(?:[哥弟姐妹子父母妈娘])?|妯娌|侄[子女]|外甥女?|小姨子|小舅子)|"
    "[我他她]家(?:孩子|老人|老公|媳妇|保姆)?|媳妇|保姆|护工|月嫂|保洁员?|物业经理|经理|收费员|工作人员|"
    "网格员|楼长|楼栋长|书记|主任|班主任|老师|医生|护士|患者|病人|家长|学生|中介|老板|店主|负责人|队长|组长|店长|同事|朋友|"
    "孩子|女儿|儿子|老公|老婆|丈夫|妻子|爱人|老伴|父亲|母亲|爸爸|妈妈|[我他她][爸妈](?![爸妈])|爷爷|奶奶|姥姥|姥爷|外公|外婆|岳父|岳母|公公|婆婆|"
    "儿媳妇?|女婿|孙子|孙女|外孙女?|哥哥|弟弟|姐姐|妹妹|老人|残疾人|低保户|军属|党员|两口子|夫妇|本人|在下|我,|我是|这里是|这边是|我就是|鄙人|"
    "联系|找到?|转给|转账给|告诉|举报|投诉|反映|查一?下?|[我他她]叔|[我他她]哥|[我他她]姐)[:, ]?"
)
_FAMILY_AND_GIVEN: Final = re.compile(
    rf"我姓(?P<name>[{HAN}]{{1,2}}[,，]?单?名(?:叫|字)?(?P<given>[{HAN}]{{1,2}}))(?![{HAN}])"
)
_AFTER_NUMBER: Final = re.compile(
    rf"1[3-9]\d{{9}}[ ]?[,，(（:：、 ][ ]?(?P<name>[{HAN}]{{2,4}})(?=[)）,，。;；!！\s]|$)"
)
_GOES_ON: Final = re.compile(
    "家|的|是|在|把|被|就|也|都|还|又|总|老是|天天|经常|常年|每天|今年|昨|今天|明天|现在|刚|已|曾|不|没|打|骂|说|讲|欠|收|骗|拒|乱|体罚|态度|帮|跑|"
    "卧床|走|种|养|开|放|和|与|跟|等|两|三|一|年|女|男|来|去|住|有|要|想|请|让|给|对|向|从|到|用|拿|做|干|当|答复|回复|处理|负责|"
    "先生|女士|同志|老师|师傅|失业|上|下|出差|出|摔|生病|病|残疾|失踪|死|去世|半夜|晚上|早上|拖欠|恶意|强行|私|多次|非法|违|占|扔|"
    "很|太|特别|工作|热心|认真|服务|反映|投诉|举报|来电|表示|称|咨询|求助|建议|电话|手机|联系|身份证|户"
)
"""What may follow a name at once."""
_OF: Final = re.compile(
    rf"(?:我是|我们是|本人是|本人系)[{HAN}0-9a-zA-Z]{{1,14}}?的(?:业主|居民|住户|租户|家长|村民|老?住户)?"
)
_END_OF_LETTER: Final = re.compile(r"(?:此致|敬礼|—{1,2}|-{2})[ \n]*")
_BEFORE_NUMBER: Final = re.compile(
    rf"(?:^|[,，。;；:：、\s])(?P<name>[{HAN}]{{2,4}})[ ]?[(（,，:：\s]?[ ]?(?:电话|手机|tel)?[号码]{{0,2}}[:： ]?[ ]?"
    r"(?=(?:\+?86)?[ -]?1[3-9]\d)",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(
    rf"[^{HAN}A-Za-z0-9]|$|的(?=[妈爸父母儿女老爱丈妻家哥姐弟妹邻])|反映|投诉|来电|实名|电话|手机|联系|身份证|家住|住|现|今年|敬上|上$|男|女"
)
_FAR: Final = re.compile(rf"[{HAN}]{{1,10}}(?:[·•.][{HAN}]{{1,10}})+")
_SPACED: Final = re.compile(rf"([{HAN}]) ([{HAN}]{{1,2}})(?![{HAN}])")
_LIKE_A_NAME: Final = frozenset(re.findall(r"\w+", "nr nrfg nz ns nt zg q n j i an vn v a t g b s eng"))
_GIVEN: Final = frozenset(re.findall(r"\w+", "nr nrfg nz ns nt n a an j t"))
"""What a given name of two characters may be taken for: 长海, 建平, 大力."""
_ONE_MORE: Final = frozenset(re.findall(r"\w+", "n nr zg g ng ag j a nz tg vg b ns"))
_NOT_NAMES: Final = frozenset(
    re.findall(
        r"\w+",
        "许可 许多 敬礼 谢谢 申请 师傅 符合 符号 有关 应该 房东 房主 车主 车位 项目 国家 全家 全体 常务 马王 "
        "高兴 安全 安静 安稳 安心 常规 明白 平安 平时 康复 健康 方案 高峰 "
        "居民 家属 高中 高级 高龄 高一 高二 高三 白领 单身 农民 马上 高新 高端 高压",
    )
)
"""Words that the segmenter takes for names."""
_NEVER: Final = frozenset(re.findall(r"\w+", "c p d r u uj ul y e o f"))
"""Conjunctions, prepositions, adverbs and the like begin no name."""
_SPEAKS: Final = re.compile("反映|投诉|来电|表示|称|举报|咨询|求助|建议")
_STOPS: Final = re.compile(rf"[^{HAN}A-Za-z0-9]|$")
_LOOK = 12
_FROM_NAME = frozenset("家称说的是在被不也就又")


def names_in(plain: str) -> Iterator[Stretch]:
    """Yield names that a word introduces, or that stand before a telephone."""
    done: set[int] = set()
    for pattern, is_sure in (
        (_FIELD, True),
        (_END_OF_LETTER, True),
        (_OF, True),
        (_CALLED, True),
        (_CALLED, False),
        (_ROLE, False),
    ):
        for match in pattern.finditer(plain):
            start = match.end()
            if start in done:
                continue
            must_end = (
                pattern in (_OF, _END_OF_LETTER)
                or (pattern is _CALLED and is_sure)
                or match[0].startswith(("我是", "我,", "本人", "这里是"))
            )
            end = _name_at(plain, start, is_sure=is_sure or must_end, must_end=must_end)
            if end:
                done.add(start)
                yield Stretch(Kind.NAME, start, end)
                yield from _next_names(plain, end, done)
    for match in _BEFORE_NUMBER.finditer(plain):
        start, end = match.span("name")
        found = _name_at(plain, start, is_sure=True, must_end=False)
        is_so = found == end and plain[start] in _SURNAMES and _is_no_word(match["name"])
        if start not in done and (is_so or _is_made_of_names(match["name"])):
            done.add(start)
            yield Stretch(Kind.NAME, start, end)
    for match in _AFTER_NUMBER.finditer(plain):
        start, end = match.span("name")
        if start not in done and _is_made_of_names(match["name"]):
            yield Stretch(Kind.NAME, start, end)
    for match in _FAMILY_AND_GIVEN.finditer(plain):
        if all(char in GIVEN for char in match["given"]):
            yield Stretch(Kind.NAME, *match.span("name"))


def _is_made_of_names(name: str) -> bool:
    """Say whether a whole stretch is a surname and characters of given names, and no ordinary word."""
    surname = 2 if name[:2] in COMPOUND_SURNAMES else 1
    is_name = surname == 2 or name[0] in _SURNAMES
    given = name[surname:]
    return is_name and len(given) in (1, 2) and set(given) <= GIVEN and not _is_word(name)


def _is_no_word(name: str) -> bool:
    """Say whether the segmenter doesn't know this for an ordinary word: 谢谢, 麻烦."""
    words: list[tuple[str, str]] = rjieba.tag(name)
    return len(words) > 1 or words[0][1].startswith("nr")


def _next_names(plain: str, end: int, done: set[int]) -> Iterator[Stretch]:
    """Yield the others of a list: 租户阎刚、薛丽."""
    while end < len(plain) and plain[end] in "、和与":
        start = end + 1
        found = _name_at(plain, start, is_sure=False, must_end=False)
        if not found or start in done:
            return
        done.add(start)
        yield Stretch(Kind.NAME, start, found)
        end = found


def _name_at(plain: str, start: int, *, is_sure: bool, must_end: bool) -> int | None:
    """Find where a name that begins here ends; None where none begins. `is_sure` says that nothing else can follow."""
    tail = plain[start : start + _LOOK]
    if not tail or tail[0].isascii():
        return None
    if far := _FAR.match(tail):
        return start + far.end()
    surname = 2 if tail[:2] in COMPOUND_SURNAMES else 1
    if _TITLES.match(tail, surname) or tail[:2] in _NOT_NAMES:
        return None
    if is_sure and tail[0] in _SURNAMES and (spaced := _SPACED.match(tail)):
        return start + spaced.end()
    for find in (_length, _by_given, _by_sound):
        length = find(tail, surname, is_sure=is_sure)
        if length is None or plain[start + length - 1] == "人":  # 安徽人
            continue
        if not must_end or _ENDS.match(plain, start + length):
            return start + length
    return None


def _length(tail: str, surname: int, *, is_sure: bool) -> int | None:
    words: list[tuple[str, str]] = rjieba.tag(tail)
    has_surname = surname == 2 or tail[0] in _SURNAMES
    length = _tagged(words, surname, has_surname=has_surname, is_sure=is_sure)
    is_open = words[0][1] not in _NEVER or (is_sure and len(words) > 1 and words[1][1] in ("nr", "nz", "ns"))
    if length is None and has_surname and is_open:
        length = _by_its_end(tail, words, surname, is_sure=is_sure)
    return length


def _tagged(words: list[tuple[str, str]], surname: int, *, has_surname: bool, is_sure: bool) -> int | None:
    """Take what the segmenter takes for a name."""
    word, kind = words[0]
    if not has_surname:
        return min(len(word), 4) if kind.startswith("nr") and len(word) > 1 and is_sure else None
    if len(word) == surname:
        return _with_given(words, surname, is_sure=is_sure)
    if kind.startswith("nr"):
        # 曹大勇家 is read as one name.
        length = min(len(word), surname + 2)
        if length > surname + 1 and word[length - 1] in _FROM_NAME:
            length -= 1
        is_begun = length == surname + 1 and len(words) > 1 and _is_given(words[1])
        return length + 1 if is_begun else length
    is_word = rjieba.has_word(word)
    if (
        is_sure
        and not is_word
        and word[0] not in _WORDS_TOO
        and kind in _LIKE_A_NAME
        and len(word) <= surname + 2
    ):
        # Surname and given name were taken for a word: 金志.
        return 3 if len(word) == 2 and len(words) > 1 and _is_given(words[1]) else len(word)
    return None


def _with_given(words: list[tuple[str, str]], surname: int, *, is_sure: bool) -> int | None:
    """Take a surname that stands alone with the given name behind it."""
    if len(words) < 2 or not re.fullmatch(rf"[{HAN}]{{1,2}}", words[1][0]):
        return None
    (family, its_kind), (given, kind) = words[0], words[1]
    is_plain = family[0] not in _WORDS_TOO and its_kind not in _NEVER
    is_name = kind.startswith("nr") or surname == 2 or (is_plain and len(given) == 2 and kind in _GIVEN)
    if is_name or (is_sure and is_plain and kind in _LIKE_A_NAME):
        is_begun = len(given) == 1 and len(words) > 2 and _is_given(words[2])
        return surname + len(given) + is_begun
    return None


def _by_its_end(tail: str, words: list[tuple[str, str]], surname: int, *, is_sure: bool) -> int | None:
    """Take what stands alone, or speaks, as a name although the segmenter doesn't know it."""
    first = words[0][0]
    if tail[0] in _WORDS_TOO and not is_sure:
        return None
    if len(first) > 1 and words[0][1] != "ns" and rjieba.has_word(first) and not is_sure:
        return None
    for length in (surname + 1, surname + 2):
        name = tail[:length]
        if len(name) < length or not re.fullmatch(rf"[{HAN}]+", name):
            break
        if (_STOPS.match(tail, length) or _SPEAKS.match(tail, length)) and (
            words[0][1] == "ns"
            or not rjieba.has_word(name)
            or (is_sure and tail[0] not in _WORDS_TOO and words[0][1] in ("n", "nz"))
        ):
            return length
    return None


def _by_given(tail: str, surname: int, *, is_sure: bool) -> int | None:
    """Take a surname with characters that given names are made of, where what follows may follow a name."""
    if surname == 1 and (tail[0] not in _SURNAMES or rjieba.tag(tail)[0][1] == "ns"):
        return None
    for length in (surname + 2, surname + 1):
        name = tail[:length]
        ends = bool(_STOPS.match(tail, length))
        is_open = not _is_word(name) or (is_sure and ends)
        if name[0] in _WORDS_TOO and (rjieba.has_word(name[1:]) or not (ends or length > surname + 1)):
            is_open = is_sure and ends
        is_made = len(name) == length and is_open and name not in _NOT_NAMES and set(name[surname:]) <= GIVEN
        if is_made and (ends or _GOES_ON.match(tail, length)):
            return length
    return None


def _is_word(name: str) -> bool:
    """Say whether this is an ordinary word, not only a name that the segmenter has heard of."""
    if not rjieba.has_word(name):
        return False
    words: list[tuple[str, str]] = rjieba.tag(name)
    return not words[0][1].startswith("nr")


def _by_sound(tail: str, surname: int, *, is_sure: bool) -> int | None:
    """Take a name of three to six characters written by sound, standing alone: 扎西顿珠."""
    if not is_sure:
        return None
    match = re.match(rf"[{HAN}]+", tail)
    name = match[0] if match else ""
    return len(name) if 3 <= len(name) <= 6 and set(name) <= BY_SOUND and not rjieba.has_word(name) else None


def _is_given(word: tuple[str, str]) -> bool:
    """Say whether one more character belongs to a given name, not to what follows."""
    return len(word[0]) == 1 and word[1] in _ONE_MORE
