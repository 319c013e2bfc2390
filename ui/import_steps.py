"""The line on top of the import that shows how far it is."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.theme import Look

STEPS = ("选文件", "列名对照", "试导入", "导入")


class StepsLine(QWidget):
    """The names of the steps; what is done has a tick, where one is stands out."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.labels = [QLabel(name) for name in STEPS]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for number, label in enumerate(self.labels):
            if number:
                arrow = QLabel("›")
                arrow.setObjectName("muted")
                layout.addWidget(arrow)
            layout.addWidget(label)
        layout.addStretch(1)

    def show_step(self, here: int) -> None:
        """``here`` is the number of the present step, from 0."""
        for number, (name, label) in enumerate(zip(STEPS, self.labels, strict=True)):
            label.setText(f"✓ {name}" if number < here else f"{number + 1} {name}")
            label.setObjectName("" if number == here else "muted")
            label.style().unpolish(label)
            label.style().polish(label)
            label.setFont(self._look.font(1.0, bold=number == here))
        self.setAccessibleName(f"第 {here + 1} 步，共 {len(STEPS)} 步：{STEPS[here]}")
