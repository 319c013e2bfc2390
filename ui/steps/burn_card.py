"""刻录光盘: with a burner here, or on another computer; what counts is the same either way."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPushButton, QWidget

from jxdesk.base.unseen import shown
from jxdesk.notice import Notice
from ui.context import Context
from ui.pages.block import Card
from ui.steps.button_row import button_row
from ui.words import words

_PAPER_RULE = "D02"
_HERE = (
    "本机有刻录机：点“刻录光盘…”，放入空白光盘，一张接一张地刻。"
    "每张刻完都把光盘重新读一遍，逐字节与映像比对，核对好的才算数。"
)
_ELSEWHERE = (
    "本机没有刻录机：把映像文件拷到 U 盘，连同“刻录委托单”（在下面“要打印的单子和标签”里）"
    "交给有刻录机的单位，照单子上的步骤刻。"
    "刻好的光盘和单子一起拿回来，每张放进本机，用下面的“核验”看一遍，显示“内容完好”就一样算数。"
)
_NO_IMAGE = "还没有映像文件：先点上面的“制作光盘映像…”。以前做好、放在别处的，可以在刻录窗口里选。"
_MARKED = "光盘上写明单位、版本和第几张，可以贴“光盘标签”；“交接单”盖章后一并交出。"


class BurnCard(Card):
    """Both ways to a disc, with a button for the one that is done here and one for what was burned."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "刻录光盘")
        self.burn, self.log = QPushButton("刻录光盘…"), QPushButton("刻录记录…")
        self.which = words("", "muted", copied=True)
        self.grid.setVerticalSpacing(8)
        asked = _asked(context.desk.picture.notice)
        parts: tuple[QWidget, ...] = (
            words(_HERE),
            self.which,
            button_row(self.burn, self.log),
            words(_ELSEWHERE),
            words(f"{_MARKED}{asked}", "muted"),
        )
        for part in parts:
            self.add(part, wide=True)
        self.show_image(None)

    def show_image(self, image: Path | None) -> None:
        """Say which image would be burned."""
        self.which.setText(f"要刻的映像：{shown(image.name)}" if image is not None else _NO_IMAGE)


def _asked(notice: Notice) -> str:
    """What the notice asks of what is handed over, in the words of the pack; empty where it asks nothing."""
    rule = notice.rules.get(_PAPER_RULE)
    clause = notice.clauses.get(rule.clause) if rule is not None else None
    return f"份数和报送方式按通知（{clause.name}）：{clause.summary}" if clause is not None else ""
