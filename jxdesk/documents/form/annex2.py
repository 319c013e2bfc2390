"""附2, 江西省数字产业集群重点项目建设清单 (landscape)."""

from __future__ import annotations

from jxdesk.documents.form.format import Form, prose, stacked
from jxdesk.documents.outline import Align, Density, ListColumn, ListTable, Paragraph, Section, TextRole
from jxdesk.domain.application import Project

_COLUMNS = (
    ("column_number", 2.6, Align.CENTRE),
    ("annex2_category", 6.6, Align.LEFT),
    ("annex2_name", 9.6, Align.LEFT),
    ("annex2_unit", 8.4, Align.LEFT),
    ("annex2_scale", 7.4, Align.LEFT),
    ("annex2_content", 14.0, Align.LEFT),
    ("annex2_start", 5.2, Align.CENTRE),
    ("annex2_finish", 5.2, Align.CENTRE),
    ("annex2_place", 5.8, Align.LEFT),
    ("annex2_investment", 5.4, Align.CENTRE),
    ("annex2_supervision", 7.8, Align.LEFT),
)
_OTHER = "other"


def annex2(form: Form) -> tuple[Section, ...]:
    """The project list with the template's note below it."""
    columns = tuple(ListColumn(form.text(key), width, align) for key, width, align in _COLUMNS)
    rows = tuple(_row(form, number, project) for number, project in enumerate(form.application.projects, 1))
    blocks = (
        Paragraph(form.text("annex2_mark"), TextRole.ANNEX),
        Paragraph(form.text("annex2_title"), TextRole.TITLE),
        ListTable(columns, rows or (("1", *("",) * (len(columns) - 1)),), density=Density.SMALL),
        Paragraph(form.text("annex2_note"), TextRole.NOTE),
    )
    return (Section("projects", form.part_title("projects"), blocks, landscape=True),)


def _row(form: Form, number: int, project: Project) -> tuple[str, ...]:
    def shown(name: str) -> str:
        return form.of_row("projects", project, name)

    return (
        str(number),
        _category(shown("category"), project),
        stacked(project.name, f"({project.code})" if project.code else ""),
        stacked(project.unit, project.person),
        project.scale,
        prose(project.content),
        shown("start"),
        shown("finish"),
        project.place,
        shown("investment"),
        stacked(project.supervision_unit, project.supervision_person),
    )


def _category(label: str, project: Project) -> str:
    """A category outside the template's list is followed by what it is."""
    if project.category == _OTHER and project.category_other:
        return f"{label}（{project.category_other}）"
    return label
