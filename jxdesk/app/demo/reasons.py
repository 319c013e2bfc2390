"""Why the warnings of the demo county may stand, as an office would write it."""

from __future__ import annotations

from dataclasses import dataclass

from jxdesk.domain.application import Enterprise, Project


@dataclass(frozen=True, slots=True)
class Explained:
    """A reason for the finding with this key (``Finding.key``), and whether it travels."""

    key: str
    text: str
    for_reviewer: bool


def explained(
    *,
    comparable: Enterprise | None,
    surging: Enterprise | None,
    late: Project | None,
    parts: tuple[Project, ...],
) -> tuple[Explained, ...]:
    """The reasons for what the county has; nothing for what it has not."""
    made = []
    if comparable is not None:
        made.append(_comparable(comparable))
    if surging is not None:
        made.append(_surging(surging))
    if late is not None:
        made.append(_late(late))
    made += [_part(project) for project in parts]
    return tuple(made)


def _comparable(firm: Enterprise) -> Explained:
    text = (
        f"{firm.name}本年吸收合并了一家关联企业，营业收入为合并后的数据；"
        f"增长率{firm.growth}%按可比口径计算，即两年都计入被合并企业，与审计报告附注一致。"
        "营收证明中已说明两种口径的差异。"
    )
    return Explained(f"S05|enterprises.growth|{firm.uid}", text, for_reviewer=True)


def _surging(firm: Enterprise) -> Explained:
    text = (
        f"{firm.name}上年第四季度才投产，上年营业收入只有{firm.previous_revenue}亿元，基数很小。"
        "已由县统计局与企业报表核对，数据无误；企业不在营收前列，不影响集群总额。"
    )
    return Explained(f"S08|enterprises.growth|{firm.uid}", text, for_reviewer=False)


def _late(project: Project) -> Explained:
    text = (
        "该项目分两段建设：装配线和检定线在试点期内建成投产，计入试点目标；"
        "包装线和立体仓库在试点期后半年内竣工。项目没有安排省级资金，目标测算也未计入后段产能。"
    )
    return Explained(f"J04|projects.finish|{project.uid}", text, for_reviewer=True)


def _part(project: Project) -> Explained:
    text = (
        f"“{project.name}”是一期平台的分期子项目，备案时合并办理，共用一个项目代码；"
        "两期建设内容、单位和投资分别列示，没有重复计算。"
    )
    return Explained(f"J03|projects.code|{project.uid}", text, for_reviewer=False)
