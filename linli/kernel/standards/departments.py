"""Role words for the bodies that answer: which kind of department, whatever it is called in this city.

A catalogue says "the heating supplier"; the deployment says which unit of its tree that is, per area. So
catalogues travel between cities and unit names do not.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from linli.kernel.sources import local_choice

SOURCE: Final = local_choice(
    "Names of the kinds of bodies; every place has its own departments and maps them."
)


class DepartmentRole(StrEnum):
    """A kind of body that answers for something."""

    COMMUNITY = "community"
    SUBDISTRICT = "subdistrict"
    PARTY_AFFAIRS = "party_affairs"
    PROPERTY = "property"
    OWNERS = "owners"
    HOUSING = "housing"
    PLANNING = "planning"
    URBAN_MANAGEMENT = "urban_management"
    SANITATION = "sanitation"
    GREENING = "greening"
    ROADS = "roads"
    DRAINAGE = "drainage"
    LIGHTING = "lighting"
    WATER = "water"
    POWER = "power"
    GAS = "gas"
    HEAT = "heat"
    TELECOM = "telecom"
    POST = "post"
    TRAFFIC = "traffic"
    TRANSIT = "transit"
    POLICE = "police"
    FIRE = "fire"
    EMERGENCY = "emergency"
    ENVIRONMENT = "environment"
    MARKET = "market"
    HEALTH = "health"
    EDUCATION = "education"
    CULTURE = "culture"
    CIVIL_AFFAIRS = "civil_affairs"
    LABOUR = "labour"
    MEDICAL_INSURANCE = "medical_insurance"
    DISABLED = "disabled"
    VETERANS = "veterans"
    JUSTICE = "justice"
    DISCIPLINE = "discipline"
    AGRICULTURE = "agriculture"

    @property
    def label(self) -> str:
        """What people call it in Chinese."""
        return _WORDS[self][0]

    @property
    def english(self) -> str:
        """What people call it in English."""
        return _WORDS[self][1]


_WORDS: Final = {
    DepartmentRole.COMMUNITY: ("社区", "Community"),
    DepartmentRole.SUBDISTRICT: ("街道", "Subdistrict office"),
    DepartmentRole.PARTY_AFFAIRS: ("党建办", "Party-building office"),
    DepartmentRole.PROPERTY: ("物业公司", "Property company"),
    DepartmentRole.OWNERS: ("业主委员会", "Owners' committee"),
    DepartmentRole.HOUSING: ("住建", "Housing and construction"),
    DepartmentRole.PLANNING: ("自然资源和规划", "Planning and natural resources"),
    DepartmentRole.URBAN_MANAGEMENT: ("城管执法", "Urban management"),
    DepartmentRole.SANITATION: ("环卫", "Sanitation"),
    DepartmentRole.GREENING: ("园林绿化", "Parks and greenery"),
    DepartmentRole.ROADS: ("市政道路", "Roads"),
    DepartmentRole.DRAINAGE: ("排水", "Drainage"),
    DepartmentRole.LIGHTING: ("路灯照明", "Street lighting"),
    DepartmentRole.WATER: ("供水", "Water supply"),
    DepartmentRole.POWER: ("供电", "Power supply"),
    DepartmentRole.GAS: ("燃气", "Gas supply"),
    DepartmentRole.HEAT: ("供热", "Heating supply"),
    DepartmentRole.TELECOM: ("通信", "Telecom"),
    DepartmentRole.POST: ("邮政快递", "Post and parcels"),
    DepartmentRole.TRAFFIC: ("交警", "Traffic police"),
    DepartmentRole.TRANSIT: ("公共交通", "Public transport"),
    DepartmentRole.POLICE: ("派出所", "Police"),
    DepartmentRole.FIRE: ("消防", "Fire service"),
    DepartmentRole.EMERGENCY: ("应急管理", "Emergency management"),
    DepartmentRole.ENVIRONMENT: ("生态环境", "Environment"),
    DepartmentRole.MARKET: ("市场监管", "Market regulation"),
    DepartmentRole.HEALTH: ("卫生健康", "Health"),
    DepartmentRole.EDUCATION: ("教育", "Education"),
    DepartmentRole.CULTURE: ("文化旅游", "Culture and tourism"),
    DepartmentRole.CIVIL_AFFAIRS: ("民政", "Civil affairs"),
    DepartmentRole.LABOUR: ("人力资源和社会保障", "Labour and social security"),
    DepartmentRole.MEDICAL_INSURANCE: ("医疗保障", "Medical insurance"),
    DepartmentRole.DISABLED: ("残联", "Disabled persons' federation"),
    DepartmentRole.VETERANS: ("退役军人事务", "Veterans' affairs"),
    DepartmentRole.JUSTICE: ("司法所", "Justice office"),
    DepartmentRole.DISCIPLINE: ("纪检监察", "Discipline inspection"),
    DepartmentRole.AGRICULTURE: ("农业农村", "Agriculture and animal health"),
}
