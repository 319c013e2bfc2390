"""What the system says becomes one calm sentence with its remedy."""

from __future__ import annotations

import errno
import os
import pickle
from pathlib import Path

import pytest

from jxdesk.base.errors import UserError, from_os_error, os_errors

CODES = {
    errno.ENOSPC: "disk.full",
    errno.EDQUOT: "disk.full",
    errno.EFBIG: "disk.file-too-big",
    errno.ENOENT: "path.missing",
    errno.EEXIST: "path.exists",
    errno.ENOTDIR: "path.kind",
    errno.EISDIR: "path.kind",
    errno.EACCES: "path.denied",
    errno.EPERM: "path.denied",
    errno.EROFS: "path.denied",
    errno.ENAMETOOLONG: "path.too-long",
    errno.EIO: "path.io",
    errno.ESTALE: "path.io",
}


@pytest.mark.parametrize("number", CODES, ids=errno.errorcode.get)
def test_each_error_has_its_sentence(number: int) -> None:
    error = from_os_error(OSError(number, os.strerror(number)), Path("材料.pdf"))
    assert error.code == CODES[number]
    assert "材料.pdf" in error.message
    assert error.message.endswith("。")
    assert error.remedy.endswith("。")
    assert os.strerror(number) not in str(error), "the system's English has no place here"
    assert error.exit_code == 2


def test_an_error_without_a_number_has_a_sentence_too() -> None:
    assert "None" not in from_os_error(OSError("strange"), "x").message


def test_the_file_that_failed_is_named_before_the_one_asked_for(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught, os_errors(tmp_path):
        (tmp_path / "inner.txt").read_bytes()
    assert "inner.txt" in caught.value.message
    assert isinstance(caught.value.__cause__, FileNotFoundError)


def test_other_errors_pass_through() -> None:
    with pytest.raises(ZeroDivisionError), os_errors("x"):
        raise ZeroDivisionError
    with pytest.raises(UserError) as caught, os_errors("x"):
        raise UserError("a.b", "坏了。", "修好。")
    assert caught.value.code == "a.b"


def test_it_crosses_processes_whole() -> None:
    error = UserError("a.b", "坏了。", "修好。", exit_code=1)
    again = pickle.loads(pickle.dumps(error))
    assert (again.code, again.message, again.remedy, again.exit_code) == ("a.b", "坏了。", "修好。", 1)
    assert str(again) == "坏了。修好。"
