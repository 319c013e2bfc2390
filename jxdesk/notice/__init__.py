"""The notice pack: what a ministry's notice demands, as data turned into typed objects.

A pack is a folder of TOML files (``resources/notices/<id>/``). Years, caps, lists, labels,
clauses and rule parameters live there; the code knows only their types.
"""

from jxdesk.notice.load import installed, load_folder, load_installed
from jxdesk.notice.model import Clause, FieldText, Notice, Part, RuleSetting, Target, Term

__all__ = [
    "Clause",
    "FieldText",
    "Notice",
    "Part",
    "RuleSetting",
    "Target",
    "Term",
    "installed",
    "load_folder",
    "load_installed",
]
