"""The first page: begin, go on, or practise; and where each recent workspace stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from jxdesk.base.errors import UserError
from ui import icons, messages, recent
from ui.busy import BusyStrip
from ui.recent_list import ITEM, RecentDelegate, RecentModel
from ui.theme import Look

if TYPE_CHECKING:
    from ui.library_dialog import LibraryDialog
    from ui.trust_dialog import TrustDialog


class ActionButton(QPushButton):
    """A large button with an icon, a title and one line that says what it does."""

    def __init__(self, look: Look, icon: str, title: str, said: str) -> None:
        super().__init__()
        self.setObjectName("action")
        self.setAccessibleName(title)
        self.setAccessibleDescription(said)
        self._look, self._icon_name = look, icon
        self._picture, self._title, self._said = QLabel(), QLabel(title), QLabel(said)
        self._said.setObjectName("muted")
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self._title)
        words.addWidget(self._said)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setSpacing(16)
        layout.addWidget(self._picture)
        layout.addLayout(words, 1)
        for label in (self._picture, self._title, self._said):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Take over the present colours and sizes."""
        self._title.setFont(self._look.font(1.1, bold=True))
        side = self._look.pixels(26)
        self._picture.setPixmap(
            icons.pixmap(self._icon_name, self._look.colour("accent"), side, self.devicePixelRatioF())
        )

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class StartPage(QWidget):
    """``open_wanted`` and ``received_wanted`` carry a ``Path``; the others carry nothing."""

    open_wanted = Signal(object)
    received_wanted = Signal(object)
    new_wanted = Signal()
    demo_wanted = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(messages.PROGRAM)
        self.resize(1000, 620)
        self._look = look
        self.busy = BusyStrip()
        self._title = QLabel(messages.PROGRAM)
        self.new = ActionButton(look, "page", "新建申报", "从空白开始，随填随存，不用点保存")
        # Short enough for one line in large type.
        self.open = ActionButton(look, "folder", "打开工作区", "继续填写以前的申报（.jxdesk 文件夹）")
        self.demo = ActionButton(look, "cap", "演练", "用虚构的县练习，不影响真实申报")
        self.received = ActionButton(
            look, "disc", "打开收到的光盘或申报包", "核验是否完好、由谁签名；只看不改"
        )
        self.trust, self.library = QPushButton("证书名册…"), QPushButton("收件库…")
        for link in (self.trust, self.library):
            link.setObjectName("link")
        self.library.setToolTip("评审用：收到过的申报包，有没有旧版和互相冲突的")
        self.trust.setToolTip("评审用：登记过哪些单位的签名证书，哪些已经吊销")
        self.model = RecentModel(self)
        self.recents = self._list()
        self._lay_out()
        self.new.clicked.connect(self.new_wanted)
        self.open.clicked.connect(self._choose)
        self.received.clicked.connect(self._ask_received)
        self.demo.clicked.connect(self.demo_wanted)
        self.trust.clicked.connect(self.show_trust)
        self.library.clicked.connect(self.show_library)
        for keys, button in (("Ctrl+N", self.new), ("Ctrl+O", self.open)):
            QShortcut(QKeySequence(keys), self).activated.connect(button.click)
        look.changed.connect(self._restyle)
        self._restyle()
        self.reload()

    def reload(self) -> None:
        """Read the recent workspaces again."""
        self.model.show_items(recent.load())
        self._stack.setCurrentIndex(1 if self.model.items else 0)
        if self.model.items:
            self.recents.setCurrentIndex(self.model.index(0))

    def let_be(self, *, working: bool) -> None:
        """While a workspace is being opened nothing else can be begun."""
        for part in (self.new, self.open, self.received, self.demo, self.trust, self.library, self.recents):
            part.setEnabled(not working)

    def show_trust(self) -> TrustDialog:
        """Show the register of certificates beside this page; the dialog is returned for tests."""
        from ui.trust_dialog import TrustDialog

        dialog = TrustDialog(self._look, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.verify_wanted.connect(self.received_wanted)
        dialog.show()
        return dialog

    def show_library(self) -> LibraryDialog:
        """Show what was received beside this page; the dialog is returned for tests."""
        from ui.library_dialog import LibraryDialog

        dialog = LibraryDialog(self._look, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.verify_wanted.connect(self.received_wanted)
        dialog.show()
        return dialog

    def _list(self) -> QListView:
        view = QListView()
        view.setObjectName("recent")
        view.setAccessibleName("最近的工作区")
        view.setModel(self.model)
        view.setItemDelegate(RecentDelegate(self._look, view))
        view.setMouseTracking(True)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._menu)
        view.clicked.connect(self._go_on)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(key), view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda: self._go_on(view.currentIndex()))
        drop = QShortcut(QKeySequence(Qt.Key.Key_Delete), view)
        drop.setContext(Qt.ShortcutContext.WidgetShortcut)
        drop.activated.connect(lambda: self._forget(view.currentIndex()))
        return view

    def _lay_out(self) -> None:
        said = QLabel("填报 · 检查 · 打印盖章 · 封装 · 刻盘，全程不联网")
        said.setObjectName("muted")
        left = QVBoxLayout()
        left.setSpacing(14)
        left.addWidget(self._title)
        left.addWidget(said)
        left.addSpacing(14)
        for button in (self.new, self.open, self.received, self.demo):
            left.addWidget(button)
        links = QHBoxLayout()
        links.addWidget(self.library)
        links.addWidget(self.trust)
        links.addStretch(1)
        left.addLayout(links)
        left.addStretch(1)
        left.addWidget(self.busy)
        empty = QLabel("还没有打开过工作区。\n\n新建或打开以后，这里会列出它们，\n并写明各自填到了哪一步。")
        empty.setObjectName("muted")
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = QFrame()
        card.setObjectName("card")
        self._heading = QLabel("最近的工作区")
        within = QVBoxLayout(card)
        within.setContentsMargins(8, 16, 8, 8)
        within.setSpacing(8)
        self._heading.setContentsMargins(14, 0, 14, 0)
        within.addWidget(self._heading)
        self._stack = QStackedLayout()
        self._stack.addWidget(empty)
        self._stack.addWidget(self.recents)
        within.addLayout(self._stack, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(40, 36, 40, 32)
        layout.setSpacing(32)
        layout.addLayout(left, 11)
        layout.addWidget(card, 10)

    def _restyle(self) -> None:
        self._title.setFont(self._look.font(2.0, bold=True))
        self._heading.setFont(self._look.font(1.1, bold=True))

    def _choose(self) -> None:
        dialog = QFileDialog(self, "选择工作区文件夹（名称以 .jxdesk 结尾）")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda chosen: self.open_wanted.emit(Path(chosen)))
        dialog.open()

    def _ask_received(self) -> None:
        """A folder and a file are asked for in dialogs of their own: first, which; or what is damaged."""
        from ui.received import ask_for

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, image in (("光盘、U 盘或文件夹…", False), ("光盘映像文件（.iso）…", True)):
            action = menu.addAction(words)
            action.triggered.connect(
                lambda _=False, image=image: ask_for(self, self.received_wanted.emit, image=image)
            )
        menu.addSeparator()
        menu.addAction("光盘坏了，抢救申报包…").triggered.connect(self.rescue)
        menu.popup(self.received.mapToGlobal(self.received.rect().bottomLeft()))

    def rescue(self) -> None:
        """Rescue a package from damaged copies, beside the start page."""
        from ui.rescue_dialog import show_rescue

        show_rescue(self._look, self)

    def _go_on(self, index: QModelIndex) -> None:
        if index.isValid():
            self.open_wanted.emit(Path(index.data(ITEM).path))

    def _menu(self, where: QPoint) -> None:
        index = self.recents.indexAt(where)
        if not index.isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("打开", lambda: self._go_on(index))
        menu.addAction("从列表中移去（不删除文件）", lambda: self._forget(index))
        menu.popup(self.recents.viewport().mapToGlobal(where))

    def _forget(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        try:
            recent.forget(index.data(ITEM).path)
        except UserError as error:
            messages.show_error(self, error)
        self.reload()
