"""The words of the command line, in Chinese: argparse with its sentences put into our own."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

from jxdesk import __version__
from jxdesk.base.errors import UserError

_ERRORS = (
    (r"the following arguments are required: (.+)", r"缺少 \1"),
    (r"unrecognized arguments: (.+)", r"不认识 \1"),
    (r"argument (.+?): expected one argument", r"\1 后面要写内容"),
    (r"argument (.+?): expected at least one argument", r"\1 后面要写内容"),
    (r"argument .*?: invalid choice: (.+?) \(choose from (.+)\)", r"没有 \1 这个命令或选项，可用：\2"),
    (r"argument (.+?): invalid \w+ value: (.+)", r"\1 的内容 \2 不对"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 和 \2 不能同时使用"),
    (r"one of the arguments (.+) is required", r"要写明 \1 中的一个"),
    (r"ambiguous option: (.+) could match (.+)", r"\1 不明确，可能是 \2"),
    (r"argument (.+?): (.+)", r"\1 的内容不对，\2"),
)
_HEADINGS = (
    ("usage: ", "用法："),
    ("positional arguments:", "参数："),
    ("options:", "选项："),
    ("show this help message and exit", "显示这份说明"),
    ("show program's version number and exit", "显示版本"),
)


class ChineseParser(argparse.ArgumentParser):
    """An argument parser whose help and errors are Chinese; errors are ``UserError`` (exit 2)."""

    def error(self, message: str) -> NoReturn:
        """Refuse the words with one sentence."""
        for pattern, wording in _ERRORS:
            if found := re.fullmatch(pattern, message, re.DOTALL):
                message = found.expand(wording)
                break
        raise UserError("cli.usage", f"命令写得不对：{message}。", f"用“{self.prog} --help”查看用法。")

    def format_help(self) -> str:
        """The help text with Chinese headings."""
        text = super().format_help()
        for english, chinese in _HEADINGS:
            text = text.replace(english, chinese)
        return text

    def format_usage(self) -> str:
        """The usage line with a Chinese heading."""
        return super().format_usage().replace("usage: ", "用法：")


def new_parser() -> ChineseParser:
    """The parser without its commands; each room of commands adds its own."""
    parser = ChineseParser(
        prog="jxdesk",
        description="县（市、区）和开发区试点申报工作台。不带参数时打开窗口。",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"jxdesk {__version__}")
    return parser
