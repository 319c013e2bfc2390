"""Reading and checking a spreadsheet of 20,000 rows and 15 columns, and writing one.

Beside the libraries alone, taking turns. The spreadsheet is read in both ways in which texts are stored:
shared, as Excel, WPS and LibreOffice do, and in the cells, as openpyxl does. Reading includes the look over
the container and the understanding and checking of headings and cells; what a trial import adds (a verdict
on every row, against an empty list; the process that it takes place in) are lines of their own. Each run is
a process of its own; seconds are those of its processor, without what it takes to load the modules, but the
last line of a trial import has all that the process beside it takes.
"""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bench_rows import Row, compiled_once, median
from shared_texts import share_texts

if TYPE_CHECKING:
    from jxdesk.app.importing import Plan
    from jxdesk.domain.application import Application
    from jxdesk.domain.catalogue import Field
    from jxdesk.notice import Notice

NAME = "exchange"
ROWS, COLUMNS = 20_000, 15
ROUNDS = 3
GOAL_OPENPYXL, GOAL_CALAMINE, GOAL_MEMORY_MB = 4.0, 2.5, 640
_NOTICE = "jx-2025"
_ROOT = Path(__file__).resolve().parent.parent
_MIB = 1024
_SIZE = f"{ROWS:,} 行 × {COLUMNS} 列"
_TEXTS = {"name": "云岭第{}数字科技有限公司", "place": "第{1}街道", "honours": "省级称号第{1}批"}


def run(folder: Path) -> list[Row]:
    """Measure in ``folder`` (empty)."""
    shared, inline = folder / "enterprises.xlsx", folder / "inline.xlsx"
    _child("make", inline)
    share_texts(inline, shared)
    found: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for task in ("ours", "openpyxl", "calamine"):
            for book in (shared, inline):
                (value,) = _measured(_child(task, book)).values()
                found.setdefault(f"{task} {book.stem}", []).append(value)
        for task in ("judged", "imported", "template", "template-openpyxl"):
            for step, value in _measured(_child(task, shared)).items():
                found.setdefault(step, []).append(value)
    middle = {step: median(values) for step, values in found.items()}
    memory = middle["memory"]
    return [
        *_against(middle, shared.stem, "共享字符串，如 Excel 所存"),
        *_against(middle, inline.stem, "格内字符串，如 openpyxl 所存"),
        Row("另加逐行判断新增、修改（窗口里的试导入）", middle["judged"], "s"),
        Row("同上，连同另起的进程与来回传送", middle["imported"], "s"),
        Row("试导入的内存", memory, "MB", goal=f"< {GOAL_MEMORY_MB} MB", met=memory < GOAL_MEMORY_MB),
        Row(
            f"写出模板，含 {_SIZE}内容",
            middle["template"],
            "s",
            "openpyxl 只写内容",
            middle["template-openpyxl"],
        ),
    ]


def _against(middle: Mapping[str, float], stem: str, way: str) -> list[Row]:
    """Reading and checking one of the books, beside each of the libraries."""
    ours, theirs, bare = (middle[f"{task} {stem}"] for task in ("ours", "openpyxl", "calamine"))
    what, wanted = f"读取并核对 {_SIZE}（{way}）", f"快 {GOAL_OPENPYXL:g} 倍以上"
    return [
        Row(what, ours, "s", "openpyxl 只读取", theirs, wanted, theirs >= GOAL_OPENPYXL * ours),
        Row(
            what,
            ours,
            "s",
            "python-calamine 只读取",
            bare,
            f"≤ {GOAL_CALAMINE:g} 倍",
            ours <= GOAL_CALAMINE * bare,
        ),
    ]


def _measured(output: str) -> dict[str, float]:
    return {step: float(value) for step, value in (line.split() for line in output.splitlines())}


def _child(task: str, book: Path) -> str:
    command = [sys.executable, str(Path(__file__).resolve()), task, str(book)]
    done = subprocess.run(
        command, cwd=_ROOT, check=True, capture_output=True, text=True, env=compiled_once(book.parent)
    )
    return done.stdout


# --- in the child -----------------------------------------------------------------------------


def _make(book: Path) -> None:
    """A workbook as a bureau would fill it: texts, codes, yes or no, figures with and without places."""
    import openpyxl

    from jxdesk.notice import load_installed

    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet("企业名单")
    fields, notice = _fields(), load_installed(_NOTICE)
    terms = {name: [term.label for term in each] for name, each in notice.vocabularies.items()}
    sheet.append([field.heading for field in fields])
    for number in range(ROWS):
        sheet.append([_content(field, number, terms) for field in fields])
    made.save(book)


def _content(field: Field, number: int, terms: Mapping[str, Sequence[str]]) -> object:
    match field.kind.value:
        case "count":
            return number % 900
        case "decimal":
            return number % 5000 / 100 + 0.25
        case "flag":
            return "是" if number % 3 else "否"
        case "choice":
            labels = terms[field.spec.mark.vocabulary]
            return labels[number % len(labels)]
        case "products":
            return f"传感器、第{number % 90}型芯片"
        case _:
            return _TEXTS[field.spec.name].format(number, number % 40)


