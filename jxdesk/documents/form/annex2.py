"""附2, 江西省数字产业集群重点项目建设清单 (landscape)."""

from __future__ import annotations

from jxdesk.documents.form.cells import added_cells, added_columns
from jxdesk.documents.form.format import Form, prose, stacked
from jxdesk.documents.outline import Align, Density, ListColumn, ListTable, Paragraph, Section, TextRole
from jxdesk.domain.application import Project

# Heading, width and the fields that stand in the column, one below the other.
_COLUMNS = (
    ("annex2_category", 6.6, Align.LEFT, ("category", "category_other")),
    ("annex2_name", 9.6, Align.LEFT, ("name", "code")),
    ("annex2_unit", 8.4, Align.LEFT, ("unit", "person")),
    ("annex2_scale", 7.4, Align.LEFT, ("scale",)),
    ("annex2_content", 14.0, Align.LEFT, ("content",)),
    ("annex2_start", 5.2, Align.CENTRE, ("start",)),
    ("annex2_finish", 5.2, Align.CENTRE, ("finish",)),
    ("annex2_place", 5.8, Align.LEFT, ("place",)),
    ("annex2_investment", 5.4, Align.CENTRE, ("investment",)),
    ("annex2_supervision", 7.8, Align.LEFT, ("supervision_unit", "supervision_person")),
)
_NUMBER_WIDTH, _ADDED_WIDTH = 2.6, 6.0
_OTHER = "other"


def annex2(form: Form) -> tuple[Section, ...]:
    """The project list with the template's note below it."""
    shown = [(*column[:3], _shown(form, column[3])) for column in _COLUMNS if _shown(form, column[3])]
    columns = (
        ListColumn(form.text("column_number"), _NUMBER_WIDTH),
        *(ListColumn(form.text(key), width, align) for key, width, align, _ in shown),
        *added_columns(form, "projects", _ADDED_WIDTH),
    )
    rows = tuple(
        (
            str(number),
            *(_cell(form, project, names) for *_, names in shown),
            *added_cells(form, "projects", project),
        )
        for number, project in enumerate(form.application.projects, 1)
    )
    blocks = (
        Paragraph(form.text("annex2_mark"), TextRole.ANNEX),
        Paragraph(form.text("annex2_title"), TextRole.TITLE),
        ListTable(columns, rows or (("1", *("",) * (len(columns) - 1)),), density=Density.SMALL),
        Paragraph(form.text("annex2_note"), TextRole.NOTE),
    )
    return (Section("projects", form.part_title("projects"), blocks, landscape=True),)


def _shown(form: Form, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if form.catalogue.shows(f"projects.{name}"))


def _cell(form: Form, project: Project, names: tuple[str, ...]) -> str:
    """The fields of one column: a category with what it is, a code in brackets below its name."""
    if names[0] == "category":
        return _category(form.of_row("projects", project, "category"), project)
    texts = {name: form.of_row("projects", project, name) for name in names}
    if texts.get("code"):
        texts["code"] = f"({texts['code']})"
    return stacked(*(prose(text) if name == "content" else text for name, text in texts.items()))


def _category(label: str, project: Project) -> str:
    """A category outside the template's list is followed by what it is."""
    if project.category == _OTHER and project.category_other:
        return f"{label}（{project.category_other}）"
    return label
