"""What stands before a name and behind it: 我叫…, 联系人：…, 邻居…, 感谢…, and …女士, …家的, …把.

Each cue says how much it promises (`Cue`); whether a name follows is weighed in `names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import Final

from linli.kernel.chinese import HAN


class Cue(IntEnum):
    """How much what stands before promises that a name follows."""

    FIELD = 0  # 联系人：
    LABEL = 1  # 联系人, 姓名
    CALLED = 2  # 我叫, 名叫
    SELF = 3  # 我是, 本人, 我是…的
    NUMBER = 4  # beside a telephone
    END = 5  # alone at the end of a letter
    ROLE = 6  # 邻居, 老公, 司机
    LIST = 7  # 、 behind a name
    TITLED = 8  # before 女士, 师傅
    DEED = 9  # 感谢, 投诉, 找, 和, 被
    OPEN = 10  # the beginning of a clause, 昨天


def _words(text: str) -> list[str]:
    return text.split()


_LABELS: Final = _words(
    """
    姓名 名字 我的名字 本人姓名 户主 户名 房主 开户 签名 署名 落款 失主 车主 机主 法人 寻人 经办 联系人 当事人
    投诉人 反映人 举报人 报修人 申请人 来电人 诉求人 求助人 建议人 开户人 收款人 收件人 寄件人 取件人 法定代表人
    法人代表 负责人 产权人 承租人 出租人 监护人 被投诉人 被举报人 委托人 代理人 经办人 经手人 受托人 担保人 借款人
    欠款人 付款人 签收人 发件人 持卡人 业主代表 居民代表 村民代表 家长代表 走失老人 走失人员 走失者 走失儿童 死者
    伤者 患者 紧急联系人 接收人 登记人 填表人 填报人 报名人 预约人 参保人 被保险人 老师姓名 学生姓名 孩子姓名
    患者姓名 户主姓名 反映者 诉求者 提交人 留言人 权利人 继承人 赡养人 被告 原告
    """
)
_CALLED: Final = _words(
    """
    我叫 我名叫 我姓名 名叫 本人叫 本人名叫 俺叫 咱叫 他叫 她叫 名字叫 名字是 名字叫做 大名叫 大名 全名 真名 叫做
    小名叫 就叫 名为 孩子叫 儿子叫 女儿叫 老公叫 老婆叫 老伴叫 妈妈叫 爸爸叫 老板叫 邻居叫 房东叫 媳妇叫 姑娘叫
    闺女叫 司机叫 对方叫 我爸叫 我妈叫 本人姓名是 姓名是 免贵 敝姓 本名 改名 改名叫 更名为 曾用名
    """
)
_SELF: Final = _words(
    """
    我是 我就是 本人 本人是 本人系 俺是 这里是 这边是 在下 鄙人 咱是 我, 俺, 我系 我这边是 下面是 此致 敬礼 此致敬礼
    """
)
_KIN: Final = _words(
    """
    哥 弟 姐 妹 嫂 叔 伯 姑 姨 舅 婶 爸 妈 爹 娘 爷 奶 哥哥 弟弟 姐姐 妹妹 嫂子 叔叔 伯伯 伯父 伯母 姑姑 姑妈 姑父
    姨妈 姨父 舅舅 舅妈 婶婶 婶子 弟妹 弟媳 妹夫 姐夫 表哥 表弟 表姐 表妹 堂哥 堂弟 堂姐 堂妹 大哥 大姐 二哥 二姐
    三哥 三弟 大伯 二叔 三叔 小叔 小姑 小姨 小舅 爸爸 妈妈 父亲 母亲 家父 家母 爷爷 奶奶 姥姥 姥爷 外公 外婆 公公
    婆婆 岳父 岳母 丈人 老丈人 丈母娘 老公 老婆 丈夫 妻子 爱人 老伴 对象 媳妇 儿媳 儿媳妇 女婿 儿子 女儿 大儿子
    二儿子 小儿子 大女儿 二女儿 小女儿 闺女 姑娘 娃 孩子 小孩 孙子 孙女 外孙 外孙女 侄子 侄女 外甥 外甥女 小姨子
    小舅子 妯娌 连襟 家属 两口子 夫妇 未婚妻 男友 女友 男朋友 女朋友 前夫 前妻 继父 继母 养父 养母
    """
)
_ROLES: Final = _words(
    """
    业主 居民 村民 住户 租户 租客 房客 房东 二房东 邻居 邻居家 隔壁 对门 对面 楼上 楼下 楼上住户 楼下住户 隔壁家
    楼上的 楼下的 隔壁的 司机 保安 保安队长 中介 包工头 工头 包工 教练 快递 快递员 外卖 外卖员 骑手 调解员 受害人
    证人 法官 律师 民警 辅警 警察 厂长 镇长 村长 乡长 区长 街长 村支书 支书 书记 主任 会计 出纳 股东 保姆 护工 月嫂
    保洁 保洁员 保洁阿姨 物业经理 经理 收费员 工作人员 值班员 网格员 楼长 楼栋长 单元长 班主任 老师 医生 大夫 护士
    病人 家长 学生 同学 老板 老板娘 店主 摊主 队长 组长 班长 店长 同事 工友 同乡 战友 朋友 老乡 室友 舍友 校长 园长
    院长 所长 站长 科长 处长 局长 会长 理事长 董事长 总经理 老人 残疾人 低保户 军属 党员 群众 志愿者 义工 社工
    物业的 物业那个 社区的 居委会的 派出所的 管家 客服 师傅 电工 水工 木工 瓦工 维修工 门卫 看门的 看大门的 楼管
    宿管 辅导员 请联系 请找 请打给 打给 打电话给 转给 转账给 转告 请转告 致电 请致电 环卫工 清洁工 环卫工人 清洁员
    安全员 协管员 城管 城管队员 交警 消防员 服务员 营业员 售货员 驾驶员 售票员 检票员 管理员 工程师 设计师 监理
    施工员 项目经理 销售 销售员 业务员 顾问 房管员 楼层长 代表 责任人 嫌疑人 肇事者 租房的 开店的 收破烂的 卖菜的
    同事家 那个叫 有个叫 一个叫 个叫 户叫 人叫 的叫 独居老人 孤寡老人
    """
)
_DEEDS: Final = _words(
    """
    联系 找 找到 找了 找过 告诉 举报 投诉 反映 查 查下 查一下 通知 感谢 表扬 谢谢 问 问了 问过 给 和 跟 与 被 同 让
    请 由 叫 替 代 帮 向 对 是 姓 见 认识 打了 骂了 控告 状告 起诉 揭发 寻找 帮助 特别感谢 借给 卖给 租给 欠 送给
    交给 经 据 社区 社区的 小区 村里 单位 公司 街道 物业 学校 除了 还有 包括 其中 例如 比如 像 因为 因 委托 陪 带 把
    将 以及 及 且
    """
)
_WHEN: Final = _words(
    """
    昨天 今天 前天 昨晚 今晚 今早 昨夜 刚才 刚刚 昨天晚上 昨天下午 昨天上午 今天早上 今天上午 今天下午 上个月 这个月
    上周 上星期 去年 今年 前几天 这几天 最近 后来 结果 现在 当时 当天 那天 有一次 目前 一直是 又是 就是 都是 可是
    但是 而且 其实 听说 据说 发现 看见 看到 听到 说是 原来 年轻人 小伙子 男子 女子 男孩 女孩 此人 名下 这个 那个
    有个
    """
)

_ALL: Final[dict[str, Cue]] = {
    **dict.fromkeys(_WHEN, Cue.OPEN),
    **dict.fromkeys(_DEEDS, Cue.DEED),
    **dict.fromkeys(_ROLES, Cue.ROLE),
    **dict.fromkeys(_KIN, Cue.ROLE),
    **dict.fromkeys((f"{who}{kin}" for kin in _KIN for who in "我他她你"), Cue.ROLE),
    **dict.fromkeys((f"{who}家{kin}" for kin in _KIN if len(kin) > 1 for who in "我他她"), Cue.ROLE),
    **dict.fromkeys((f"家里{kin}" for kin in _KIN if len(kin) > 1), Cue.ROLE),
    **dict.fromkeys(_SELF, Cue.SELF),
    **dict.fromkeys(_CALLED, Cue.CALLED),
    **dict.fromkeys(_LABELS, Cue.LABEL),
}
"""Every cue; one of a single character of kin is no cue alone."""
for _kin in _KIN:
    if len(_kin) == 1:
        del _ALL[_kin]

_Heads = dict[str, tuple[Cue | None, dict[str, tuple[str, ...]]]]


def _by_head() -> _Heads:
    """Sort the cues by their first character: whether it is one alone, and the longer ones by their second."""
    found: dict[str, dict[str, tuple[str, ...]]] = {cue[0]: {} for cue in _ALL}
    for cue in sorted(_ALL, key=len, reverse=True):
        if len(cue) > 1:
            tails = found[cue[0]]
            tails[cue[1]] = (*tails.get(cue[1], ()), cue)
    return {head: (_ALL.get(head), tails) for head, tails in found.items()}


_HEADS: Final = _by_head()
_BETWEEN: Final = re.compile(
    r"(?P<own>的?(?:姓名|名字|签名|本人))?(?P<verb>叫做|叫|名叫|是|为)?(?P<sign> ?[:,] ?| )?"
)
_COLON: Final = re.compile("(?:[人者名主员长字]|代表): ?")
_FAMILY: Final = re.compile(rf"姓[{HAN}]{{1,2}},(?:我?名字?|我?叫|名叫|大名|我是|全名)*")
_OF: Final = re.compile(
    rf"(?=((?:我是|我们是|本人是|本人系|俺是)[{HAN}0-9a-zA-Z\-]{{1,14}}?的(?:业主|居民|住户|租户|家长|村民|老?住户)?))"
)
"""我是东岸小区的…"""


def cues_in(plain: str) -> Iterator[tuple[int, Cue]]:
    """Yield where something ends that introduces a name, and how much it promises."""
    done, last = 0, len(plain) - 2
    heads = _HEADS
    for at, char in enumerate(plain):
        if char not in heads or at < done or at >= last:
            continue
        alone, tails = heads[char]
        for cue in tails.get(plain[at + 1], ()):
            if plain.startswith(cue, at):
                yield _whole(plain, at + len(cue), _ALL[cue])
                done = at + len(cue)
                break
        else:
            if alone is not None:
                yield at + 1, alone
    if ":" in plain:
        for match in _COLON.finditer(plain):
            yield match.end(), Cue.FIELD
    if "姓" in plain:
        for match in _FAMILY.finditer(plain):
            yield match.end(), Cue.CALLED
    if "我是" in plain or "我们是" in plain or "本人" in plain or "俺是" in plain:
        for match in _OF.finditer(plain):
            yield match.end(1), Cue.SELF


def _whole(plain: str, at: int, cue: Cue) -> tuple[int, Cue]:
    """Take what stands between a cue and the name: 联系人姓名是：."""
    between = _BETWEEN.match(plain, at)
    if between is None or not between[0]:
        return at, cue
    sign, end = between["sign"] or "", between.end()
    if cue == Cue.LABEL or between["own"]:
        return end, Cue.FIELD if sign else Cue.LABEL
    if between["verb"] in ("叫", "叫做", "名叫") and cue == Cue.ROLE:
        return end, Cue.CALLED
    if ":" in sign:
        return end, Cue.LABEL if cue == Cue.ROLE else cue
    return (end, cue) if cue <= Cue.ROLE else (at, cue)
