"""What the image reader says when it refuses an image, in one voice."""

from __future__ import annotations

from jxdesk.base.errors import EXIT_NO, UserError
from jxdesk.base.unseen import shown


def foreign(label: str) -> UserError:
    """The file is no ISO 9660 image at all: exit code 2."""
    return UserError(
        "image.foreign",
        f"“{shown(label)}”不是光盘映像（ISO 9660 格式）。",
        "请选择扩展名为 .iso 的光盘映像、光驱，或申报包文件夹。",
    )


def bent(code: str, label: str, what: str) -> UserError:
    """An ISO 9660 image that is damaged or outside the profile: exit code 1, “not sound”.

    ``what`` is a clause without a full stop; names in it are made safe to show. ``code`` becomes
    ``image.<code>``.
    """
    return UserError(
        f"image.{code}",
        f"光盘映像“{shown(label)}”不可信：{shown(what)}。",
        "请不要采用其中的内容，并请交付单位重新刻录或重新提供映像文件。",
        exit_code=EXIT_NO,
    )
