"""What somebody wants (诉求性质), from the turns of phrase that people use to ask, complain, report, suggest or thank."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from linli.kernel.chinese import normalise
from linli.kernel.standards.natures import Nature


@dataclass(frozen=True, slots=True)
class NatureGuess:
    """A nature, how sure (0–1), and the words that speak for it."""

    nature: Nature
    confidence: float
    words: tuple[str, ...]


# Each turn of phrase with its weight. What stands in the same alternative counts once.
_CUES: Final = {
    Nature.THANKS: (
        (
            4,
            "感谢信|^.{0,4}(?:感谢|谢谢)|表扬信|锦旗|特此(?:感谢|表扬)|衷心感谢|由衷感谢|万分感谢|想(?:感谢|表扬|夸)|要(?:感谢|表扬|夸|给).{0,8}(?:点赞|表扬|感谢|锦旗)?|点(?:个)?赞|好样的",
        ),
        (
            2,
            "表扬|夸(?:一)?夸|辛苦了|服务(?:真|特别|非常|很)好|态度(?:真|特别|非常|很)好|热心|拾金不昧|帮了(?:我|大忙)|问题(?:已经)?解决了|很满意|非常满意",
        ),
        (1, "感谢|谢谢"),
    ),
    Nature.REPORT: (
        (
            4,
            "举报|检举|揭发|实名反映|线索|贪污|受贿|行贿|挪用|套取|骗取|冒领|虚报|吃空饷|徇私|以权谋私|公款|权钱",
        ),
        (
            3,
            "无证|无照|非法|违法|偷排|偷倒|偷税|造假|假冒|传销|赌博|黄赌毒|卖淫|吸毒|私(?:自|搭|设|宰|采)|偷偷|黑(?:诊所|作坊|中介|网吧|车|工厂|煤窑)|制假|售假|地沟油|群租",
        ),
        (1, "违规|擅自|违建|违章|过期食品"),
    ),
    Nature.SUGGESTION: (
        (
            4,
            "建议|提议|倡议|提(?:个|一个|一点|点)?(?:意见|想法|建言)|献策|建言|不妨|能否考虑|是否可以考虑|可不可以考虑|如果能.{0,16}就(?:更)?好|要是能.{0,16}就(?:更)?好",
        ),
        (
            2,
            "希望(?:能)?(?:增加|增设|增开|新增|设置|安装|修建|建(?:一|个|设)|开通|开设|添|加装|改进|改成|改为|优化|延长|规划|推广|统一)|应(?:该|当)(?:增加|增设|设|多|加强)|最好(?:能)?",
        ),
        (1, "增设|优化|改进|呼吁|完善"),
    ),
    Nature.CONSULT: (
        (
            4,
            "请问|咨询|想(?:问|了解|知道|咨询)|问(?:一)?(?:下|问)|打听|求解答|麻烦问|不知道(?:怎么|如何|去哪|该|要|在哪)|(?:什么|哪些|啥)(?:材料|手续|条件|流程|证件|时候(?:能|可以|开|发)|政策)",
        ),
        (
            2,
            "怎么(?:办理|申请|办|报名|查|交|缴|领|开|走|预约|认定|计算|算)|如何(?:办理|申请|办|报名|查|交|领|预约|认定|计算)|去哪(?:里|儿)?(?:办|交|领|查)|在哪(?:里|儿)?(?:办|交|领|查|报名)|能不能(?:办|领|报|迁|转|补)|可以(?:办|领|报|迁|转|补).{0,8}吗|多少钱|几点(?:上班|下班|开门|关门)|电话(?:号码)?是(?:多少|什么)|是否(?:有|可以|需要|能|符合)|有没有(?:政策|补贴|规定)|(?:规定|标准|政策)是(?:什么|多少|怎样)",
        ),
        (1, "吗[？?。]?$|什么时候|多久|呢[？?]"),
    ),
    Nature.COMPLAINT: (
        (
            4,
            "投诉|差评|态度(?:恶劣|极差|很差|太差|不好|差|蛮横)|不作为|乱作为|推(?:诿|脱|来推去|卸)|踢皮球|敷衍|乱收费|多收(?:费|钱|了)?|霸王条款|欺(?:诈|骗|负)|退款|不退(?:钱|费|款|押金)?|违约|强制(?:消费|收费)?|骗(?:人|钱|了)",
        ),
        (
            3,
            "(?:反映|打电话|投诉|报修|找)(?:过|了)?.{0,4}(?:多次|好几次|几次|无数次|好多次|两次|三次|数次)|一直(?:没|不)(?:人|有人|处理|解决|管|修|回)|没(?:有)?人(?:管|理|处理|来|修|答复)|迟迟(?:不|没|未)|至今(?:没|未|不)|不(?:管|理|处理|解决|答复)|拖(?:了|着)",
        ),
        (
            2,
            "扰民|严重影响|不满|太(?:吵|差|过分|坑)|忍无可忍|质量(?:差|问题)|服务(?:差|不到位)|乱(?:停|倒|扔|堆|摆|收|排)|凭什么|为什么(?:不|还|没)|吵(?:得|死|闹)|臭",
        ),
    ),
    Nature.HELP: (
        (
            3,
            "求助|帮(?:帮|我|忙|助)|救救|救命|困难|走投无路|无家可归|没法(?:生活|过)|求(?:求|政府|领导|解决)|急需|拖欠|欠薪|讨薪",
        ),
        (
            2,
            "坏了|不亮|漏水|堵(?:了|住)|停(?:水|电|气|暖)|断(?:了|裂)|破(?:了|损|裂)|塌|掉(?:了|下)|不(?:热|通|来|走|转)|没(?:水|电|气|暖)|积水|渗水|爆|请(?:派人|尽快|及时|帮)|麻烦(?:派|来|尽快|处理|帮)|修(?:一|复|理|好|缮)?|清(?:理|运|掉|走)",
        ),
        (1, "希望|请|解决"),
    ),
}
_PATTERNS: Final = {
    nature: tuple((weight, re.compile(words, re.VERBOSE)) for weight, words in cues)
    for nature, cues in _CUES.items()
}
# Thanks at the end of a letter is courtesy, not its purpose.
_COURTESY: Final = re.compile(
    "(?:谢谢|感谢|多谢|拜谢|致谢)(?:您|你|你们|领导|政府|大家|了|啦|各位)*[！!。.~～]*$"
)
_NEARLY_SURE: Final = 4
FIRST_WORDS: Final = 30


def nature_of(text: str) -> NatureGuess:
    """Guess what somebody wants; help where nothing says otherwise. What is said first counts half again as much."""
    said = _COURTESY.sub("", normalise(text).strip())
    scores: dict[Nature, float] = {}
    words: dict[Nature, list[str]] = {}
    for nature, cues in _PATTERNS.items():
        for weight, cue in cues:
            if found := cue.search(said):
                scores[nature] = scores.get(nature, 0) + weight * (1.5 if found.start() < FIRST_WORDS else 1)
                words.setdefault(nature, []).append(found[0])
    if not scores:
        return NatureGuess(Nature.HELP, 0.0, ())
    order = sorted(scores, key=lambda nature: -scores[nature])
    best = order[0]
    rest = scores[order[1]] if len(order) > 1 else 0.0
    confidence = scores[best] / (scores[best] + rest + 1) * min(1.0, scores[best] / _NEARLY_SURE)
    return NatureGuess(best, round(confidence, 3), tuple(words[best][:3]))
