"""The whole way with a made-up notice: new, filled, brought in, checked, printed, sealed, verified."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jxdesk.app import delivery, printing, sealing
from jxdesk.app.assign import assign
from jxdesk.app.attaching import missing
from jxdesk.app.checking import check
from jxdesk.app.import_report import Verdict
from jxdesk.app.importing import import_rows, make_template
from jxdesk.app.offers import offers
from jxdesk.app.overview import parts
from jxdesk.app.session import Session
from jxdesk.base import worker
from jxdesk.base.errors import UserError
from jxdesk.base.progress import silent
from jxdesk.cli import main
from jxdesk.domain import canonical
from jxdesk.domain.application import Application
from jxdesk.domain.extras import held, with_value
from jxdesk.domain.values import NotApplicable
from jxdesk.exchange.kinds import LISTS
from jxdesk.notice import load_folder
from jxdesk.signing import keyfile
from tests import second_pack

NOW = dt.datetime(2027, 4, 1, 4, 0, tzinfo=dt.UTC)


def clock() -> dt.datetime:
    return NOW


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read workbooks in this process."""

    def run(function: Callable[..., Any], *args: Any, **_: Any) -> Any:
        return function(*args)

    monkeypatch.setattr(worker, "run", run)


def fill(session: Session) -> None:
    """The sound application of the second notice, with real files behind its evidence."""
    app = second_pack.application()
    files = []
    for row in app.evidence:
        stored = session.workspace.add_bytes(b"%PDF-1.4 " + row.uid.encode())
        files.append(dataclasses.replace(row, sha256=stored.sha256, size=stored.size))
    app = dataclasses.replace(app, id=session.application.id, evidence=tuple(files))
    session.workspace.replace_application(app, "装入")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "空.jxdesk", second_pack.pack(), clock=clock) as session:
        yield session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "示例.jxdesk", second_pack.pack(), clock=clock) as made:
        fill(made)
        yield made


def test_a_new_workspace_has_the_notices_indicators_and_keeps_its_notice(empty: Session) -> None:
    assert [row.given for row in empty.application.indicators] == list(second_pack.TARGETS)
    path = empty.workspace.path
    empty.close()
    with Session.open(path, clock=clock) as again:
        assert again.notice == second_pack.pack()
        assert load_folder(path / "notice").digest == again.notice.digest


def test_added_fields_are_set_counted_undone_and_emptied(empty: Session) -> None:
    wanted = {part.id: (part.filled, part.wanted) for part in parts(empty, check(empty))}
    made = assign(
        empty, ["services.x.computing=12.50", "basic.x.park_size=大型园区", "funds.x.county_share=8"]
    )
    assert made == 3
    assert empty.value("services.x.computing") == Decimal("12.50")
    assert empty.value("basic.x.park_size") == "large"
    filled = {part.id: (part.filled, part.wanted) for part in parts(empty, check(empty))}
    assert filled["services"] == (wanted["services"][0] + 1, wanted["services"][1])
    empty.workspace.undo()
    assert empty.value("services.x.computing") is None
    assert empty.set_text("services.x.shuttle", "夜班车")
    assert empty.set_text("services.x.shuttle", "")
    assert not empty.set_text("services.x.shuttle", "")
    assert empty.application.services.x == ()


