"""Help in hardship, insurance and work, children and schools."""

from __future__ import annotations

from functools import partial
from typing import Final

from linli.kernel.standards.departments import DepartmentRole as Role
from linli.kernel.standards.hotline_limits import UTILITIES
from linli.kernel.standards.resident_categories._kinds import Category, Group, Inspection

_private = partial(Category, inspection=Inspection.ASK_REPORTER, is_publishable=False, nearby_m=0)
_care = partial(_private, "care", roles=(Role.CIVIL_AFFAIRS, Role.COMMUNITY))
_insurance = partial(_private, "insurance", roles=(Role.LABOUR, Role.COMMUNITY))
_education = partial(_private, "education", roles=(Role.EDUCATION, Role.COMMUNITY))

CARE: Final = Group(
    "care",
    "救助养老助残",
    "Hardship, elders and disability",
    "生活困难、老人、残疾、孩子没人照顾",
    "Hardship, elders, disability, children without care",
    (
        _care(
            "hardship",
            "生活困难救助",
            "Help in hardship",
            "低保、临时救助、大病、突然没了收入",
            "Subsistence allowance, emergency aid, serious illness, income lost",
            "低保 困难 临时救助 大病 救助 补助 特困 没钱",
        ),
        _care(
            "at-risk",
            "有人需要马上看看",
            "Someone may be in danger",
            "老人好几天没露面、敲门没人应、有人走失。有生命危险先打 110 或 120",
            "An elder not seen for days, someone missing. If life is at risk call 110 or 120 first",
            "独居老人 敲门没人 走失 几天没见 晕倒 流浪 没人管",
            roles=(Role.COMMUNITY, Role.CIVIL_AFFAIRS, Role.POLICE),
            settle=UTILITIES,
        ),
        _care(
            "elders",
            "养老服务",
            "Services for elders",
            "老年餐、日间照料、居家服务、养老院、高龄补贴",
            "Meals, day care, help at home, homes, age allowance",
            "老人 养老 食堂 助餐 日间照料 养老院 高龄补贴 老年证 护理",
        ),
        _care(
            "disabled",
            "残疾人服务",
            "Services for disabled people",
            "残疾证、辅具、补贴、康复、家里改造",
            "Certificate, aids, allowance, rehabilitation, adapting the home",
            "残疾 残疾证 轮椅 补贴 康复 辅具 无障碍改造",
            roles=(Role.DISABLED, Role.COMMUNITY),
        ),
        _care(
            "children",
            "困境儿童",
            "Children in difficulty",
            "孩子没人照顾、受欺负、上不起学",
            "A child without care, mistreated, or unable to go to school",
            "孩子 儿童 没人照顾 孤儿 留守 虐待 受欺负",
            roles=(Role.CIVIL_AFFAIRS, Role.COMMUNITY, Role.EDUCATION),
        ),
        _care(
            "homeless",
            "流浪乞讨救助",
            "People without shelter",
            "看到有人露宿、乞讨，天冷需要帮忙",
            "Somebody sleeps rough or begs and needs help",
            "流浪 乞讨 露宿 救助站 桥下 精神 冻",
            inspection=Inspection.ON_SITE,
            nearby_m=100,
            gb=(("matter", "09003"),),
        ),
        _care(
            "veterans",
            "退役军人",
            "Veterans",
            "优抚、安置、光荣牌",
            "Benefits, placement, honour plaque",
            "退役军人 优抚 光荣牌 军属 安置 补助",
            roles=(Role.VETERANS, Role.COMMUNITY),
        ),
        _care(
            "marriage-funeral",
            "婚姻登记和殡葬",
            "Marriage and funerals",
            "结婚离婚登记、殡葬补贴、散埋乱葬、当街烧纸",
            "Registration, funeral allowance, burning paper in the street",
            "结婚 离婚登记 殡葬 骨灰 烧纸 灵棚 丧事",
        ),
    ),
)

