"""What stands before sealing, point by point."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from jxdesk.app import freezing, printing
from jxdesk.app.before_sealing import State, Topic, outlook
from jxdesk.app.session import Session
from jxdesk.base.progress import silent
from tests.app.stamping import stamp


def states(session: Session) -> dict[Topic, State]:
    return {point.topic: point.state for point in outlook(session).points}


def sentence(session: Session, topic: Topic) -> str:
    return next(point.sentence for point in outlook(session).points if point.topic is topic)


def test_a_sound_form_lacks_only_paper(session: Session, tmp_path: Path) -> None:
    found = outlook(session)
    assert not found.is_ready
    assert [point.topic for point in found.points if point.state is State.OPEN] == [
        Topic.PRINTED,
        Topic.SCANNED,
    ]
    assert "先生成打印版" in sentence(session, Topic.SCANNED)
    printing.render(session, tmp_path / "申报文件", silent)
    assert states(session)[Topic.PRINTED] is State.DONE
    assert "还没有导入盖章扫描件" in sentence(session, Topic.SCANNED)
    stamp(session, tmp_path / "申报文件")
    assert outlook(session).is_ready


def test_freezing_is_advised_and_not_wanted(session: Session) -> None:
    assert states(session)[Topic.FROZEN] is State.ADVISED
    freezing.freeze(session)
    assert states(session)[Topic.FROZEN] is State.DONE
    assert "定稿" in sentence(session, Topic.FROZEN)


def test_errors_and_warnings_are_told_apart_from_paper(session: Session) -> None:
    session.set_text("basic.contact_name", "")
    assert states(session)[Topic.ERRORS] is State.OPEN
    assert sentence(session, Topic.ERRORS).startswith("有 1 处错误")
    session.workspace.undo()
    assert states(session)[Topic.ERRORS] is State.DONE


def test_files_that_nobody_has_opened_are_named(session: Session) -> None:
    application = session.application
    stored = session.workspace.add_bytes(b"%PDF-1.7 another proof")
    first, *others = application.evidence
    fresh = dataclasses.replace(first, sha256=stored.sha256, size=stored.size)
    session.workspace.replace_application(
        dataclasses.replace(application, evidence=(fresh, *others)), "换一份"
    )
    assert states(session)[Topic.FILES] is State.ADVISED
    assert "1 份材料" in sentence(session, Topic.FILES)