def test_a_new_row_may_begin_with_an_added_column(empty: Session) -> None:
    assert assign(empty, ["enterprises[1].x.audited=是", "enterprises[1].name=甲厂"]) == 1
    (row,) = empty.application.enterprises
    assert (row.name, held(row, "x.audited")) == ("甲厂", True)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("services.x.computing=很多", "value.number"),
        ("basic.x.park_size=中型园区", "value.choice"),
        ("innovation.x.standards=1.5", "value.whole"),
        ("innovation.x.standards=—（无）", "value.na"),
        ("services.x.unheard_of=1", "field.unknown"),
        ("enterprises[1].x.audited=也许", "value.flag"),
    ],
)
def test_what_an_added_field_cannot_hold_is_refused(empty: Session, typed: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        assign(empty, [typed])
    assert caught.value.code == code


def test_the_command_line_sets_and_lists_added_fields(
    empty: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(empty.workspace.path)
    empty.close()
    assert main(["set", path, "services.x.computing=—（在建）"]) == 0
    capsys.readouterr()
    assert main(["show", path, "--fields"]) == 0
    listed = capsys.readouterr().out
    assert "services.x.computing\t公用算力" in listed
    assert "enterprises.honours" not in listed
    with Session.open(Path(path), clock=clock) as again:
        assert again.value("services.x.computing") == NotApplicable("在建")


def test_what_is_missing_and_offered_follows_the_notice(session: Session) -> None:
    assert missing(session) == ()
    assert offers(session.application, session.notice)["services.public_platforms"] == 1
    files = tuple(dataclasses.replace(file, proves=()) for file in session.application.evidence)
    session.workspace.replace_application(dataclasses.replace(session.application, evidence=files), "清空")
    lacking = {item.reference for item in missing(session)}
    assert "innovation.x.standards" in lacking
    assert len([place for place in lacking if place.startswith("enterprises:")]) == second_pack.LARGEST


@pytest.mark.parametrize("kind", [kind for kind in LISTS if kind != "evidence"])
def test_a_handed_out_list_comes_back_with_its_added_columns(
    kind: str, here: None, session: Session, empty: Session, tmp_path: Path
) -> None:
    record, out = LISTS[kind].record, tmp_path / "list.xlsx"
    make_template(session, kind, out)
    unchanged = import_rows(session, kind, out)
    assert {row.verdict for row in unchanged.rows} == {Verdict.SAME}
    assert import_rows(empty, kind, out).applied
    names = [field.spec for field in session.catalogue.of_record(record)]

    def cells(application: Application) -> list[list[object]]:
        return [[spec.of(row) for spec in names] for row in getattr(application, record)]

    assert cells(empty.application) == cells(session.application)


def test_a_template_names_the_unit_another_is_converted_and_a_foreign_one_refused(
    here: None, session: Session, tmp_path: Path
) -> None:
    out = tmp_path / "list.xlsx"
    make_template(session, "enterprises", out)
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    heading = next(cell for cell in sheet[1] if cell.value == "入表数据资产（万元）")
    assert "荣衔" not in [cell.value for cell in sheet[1]]
    heading.value = "入表数据资产（元）"
    book.save(out)
    report = import_rows(session, "enterprises", out, dry_run=True)
    said = [remark.said for row in report.rows for remark in row.remarks]
    assert said
    assert all(" 元 → " in text and text.endswith("万元") for text in said)
    heading.value = "入表数据资产（公斤）"
    book.save(out)
    with pytest.raises(UserError, match="入表数据资产") as caught:
        import_rows(session, "enterprises", out)
    assert caught.value.code == "exchange.heading-unit"


def test_orphans_of_an_earlier_pack_stay_and_travel(session: Session, tmp_path: Path) -> None:
    basic = with_value(session.application.basic, "x.of_earlier_pack", "留着")
    session.workspace.replace_application(dataclasses.replace(session.application, basic=basic), "带入")
    session.set_text("basic.x.park_size", "小型园区")
    row = session.application.enterprises[0]
    session.set_text("enterprises.x.audited", "是", row.uid)
    assert canonical.decode(canonical.encode(session.application)) == session.application
    assert held(session.application.basic, "x.of_earlier_pack") == "留着"
    assert check(session).judged == ()


def test_printed_sealed_and_verified(session: Session, tmp_path: Path) -> None:
    assert check(session).judged == ()
    printing.render(session, tmp_path / "文件", silent)
    key = tmp_path / "单位.jxkey"
    keyfile.create(key, organisation="示例二县人民政府", name="试", password="correct horse", clock=clock)
    signer = keyfile.read(key).unlock("correct horse")
    sealed = sealing.seal(session, signer, tmp_path / "out", silent)
    (verified,) = delivery.verify_at(sealed.path, None, NOW.date(), silent)
    assert verified.report.verdict == "sound", verified.report
    data = sealed.path / "data"
    application = canonical.decode((data / "application.json").read_bytes())
    assert application == session.application
    assert load_folder(data / "申报通知") == second_pack.pack()
    assert held(application.services, "x.computing") == Decimal("10.50")
