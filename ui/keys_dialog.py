"""What can be done with the keyboard, by where one is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.dialogs import fitting
from ui.theme import Look

GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "到处都能用",
        (
            ("F6", "在各部分、填写页、检查结果之间转换"),
            ("Ctrl+PgUp、Ctrl+PgDn", "上一部分、下一部分"),
            ("Ctrl+F", "查找各部分、填写项、内容、检查结果和操作"),
            ("F4", "显示或收起检查结果；按 Enter 转到所选的那一处"),
            ("Ctrl+Z、Ctrl+Y", "撤销、重做"),
            ("Ctrl+H", "修改记录"),
            ("Ctrl+E", "导出检查报告"),
            ("Ctrl+加号、Ctrl+减号", "放大、缩小文字；Ctrl+0 恢复原样"),
        ),
    ),
    (
        "填写时",
        (
            ("Tab、Shift+Tab", "到下一项、上一项，填好的内容随即保存"),
            ("Esc", "放弃没有存下的内容，恢复原来的"),
            ("Ctrl+L", "写这个数据的来源和责任部门"),
            ("Ctrl+Shift+H", "这一项的修改记录"),
        ),
    ),
    (
        "在表格里",
        (
            ("Enter", "修改一格"),
            ("空格", "切换是、否"),
            ("Ctrl+C、Ctrl+X、Ctrl+V", "复制、剪切、粘贴"),
            ("Ctrl+D、Ctrl+B", "向下填充、批量填写"),
            ("Ctrl+I", "插入一行"),
            ("Delete", "清除所选各格"),
            ("Ctrl+Delete", "删除所选的行"),
            ("Ctrl+Shift+F", "在表中查找；F3、Shift+F3 下一处、上一处"),
            ("Alt+↓", "打开这一列的排序和筛选"),
            ("Shift+F10", "打开表格的菜单"),
        ),
    ),
)
_SIZE = 560, 620


class KeysDialog(QDialog):
    """Keys at the left, what they do at the right; scrolls where there is no room for all."""

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("键盘操作")
        held = QWidget()
        held.setObjectName("page")
        grid = QGridLayout(held)
        grid.setContentsMargins(6, 2, 6, 6)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for title, lines in GROUPS:
            heading = QLabel(title)
            heading.setFont(look.font(bold=True))
            heading.setContentsMargins(0, 8, 0, 2)
            grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            for keys, said in lines:
                row = grid.rowCount()
                what = QLabel(said)
                what.setWordWrap(True)
                grid.addWidget(QLabel(keys), row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(what, row, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        scroll = QScrollArea()
        scroll.setWidget(held)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        scroll.setAccessibleName("键盘操作")
        buttons = QDialogButtonBox()
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole).setDefault(True)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(scroll, 1)
        layout.addWidget(buttons)
        self.resize(fitting(_SIZE, look, window.window()))
