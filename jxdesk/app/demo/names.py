"""The invented county, and invented names of firms and persons, drawn from a seeded source.

The county is in no list of divisions, every firm carries 演示 in its name, and the codes lie in
a region that is not assigned (see :mod:`jxdesk.app.demo.codes`): nothing here can be anybody's.
"""

from __future__ import annotations

import random

MARK = "演示"
COUNTY = "云澜县"
COUNTY_MARKED = f"{COUNTY}（{MARK}）"
APPLICANT = f"{COUNTY_MARKED}人民政府"
INDUSTRY = "智能传感与物联网"
CLUSTER = f"{COUNTY_MARKED}{INDUSTRY}数字产业集群"
PARK = f"{COUNTY_MARKED}数字经济产业园"
OPERATOR = f"{COUNTY}数智产业发展（{MARK}）有限公司"
DEVELOPMENT_OFFICE = f"{COUNTY_MARKED}发展和改革委员会"
INDUSTRY_OFFICE = f"{COUNTY_MARKED}工业和信息化局"
STATISTICS_OFFICE = f"{COUNTY_MARKED}统计局"
EMERGENCY_OFFICE = f"{COUNTY_MARKED}应急管理局"
ENVIRONMENT_OFFICE = f"{COUNTY_MARKED}生态环境局"

# The area code is assigned to no city, the domain is reserved for examples (RFC 2606).
PHONE = "0700-88880000"
EMAIL = "office@yunlan.example"
ADDRESS = f"{COUNTY_MARKED}青埠镇示例路1号"

_TOWNS = ("青埠镇", "梧坪镇", "鹤塘镇", "石澜乡")
_FIRST = "澈衡曦砺璋珩泓昱翎岚棠钧"
_SECOND = "芯联测澜微感科驰图域川原"
_SURNAMES = "揭邬漆幸敖晏危艾涂简辜闵"
_GIVEN = ("知砚", "予舟", "言澈", "若筠", "景行", "望舒", "怀瑾", "书窈", "令仪", "思衡", "清和", "牧之")


class Namer:
    """Draws names without repeating any."""

    def __init__(self, source: random.Random) -> None:
        self._source = source
        pairs = [first + second for first in _FIRST for second in _SECOND]
        people = [surname + given for surname in _SURNAMES for given in _GIVEN]
        self._brands = source.sample(pairs, len(pairs))
        self._people = source.sample(people, len(people))

    def firm(self, trade: str, *, listed: bool = False) -> str:
        """A firm of ``trade``; ``listed`` ones are joint-stock companies."""
        form = "股份有限公司" if listed else "有限公司"
        return f"{COUNTY}{self._brands.pop()}{trade}（{MARK}）{form}"

    def person(self) -> str:
        """A person's name."""
        return self._people.pop()

    def place(self) -> str:
        """The park, more often than not, or a town of the county."""
        return PARK if self._source.random() < 0.6 else COUNTY_MARKED + self._source.choice(_TOWNS)
