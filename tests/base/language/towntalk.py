"""A made-up town's messages: each says one of five matters in one of many ways; nobody wrote them but us."""

from __future__ import annotations

import random

MATTERS = {
    "路灯": ("路灯不亮", "路灯坏了", "晚上黑灯瞎火", "灯杆歪了", "路灯一闪一闪"),
    "垃圾": ("垃圾没人清", "垃圾桶满了", "垃圾堆在门口", "垃圾臭得很", "厨余垃圾洒一地"),
    "噪声": ("半夜施工吵", "广场舞声音大", "楼上装修噪音", "音响开得很大", "机器轰鸣睡不着"),
    "停车": ("车乱停堵住路", "消防通道停满车", "车位被占", "僵尸车没人管", "单元门口停车"),
    "供暖": ("暖气不热", "暖气片冰凉", "交了费家里才十四度", "供暖管道漏水", "暖气一直没来"),
}
WHERE = ("三号楼", "东门口", "二单元", "小广场边上", "菜市场旁", "幼儿园门口", "七号院", "北路路口")
HOW = ("请派人看看", "反映过两次了", "麻烦尽快处理", "老人孩子不方便", "已经一个星期了", "大家都有意见")


def messages(count: int = 300, seed: int = 1) -> tuple[list[str], list[str]]:
    """Return texts and what they are about."""
    draw = random.Random(seed)
    texts, labels = [], []
    for n in range(count):
        label = list(MATTERS)[n % len(MATTERS)]
        texts.append(f"{draw.choice(WHERE)}{draw.choice(MATTERS[label])}，{draw.choice(HOW)}{n}")
        labels.append(label)
    return texts, labels