def _fields() -> tuple[Field, ...]:
    from jxdesk.domain.catalogue import Catalogue
    from jxdesk.notice import load_installed

    fields = Catalogue(load_installed(_NOTICE)).of_record("enterprises")
    return tuple(field for field in fields if field.spec.name != "uscc")[:COLUMNS]


def _ours(book: Path) -> None:
    """Read with every check, and print the seconds."""
    import gc

    import python_calamine  # noqa: F401 - loaded before the clock runs

    from jxdesk.domain.catalogue import Catalogue
    from jxdesk.exchange.kinds import lists_of
    from jxdesk.exchange.references import References
    from jxdesk.exchange.rows import read_lists
    from jxdesk.exchange.workbook import read_bytes

    notice, empty = _empty()
    catalogue, data = Catalogue(notice), book.read_bytes()
    gc.disable()  # as in the process that reads for the window
    start = time.process_time()
    sheets = read_bytes(data, ".xlsx")
    (read,) = read_lists(sheets, lists_of("enterprises"), catalogue, References(empty, catalogue))
    print("ours", time.process_time() - start)
    if len(read.rows) != ROWS or any(cell.fault for row in read.rows for cell in row.cells.values()):
        raise SystemExit("the rows were not taken")


def _judged(book: Path) -> None:
    """Read and judge, as the window does; print the seconds and the peak memory."""
    import resource

    import python_calamine  # noqa: F401 - loaded before the clock runs

    import jxdesk.app.import_look  # noqa: F401 - as above

    notice, empty = _empty()
    data = book.read_bytes()
    start = time.process_time()
    _plan(data, notice, empty)
    print("judged", time.process_time() - start)
    print("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MIB)


def _imported(book: Path) -> None:
    """The whole of a trial import, in a process beside this one; print both their seconds."""
    import resource

    from jxdesk.app.import_look import Question, look_into

    notice, empty = _empty()
    start = time.process_time()
    look_into(book, Question("enterprises", {}), notice, empty)
    beside = resource.getrusage(resource.RUSAGE_CHILDREN)
    print("imported", time.process_time() - start + beside.ru_utime + beside.ru_stime)


def _plan(data: bytes, notice: Notice, empty: Application) -> Plan:
    from jxdesk.app.import_look import Question, judge_bytes

    looked = judge_bytes(data, ".xlsx", Question("enterprises", {}), notice, empty)
    if looked.plan is None or len(looked.plan.changes) != ROWS:
        raise SystemExit("the rows were not taken")
    return looked.plan


def _empty() -> tuple[Notice, Application]:
    from jxdesk.domain.application import Application, NoticeRef
    from jxdesk.notice import load_installed

    notice = load_installed(_NOTICE)
    return notice, Application(id="a", notice=NoticeRef(notice.id, notice.version, notice.digest))


def _openpyxl(book: Path) -> None:
    import openpyxl

    start = time.process_time()
    read = openpyxl.load_workbook(book, read_only=True, data_only=True)
    rows = [row for sheet in read.worksheets for row in sheet.iter_rows(values_only=True)]
    print("openpyxl", time.process_time() - start)
    if len(rows) != ROWS + 1:
        raise SystemExit("rows are missing")


def _calamine(book: Path) -> None:
    import python_calamine

    start = time.process_time()
    read = python_calamine.load_workbook(str(book))
    rows = [row for name in read.sheet_names for row in read.get_sheet_by_name(name).to_python()]
    print("calamine", time.process_time() - start)
    if len(rows) != ROWS + 1:
        raise SystemExit("rows are missing")


def _template(book: Path) -> None:
    """Hand the same rows out as a workbook to be filled."""
    from jxdesk.app.importing import write_filled
    from jxdesk.domain.catalogue import records
    from jxdesk.domain.changes import InsertRow

    notice, empty = _empty()
    made = records()["enterprises"].make
    changes = _plan(book.read_bytes(), notice, empty).changes
    rows = tuple(made(each.values, each.uid) for each in changes if isinstance(each, InsertRow))
    filled = dataclasses.replace(empty, enterprises=rows)
    start = time.process_time()
    write_filled("enterprises", book.with_name("template.xlsx"), notice, filled)
    print("template", time.process_time() - start)


def _template_openpyxl(book: Path) -> None:
    """The same values written without styles, checks, or bytes that repeat."""
    import openpyxl

    read = openpyxl.load_workbook(book, read_only=True, data_only=True)
    rows = list(read.worksheets[0].iter_rows(values_only=True))
    start = time.process_time()
    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet("企业名单")
    for row in rows:
        sheet.append(row)
    made.save(book.with_name("plain.xlsx"))
    print("template-openpyxl", time.process_time() - start)


_TASKS = {
    "make": _make,
    "ours": _ours,
    "judged": _judged,
    "imported": _imported,
    "openpyxl": _openpyxl,
    "calamine": _calamine,
    "template": _template,
    "template-openpyxl": _template_openpyxl,
}

if __name__ == "__main__":
    _TASKS[sys.argv[1]](Path(sys.argv[2]))
