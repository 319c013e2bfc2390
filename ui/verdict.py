"""What verification found, to be read: one sentence first, the details below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHeaderView, QLabel, QTreeView, QVBoxLayout, QWidget

from jxdesk.base.errors import EXIT_GOOD
from jxdesk.base.unseen import shown
from jxdesk.domain.show import show_digest
from ui import icons
from ui.said_line import SaidLine
from ui.theme import Look
from ui.verdict_actions import Actions, PaperLine
from ui.words import words

if TYPE_CHECKING:
    from jxdesk.app.delivery import Verified
    from jxdesk.package.report import ByEye, Fault, Report

_ICON = 26
_MOST_ROWS_SHOWN = 9
_MOST_BESIDE = 10
# The columns of the faults: how many letters wide; where a fault is takes the rest.
_WHERE = 1
_LETTERS = {0: 11, 2: 8, 3: 8}
_ONLY_A_CLAIM = (
    "证书上的名称是制作证书的人自己写的，只是自称。是不是这家单位封装的，要看证书指纹与盖章的交接单是否一致。"
)

# Digests and names are copied from here.
_text = partial(words, copied=True)


class FaultsModel(QAbstractTableModel):
    """The faults of a package, one a row: what is wrong, where, and what was expected and found."""

    HEADINGS = ("问题", "位置", "应为", "实为")

    def __init__(self, faults: Sequence[Fault], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._faults = tuple(faults)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._faults)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.HEADINGS[section]
        return None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        fault = self._faults[index.row()]
        return (fault.what, fault.path, fault.expected, fault.found)[index.column()]


class PackageVerdict(QFrame):
    """The verdict on one package. ``known`` gives the versions sealed here by their digests, ``None``
    where it is looked at by who received it: then it can be registered and received.

    ``register_wanted`` and ``receive_wanted`` carry this card.
    """

    register_wanted = Signal(object)
    receive_wanted = Signal(object)

    def __init__(
        self, look: Look, verified: Verified, known: Mapping[str, int] | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._look = look
        self.verified = self.found = verified
        report = verified.report
        self._name = _shape(verified)
        self._received = known is None
        self._is_own = report.digest in (known or {}) and not report.faults
        self._shape = QLabel()
        self._shape.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.sentence = _text(verified.sentence)
        self.column = QVBoxLayout()
        self.column.setSpacing(10)
        layout = QGridLayout(self)
        layout.setContentsMargins(20, 16, 20, 18)
        layout.setHorizontalSpacing(14)
        layout.setColumnStretch(1, 1)
        layout.addWidget(self._shape, 0, 0)
        layout.addLayout(self.column, 0, 1)
        if verified.name:
            self.column.addWidget(_text(shown(verified.name), "muted"))
        self.column.addWidget(self.sentence)
        self._compared = _text(_compared(report, known) if known else "")
        self.column.addWidget(self._compared)
        self.paper = PaperLine(look, verified)
        self.offered = Actions()
        self._details(verified)
        self.paper.compared.connect(self._hold_against)
        self.offered.register_wanted.connect(lambda: self.register_wanted.emit(self))
        self.offered.receive_wanted.connect(lambda: self.receive_wanted.emit(self))
        self._offer()
        self._say_sentence()
        look.changed.connect(self._restyle)
        self._restyle()

    @property
    def report(self) -> Report:
        """What was found, with the paper it was held against."""
        return self.verified.report

    def _offer(self) -> None:
        if self._received:
            self.offered.offer(self.verified)
        else:
            self.offered.hide()

    def _hold_against(self, typed: str) -> None:
        """Say the verdict in the light of the sheet; as before where nothing is typed."""
        self.verified = self.found.with_paper(typed) if typed else self.found
        self._say_sentence()
        self._name = _shape(self.verified)
        self._offer()
        self._restyle()

    def _say_sentence(self) -> None:
        """What was sealed here is first of all said to be that: it is what the county asks."""
        compared, sentence = self._compared.text(), self.verified.sentence
        is_own = self._is_own and self.report.paper is None
        self.sentence.setText(f"{sentence.partition('：')[0]}：{compared}" if is_own else sentence)
        self._compared.setVisible(bool(compared) and not is_own)

    def _details(self, verified: Verified) -> None:
        report = self.report
        for remark in verified.remarks:
            line = SaidLine(self._look)
            line.say("hint" if remark.kind.is_hint else "warning", remark.sentence)
            self.column.addWidget(line)
        if verified.before is not None:
            self.column.addWidget(_text(f"{verified.before.day} 收到过这一份，在收件库里。"))
        self.column.addWidget(self._facts())
        if report.digest:
            self.column.addWidget(self.paper)
        self.column.addWidget(self.offered)
        if report.signer is not None and report.exit_code != EXIT_GOOD:
            self.column.addWidget(_text(_ONLY_A_CLAIM, "muted"))
        if report.faults:
            self.column.addWidget(_text(f"发现的问题（{len(report.faults)} 处）"))
            self.column.addWidget(_fault_list(report.faults))
        if report.by_eye:
            self.column.addWidget(
                _text("盖章扫描件中没有校验码、由人目视确认的页：\n" + _by_eye(report.by_eye))
            )
        if verified.beside:
            names = "、".join(shown(name) for name in verified.beside[:_MOST_BESIDE])
            more = "等" if len(verified.beside) > _MOST_BESIDE else ""
            said = f"同一位置还有 {len(verified.beside)} 项不属于申报包，没有核验：{names}{more}。"
            self.column.addWidget(_text(said, "muted"))

    def _facts(self) -> QWidget:
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (label, value) in enumerate(_facts(self.report)):
            name = _text(label, "muted")
            name.setWordWrap(False)
            name.setAlignment(Qt.AlignmentFlag.AlignTop)
            said = _text(value)
            said.setAccessibleName(f"{label}：{value}")
            grid.addWidget(name, row, 0)
            grid.addWidget(said, row, 1)
        return held

    def _restyle(self) -> None:
        colour = self._look.colour(self._name)
        side = self._look.pixels(_ICON)
        self._shape.setPixmap(icons.pixmap(self._name, colour, side, self.devicePixelRatioF()))
        self.sentence.setFont(self._look.font(1.1, bold=True))


class Verdict(QWidget):
    """The verdicts on all packages that lay in one place, one below the other. Signals as of each."""

    register_wanted = Signal(object)
    receive_wanted = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.packages: tuple[PackageVerdict, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(14)

    def show_result(self, verified: Sequence[Verified], known: Mapping[str, int] | None) -> None:
        """Show what was found; ``known`` as for :class:`PackageVerdict`."""
        for old in self.packages:
            self._column.removeWidget(old)
            old.deleteLater()
        self.packages = tuple(PackageVerdict(self._look, each, known) for each in verified)
        for package in self.packages:
            package.register_wanted.connect(self.register_wanted)
            package.receive_wanted.connect(self.receive_wanted)
            self._column.addWidget(package)

    def show_anew(self, found: Sequence[Verified], known: Mapping[str, int] | None) -> None:
        """Show the same packages as they stand now; what was typed from the sheets stays."""
        typed = [each.paper.digest.line.text() for each in self.packages]
        self.show_result(found, known)
        for each, text in zip(self.packages, typed, strict=True):
            each.paper.digest.line.setText(text)


def _shape(verified: Verified) -> str:
    """The shape of the verdict: a cross, a tick, a triangle where the library warns, or an i where something
    is left to be compared.
    """
    report = verified.report
    if report.faults:
        return "error"
    if any(not remark.kind.is_hint for remark in verified.remarks):
        return "warning"
    return "good" if report.exit_code == EXIT_GOOD else "hint"


def _compared(report: Report, known: Mapping[str, int]) -> str:
    version = known.get(report.digest)
    if version is None:
        return "不是本工作区封装的任何一版（包摘要不一致）。"
    if report.faults:
        return f"原来是本工作区封装的第 {version} 版，现在已经不是封装时的样子。"
    return f"与本工作区封装的第 {version} 版是同一份（包摘要一致）。"


def _facts(report: Report) -> list[tuple[str, str]]:
    """Label and value of what the package says of itself, and what stands for it on paper."""
    found: list[tuple[str, str]] = []
    if report.info is not None:
        sealed_at = report.info.sealed_at.astimezone()
        found += [
            ("申报单位", f"{shown(report.info.organisation)}（{shown(report.info.applicant)}）"),
            ("集群名称", shown(report.info.cluster_name or "—")),
            ("版本", f"第 {report.info.version} 版，自称封装于 {sealed_at:%Y-%m-%d %H:%M}"),
        ]
    if report.digest:
        found.append(("包摘要", show_digest(report.digest)))
    if report.signer is not None:
        signer = report.signer
        claimed = shown(signer.organisation or signer.subject)
        period = f"{signer.valid_from:%Y-%m-%d} 至 {signer.valid_to:%Y-%m-%d}"
        found.append(("证书自称", f"{claimed}　{shown(signer.name)}（有效期 {period}）"))
        found.append(("签名证书", shown(signer.standing)))
        found.append(("证书指纹", show_digest(signer.fingerprint)))
    return found


def _by_eye(pages: Sequence[ByEye]) -> str:
    return "\n".join(f"第 {page.page} 页：{shown(page.who)}，{shown(page.why)}" for page in pages)


def _fault_list(faults: Sequence[Fault]) -> QTreeView:
    view = QTreeView()
    view.setAccessibleName("发现的问题")
    view.setRootIsDecorated(False)
    view.setUniformRowHeights(True)
    view.setAlternatingRowColors(True)
    view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    view.setModel(FaultsModel(faults, view))
    view.header().setStretchLastSection(False)
    view.header().setSectionResizeMode(_WHERE, QHeaderView.ResizeMode.Stretch)
    letter = view.fontMetrics().horizontalAdvance("字")
    for column, letters in _LETTERS.items():
        view.setColumnWidth(column, letters * letter)
    rows = min(len(faults), _MOST_ROWS_SHOWN) + 2
    view.setFixedHeight(rows * (view.fontMetrics().height() + 8))
    return view