INSURANCE: Final = Group(
    "insurance",
    "社保医保就业",
    "Insurance, health and work",
    "社保、医保、找工作、看病",
    "Social and medical insurance, finding work, seeing a doctor",
    (
        _insurance(
            "pension",
            "养老保险和退休",
            "Pension",
            "缴费、退休、养老金没到账、资格认证",
            "Contributions, retirement, pension not paid, yearly confirmation",
            "社保 养老金 退休 缴费 认证 补缴 没发 社保卡",
        ),
        _insurance(
            "medical",
            "医疗保险",
            "Medical insurance",
            "缴费、报销、异地看病、医保卡",
            "Contributions, refunds, care elsewhere, the card",
            "医保 报销 医保卡 异地就医 缴费 居民医保 门诊 慢病",
            roles=(Role.MEDICAL_INSURANCE, Role.COMMUNITY),
        ),
        _insurance(
            "jobs",
            "找工作和创业",
            "Finding work",
            "想找工作、学技能、创业贷款、失业金",
            "A job, training, start-up loan, unemployment benefit",
            "找工作 就业 招聘 培训 失业 创业 贷款 公益岗",
        ),
        _insurance(
            "clinic",
            "看病和社区医院",
            "Doctors and clinics",
            "挂号、态度、收费、疫苗、家庭医生",
            "Appointments, manners, charges, vaccination, family doctor",
            "医院 看病 挂号 社区医院 疫苗 家庭医生 医生 收费",
            roles=(Role.HEALTH,),
        ),
        _insurance(
            "births",
            "生育和托幼补贴",
            "Birth and child allowances",
            "生育登记、育儿补贴、产假工资",
            "Registration, allowance, maternity pay",
            "生育 育儿补贴 准生证 产假 生育津贴 二孩 三孩",
            roles=(Role.HEALTH, Role.MEDICAL_INSURANCE),
        ),
        _insurance(
            "fund",
            "住房公积金",
            "Housing fund",
            "提取、贷款、单位没交",
            "Withdrawal, loan, employer does not pay",
            "公积金 提取 贷款 单位没交",
            roles=(Role.HOUSING, Role.LABOUR),
        ),
    ),
)

EDUCATION: Final = Group(
    "education",
    "教育托育",
    "Schools and child care",
    "上学、幼儿园、校外培训、学校门口",
    "School places, kindergartens, tutoring, school gates",
    (
        _education(
            "enrolment",
            "入学和转学",
            "School places",
            "划片、报名、转学、外地孩子上学",
            "Catchment, registration, transfer, children from elsewhere",
            "入学 划片 转学 学区 报名 小学 初中 外地",
        ),
        _education(
            "school",
            "学校管理",
            "How a school is run",
            "收费、食堂、作业、老师",
            "Fees, canteen, homework, teachers",
            "学校 收费 食堂 老师 作业 校服 补课",
        ),
        _education(
            "bullying",
            "校园欺凌",
            "Bullying",
            "孩子在学校被打、被孤立、被要钱",
            "A child is hit, shut out or robbed at school",
            "欺凌 打架 霸凌 被打 孤立 要钱",
            roles=(Role.EDUCATION, Role.POLICE),
            settle=UTILITIES,
        ),
        _education(
            "nursery",
            "幼儿园和托育",
            "Nurseries",
            "入园、收费、照看不好、想找托班",
            "Places, fees, poor care, looking for a nursery",
            "幼儿园 托育 托班 入园 保育 收费 虐童",
            roles=(Role.EDUCATION, Role.HEALTH),
        ),
        _education(
            "tutoring",
            "校外培训",
            "Private tutoring",
            "退费难、没资质、违规补课、机构跑了",
            "No refund, no licence, forbidden classes, the school vanished",
            "培训班 退费 跑路 补习 辅导班 资质 预付",
            roles=(Role.EDUCATION, Role.MARKET),
        ),
        _education(
            "gate",
            "学校周边",
            "Around the school",
            "门口堵、摊贩、路口危险",
            "Crowded gate, stalls, dangerous crossing",
            "学校门口 接送 堵车 摊贩 斑马线 护学",
            roles=(Role.TRAFFIC, Role.URBAN_MANAGEMENT, Role.EDUCATION),
            inspection=Inspection.ON_SITE,
            is_publishable=True,
            nearby_m=150,
        ),
    ),
)
