"""What can be done with a package that was verified: held against paper, registered, received."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from jxdesk.base.errors import EXIT_UNKNOWN_SIGNER
from ui.digest_line import Compared, DigestLine
from ui.theme import Look

if TYPE_CHECKING:
    from jxdesk.app.delivery import Verified

_PAPER = "输入交接单上的包摘要"
_NO_PAPER = "这份申报包没有清单，不能和交接单核对。"


class PaperLine(QWidget):
    """The digest of the stamped sheet against the package; ``compared`` as of the line within."""

    compared = Signal(str)

    def __init__(self, look: Look, verified: Verified) -> None:
        super().__init__()
        self._verified = verified
        self.digest = DigestLine(look, _PAPER, "照单子抄写或扫单子上的二维码", self._compare)
        label = QLabel(f"{_PAPER}(&Z)")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setBuddy(self.digest.line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(label)
        layout.addWidget(self.digest)
        self.digest.compared.connect(self.compared)

    def _compare(self, text: str) -> Compared:
        paper = self._verified.with_paper(text).report.paper
        return (False, _NO_PAPER) if paper is None else (paper.agrees, paper.sentence)


class Actions(QWidget):
    """The reviewer's two buttons; each is there only where it can be meant."""

    register_wanted = Signal()
    receive_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.register = QPushButton("与盖章交接单核对一致，登记证书…")
        self.receive = QPushButton("收进收件库")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 4, 0, 0)
        line.setSpacing(10)
        for button in (self.register, self.receive):
            button.setAutoDefault(False)
            line.addWidget(button)
        line.addStretch(1)
        self.register.clicked.connect(self.register_wanted)
        self.receive.clicked.connect(self.receive_wanted)

    def offer(self, verified: Verified) -> None:
        """Offer what can be done with this package as it was found."""
        sound = not verified.report.faults
        self.register.setVisible(sound and verified.report.exit_code == EXIT_UNKNOWN_SIGNER)
        self.receive.setVisible(sound and verified.before is None)
        self.setVisible(sound and (verified.before is None or not self.register.isHidden()))
