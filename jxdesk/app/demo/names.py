"""The invented places and their names, and names of firms and persons drawn from a seeded source.

The places are in no list of divisions, every firm carries 演示 in its name, and the codes lie in
a region that is not assigned (see :mod:`jxdesk.app.demo.codes`): nothing here can be anybody's.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

MARK = "演示"
INDUSTRY = "智能传感与物联网"
# The area code is assigned to no city, the mail domains are reserved for examples (RFC 2606).
PHONE = "0700-88880000"


@dataclass(frozen=True, slots=True)
class Region:
    """An invented county, alone or with a development ``zone`` that applies with it.

    ``short`` stands in the cluster's name; ``zone`` and ``zone_short`` are ``""`` for a county
    alone. The properties are the names of its bodies as they stand on the form.
    """

    county: str
    short: str
    towns: tuple[str, ...]
    domain: str
    zone: str = ""
    zone_short: str = ""

    @property
    def marked(self) -> str:
        """The county's name with the mark."""
        return f"{self.county}（{MARK}）"

    @property
    def zone_marked(self) -> str:
        """The zone's name with the mark, ``""`` without a zone."""
        return f"{self.zone}（{MARK}）" if self.zone else ""

    @property
    def applicant(self) -> str:
        """The county's government: the applicant, or the lead of a joint application."""
        return f"{self.marked}人民政府"

    @property
    def partner(self) -> str:
        """The zone's administration, ``""`` without a zone."""
        return f"{self.zone_marked}管理委员会" if self.zone else ""

    @property
    def cluster(self) -> str:
        """The cluster's name."""
        return f"{self.short}（{MARK}）{INDUSTRY}数字产业集群"

    @property
    def park(self) -> str:
        """The county's industrial park."""
        return f"{self.marked}数字经济产业园"

    @property
    def operator(self) -> str:
        """The firm that runs the park."""
        return f"{self.county}数智产业发展（{MARK}）有限公司"

    @property
    def association(self) -> str:
        """The cluster's association."""
        return f"{self.county}智能传感产业协会（{MARK}）"

    @property
    def address(self) -> str:
        """Where the office of the contact is."""
        return f"{self.marked}{self.towns[0]}示例路1号"

    @property
    def email(self) -> str:
        """The mail address of the contact."""
        return f"office@{self.domain}"

    def office(self, name: str) -> str:
        """A bureau of the county by its short name, e.g. ``统计局``."""
        return f"{self.marked}{name}"


SINGLE = Region("云澜县", "云澜县", ("青埠镇", "梧坪镇", "鹤塘镇", "石澜乡"), "yunlan.example")
JOINT = Region(
    "霁湖县",
    "霁湖—霁北",
    ("桐浦镇", "望舟镇", "藕塘乡"),
    "jihu.example",
    zone="霁北经济开发区",
    zone_short="霁北经开区",
)

_FIRST = "澈衡曦砺璋珩泓昱翎岚棠钧"
_SECOND = "芯联测澜微感科驰图域川原"
_SURNAMES = "揭邬漆幸敖晏危艾涂简辜闵"
_GIVEN = ("知砚", "予舟", "言澈", "若筠", "景行", "望舒", "怀瑾", "书窈", "令仪", "思衡", "清和", "牧之")


class Namer:
    """Draws names for a region without repeating any."""

    def __init__(self, region: Region, source: random.Random) -> None:
        self._region = region
        self._source = source
        pairs = [first + second for first in _FIRST for second in _SECOND]
        people = [surname + given for surname in _SURNAMES for given in _GIVEN]
        self._brands = source.sample(pairs, len(pairs))
        self._people = source.sample(people, len(people))

    def firm(self, trade: str, *, joint_stock: bool = False) -> str:
        """A firm of ``trade``."""
        form = "股份有限公司" if joint_stock else "有限公司"
        return f"{self._region.county}{self._brands.pop()}{trade}（{MARK}）{form}"

    def person(self) -> str:
        """A person's name."""
        return self._people.pop()

    def place(self) -> str:
        """The park, more often than not, or the zone, or a town of the county."""
        region = self._region
        if self._source.random() < 0.6:
            return region.park
        if region.zone and self._source.random() < 0.7:
            return region.zone_marked
        return region.marked + self._source.choice(region.towns)
