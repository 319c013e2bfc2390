"""Find anything (Ctrl+F): one line to type into, and below it whatever fits, wherever it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListView, QMenu, QMenuBar, QVBoxLayout, QWidget

from jxdesk.app.find_anything import Finder, Group, Item, ToAction, ToStage, item, search
from ui.context import Context
from ui.palette_model import HIT, PaletteDelegate, PaletteModel
from ui.picture import Picture
from ui.stages import stages

_WIDTH, _HEIGHT, _TOP = 640, 500, 56
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ON_A_PAGE = 6


class Palette(QDialog):
    """``chosen`` carries the target of the hit that was entered or clicked; the palette is closed then."""

    chosen = Signal(object)

    def __init__(
        self, context: Context, finder: Finder, actions: dict[str, QAction], parent: QWidget
    ) -> None:
        """``finder`` is this workspace's own, kept between one palette and the next."""
        super().__init__(parent)
        self.setObjectName("palette")
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle("查找")
        self._desk, self._finder = context.desk, finder
        self._own = (*_of_stages(context.desk.picture), *_of_actions(actions))
        self._items: tuple[Item, ...] = ()
        self._over = False
        self.line = QLineEdit()
        self.line.setPlaceholderText("查找各部分、填写项、已填的内容、检查结果、操作")
        self.line.setAccessibleName("查找")
        self.line.setAccessibleDescription("可以写拼音首字母；上下键选择，回车打开，Esc 关闭。")
        self.line.setClearButtonEnabled(True)
        self.line.installEventFilter(self)
        self.model = PaletteModel(self)
        self.list = QListView()
        self.list.setObjectName("parts")
        self.list.setAccessibleName("找到的")
        self.list.setModel(self.model)
        self.list.setItemDelegate(PaletteDelegate(context.look, self.list))
        self.list.setMouseTracking(True)
        # The keyboard stays in the line; the arrows move the choice below.
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.said = QLabel()
        self.said.setObjectName("muted")
        self.said.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 12)
        layout.setSpacing(10)
        for part in (self.line, self.list, self.said):
            layout.addWidget(part)
        self.line.textChanged.connect(self._search)
        self.list.clicked.connect(self._choose)
        self.finished.connect(self._end)
        self._desk.changed.connect(self._follow)
        self._place(parent)
        self._follow(context.desk.picture)
        self._search()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in _MOVES:
                self._move(Qt.Key(event.key()))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _follow(self, picture: Picture) -> None:
        """Put together what can be found, on the worker."""
        if self._over:
            return
        finder, application, report = self._finder, picture.application, picture.report

        def done(items: tuple[Item, ...]) -> None:
            if not self._over:
                self._items = items
                self._search()

        self._desk.ask(lambda *_: finder.follow(application, report), done)

    def _end(self) -> None:
        # What is answered from now on is for nobody.
        self._over = True

    def _search(self) -> None:
        typed = self.line.text()
        self.model.show_results(search((*self._items, *self._own), typed))
        hits = self.model.hits
        if hits:
            self.list.setCurrentIndex(self.model.index(hits[0]))
        self.list.scrollToTop()
        if hits:
            self.said.setText("↑ ↓ 选择　回车打开　Esc 关闭")
        elif typed.strip():
            self.said.setText("正在查找…" if not self._items else "没有找到。可以换几个字，或写拼音首字母。")
        else:
            self.said.setText("几个字之间用空格隔开，也可以写拼音首字母，例如 yysr（营业收入）。")

    def _move(self, key: Qt.Key) -> None:
        hits = self.model.hits
        if not hits:
            return
        current = self.list.currentIndex().row()
        place = hits.index(current) if current in hits else -1
        far = _ON_A_PAGE if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) else 1
        back = key in (Qt.Key.Key_Up, Qt.Key.Key_PageUp)
        place = min(max(place + (-far if back else far), 0), len(hits) - 1)
        index = self.model.index(hits[place])
        self.list.setCurrentIndex(index)
        # Above the first hit of a group stands what it is.
        self.list.scrollTo(self.model.index(max(index.row() - 1, 0)))
        self.list.scrollTo(index)

    def _choose(self, index: QModelIndex) -> None:
        hit = index.data(HIT) if index.isValid() else None
        if hit is not None:
            self.accept()
            self.chosen.emit(hit.target)

    def _place(self, parent: QWidget) -> None:
        self.resize(min(_WIDTH, parent.width() - 40), min(_HEIGHT, parent.height() - 2 * _TOP))
        corner = parent.mapToGlobal(parent.rect().topLeft())
        self.move(corner.x() + (parent.width() - self.width()) // 2, corner.y() + _TOP)


def actions_of(bar: QMenuBar) -> dict[str, QAction]:
    """Everything that the menus can do, by its words; what opens a menu of choices is named with it."""
    found: dict[str, QAction] = {}
    for menu in bar.findChildren(QMenu):
        before = f"{_plain(menu.title())}：" if isinstance(menu.parentWidget(), QMenu) else ""
        opening = {inner.menuAction() for inner in menu.findChildren(QMenu)}
        for action in menu.actions():
            if action.text() and action not in opening:
                found[before + _plain(action.text())] = action
    return found


def _plain(text: str) -> str:
    """A menu's text without its underlined letter."""
    return text.partition("(&")[0].replace("&", "").partition("\t")[0].rstrip("…")


def _of_stages(picture: Picture) -> list[Item]:
    return [
        item(Group.PART, stage.title, f"步骤 · {stage.standing.value}", ToStage(stage.title), stage.sentence)
        for stage in stages(picture)
    ]


def _of_actions(actions: dict[str, QAction]) -> list[Item]:
    return [
        item(Group.ACTION, text, action.shortcut().toString() or "菜单", ToAction(text))
        for text, action in actions.items()
        if action.isEnabled()
    ]
