"""The key's certificate: whose it says it is, its fingerprint in groups and as a code, and what it proves."""

from __future__ import annotations

from pathlib import Path

import segno
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jxdesk.app import keys
from jxdesk.documents.papers.package_facts import groups, in_lines
from jxdesk.signing.keyfile import KeyInfo
from ui.context import Context
from ui.key_form import said
from ui.tall_dialog import TallDialog

_SIDE = 176
_LETTERS_WIDE = 40
_QUIET = 4


class KeyFactsDialog(TallDialog):
    """Shows ``info`` of the key file at ``path``."""

    def __init__(self, context: Context, path: Path, info: KeyInfo, parent: QWidget | None = None) -> None:
        super().__init__("证书指纹和二维码", _LETTERS_WIDE, parent)
        self._look, self._info = context.look, info
        self.fingerprint = QLabel(in_lines(info.fingerprint, 4))
        self.fingerprint.setFont(context.look.font(1.15))
        self.fingerprint.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.fingerprint.setAccessibleName(f"证书指纹：{groups(info.fingerprint)}")
        self.code = QLabel()
        self.code.setAccessibleName("证书指纹的二维码")
        self.copy = QPushButton("复制指纹")
        self.copy.setAutoDefault(False)
        self.copied = said("", "muted")
        self.copy.clicked.connect(self._copy)
        self._lay_out(path)
        self._draw()
        self.copy.setFocus()

    def _copy(self) -> None:
        QApplication.clipboard().setText(groups(self._info.fingerprint))
        self.copied.setText("已复制。")

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        image = fingerprint_code(self._info.fingerprint)
        # Whole pixels for each module: a code that was smoothed is read badly.
        per_module = max(1, round(self._look.pixels(_SIDE) * ratio / image.width()))
        pixmap = QPixmap.fromImage(image.scaledToWidth(image.width() * per_module))
        pixmap.setDevicePixelRatio(ratio)
        self.code.setPixmap(pixmap)

    def _lay_out(self, path: Path) -> None:
        info = self._info
        period = f"{info.valid_from:%Y-%m-%d} 至 {info.valid_to:%Y-%m-%d}"
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(6)
        lines = (
            ("单位", info.organisation or "（证书上没有写）"),
            ("名称" if info.issuer else "经办人", info.name or "（证书上没有写）"),
            ("有效期", period),
            ("签发", info.issuer or "自制"),
            ("恢复码单", f"单号 {info.sheet}"),
            ("密钥文件", str(path)),
        )
        for name, text in lines:
            form.addRow(name, said(text))
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(said("证书指纹（SHA-256）", "muted"))
        words.addWidget(self.fingerprint)
        under = QHBoxLayout()
        under.addWidget(self.copy)
        under.addWidget(self.copied, 1)
        words.addLayout(under)
        words.addStretch(1)
        beside = QHBoxLayout()
        beside.setSpacing(24)
        beside.addLayout(words, 1)
        beside.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QDialogButtonBox()
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        self.column.addLayout(form)
        self.column.addLayout(beside)
        self.column.addWidget(said(proves(info)))
        self.column.addStretch(1)
        self.foot.addWidget(buttons)


def proves(info: KeyInfo) -> str:
    """What this certificate proves, and what the stamped sheet adds."""
    if not info.issuer:
        return f"{keys.PROVES}{keys.SHEET_ADDS}"
    return (
        f"这张证书写着由“{info.issuer}”签发。申报包里只放这一张证书，不放签发机构的，核验时也不联网查它，"
        f"接收单位照样按指纹认。{keys.SHEET_ADDS}"
    )


def fingerprint_code(fingerprint: str) -> QImage:
    """The QR code of a fingerprint as on the hand-over sheet: one pixel a module, with its quiet zone."""
    code = segno.make(fingerprint.upper(), error="m", mode="alphanumeric", micro=False)
    rows = [bytes(row) for row in code.matrix]
    side = len(rows) + 2 * _QUIET
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                image.setPixelColor(x + _QUIET, y + _QUIET, QColor("black"))
    return image
