"""Why a copy without metadata can't be made, as the user reads it."""

from __future__ import annotations

from jxdesk.base.errors import UserError

_BY_HAND = "请用编辑它的软件打开原件，删去附带信息后另存，再附上另存的文件。"


def unreadable() -> UserError:
    """The file can't be read to its end."""
    return UserError(
        "strip.unreadable", "这个文件打不开，无法清除附带信息。", "请用对应的软件打开核对，另存后再附上。"
    )


def kind() -> UserError:
    """No copy is made of files of this kind."""
    return UserError(
        "strip.kind",
        "这种格式的文件不能由本程序清除附带信息。",
        "可以清除 docx、xlsx、pptx、pdf、jpg、png、tif 文件；其他格式请先另存为其中一种。",
    )


def encrypted() -> UserError:
    """The file is encrypted or its owner restricts changes."""
    return UserError(
        "strip.encrypted",
        "这个文件设有密码或限制修改，无法清除附带信息。",
        "请先在编辑它的软件中取消密码和限制，另存后再附上。",
    )


def signed() -> UserError:
    """The file is signed: a changed copy would not bear its signature any more."""
    return UserError(
        "strip.signed",
        "这个文件带有电子签名或电子印章，清除附带信息会使签名失效。",
        "请保留原样并写明理由，或请出具单位重新出一份。",
    )


def portfolio() -> UserError:
    """The PDF is an envelope around other files."""
    return UserError(
        "strip.portfolio",
        "这个 PDF 是装着其他文件的文件包，不能单独清除附件。",
        "请取出里面的文件，分别附上。",
    )


def too_large() -> UserError:
    """The file is larger than what is rewritten in memory."""
    return UserError("strip.too-large", "这个文件太大，无法清除附带信息。", _BY_HAND)


def changed() -> UserError:
    """What came out does not show the same as the file; it is not kept."""
    return UserError("strip.changed", "清除附带信息后的副本与原件显示的内容不一致，没有采用。", _BY_HAND)
