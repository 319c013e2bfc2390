"""Group E: the enterprise register itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jxdesk.domain.finding import Level
from jxdesk.rules.case import Case, Context, Found
from jxdesk.rules.registry import rule

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_SHAPE = re.compile(f"[{_ALPHABET}]{{18}}")


def uscc_check_character(first17: str) -> str:
    """The 18th character of a unified social credit code by GB 32100-2015 (modulus 31)."""
    total = sum(_ALPHABET.index(c) * w for c, w in zip(first17, _WEIGHTS, strict=True))
    return _ALPHABET[-total % 31]


def is_uscc(code: str) -> bool:
    """A well-formed unified social credit code with the right check character (GB 32100)."""
    return bool(_SHAPE.fullmatch(code)) and uscc_check_character(code[:17]) == code[17]


@rule("E01", Level.WARNING, reads=("enterprises.uscc", "enterprises.name", "members.uscc", "members.name"))
def e01(case: Case, context: Context) -> Iterator[Found]:
    """Lists: codes are valid and unique; blank ones are one hint together.

    An applicant's own code must be right: its certificate is known by it.
    """
    blank = 0
    for record in ("members", "enterprises"):
        seen: dict[str, str] = {}
        for row in getattr(case.application, record):
            place = context.place(f"{record}.uscc", row.uid)
            if not row.uscc:
                blank += record == "enterprises"
            elif not is_uscc(row.uscc):
                yield Found(
                    place,
                    f"“{row.name}”的统一社会信用代码“{row.uscc}”不正确（应为18位，末位为校验码）。",
                    (("统一社会信用代码", row.uscc),),
                    level=Level.ERROR if record == "members" else None,
                )
            elif row.uscc in seen and record == "enterprises":
                yield Found(
                    place,
                    f"“{row.name}”的统一社会信用代码与名单中另一家相同。",
                    (("统一社会信用代码", row.uscc),),
                    (context.place("enterprises.uscc", seen[row.uscc]),),
                )
            seen.setdefault(row.uscc, row.uid)
    if blank:
        yield Found(
            context.place("enterprises.uscc"),
            f"名单里有 {blank} 家企业没有填写统一社会信用代码。",
            (("未填家数", str(blank)),),
            level=Level.HINT,
        )
