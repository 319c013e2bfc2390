"""What verification answers: one verdict, one sentence, and every fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from jxdesk.base.errors import EXIT_GOOD, EXIT_NO, EXIT_UNKNOWN_SIGNER
from jxdesk.base.unseen import shown
from jxdesk.domain.application import Application
from jxdesk.package.bag_info import BagInfo
from jxdesk.package.on_paper import OnPaper, held_against
from jxdesk.signing.certificate import CertificateFacts
from jxdesk.signing.trust import TrustEntry, TrustState

SOUND, BROKEN = "sound", "broken"
PAPER = "交接单"

WHAT = {
    "root.stranger": "光盘根目录有不属于申报包的内容",
    "bagit.version": "封装格式版本不对",
    "bagit.text": "格式声明被改动",
    "tag.missing": "缺少标签文件",
    "tag.changed": "标签文件被改动",
    "tag.too-large": "标签文件过大",
    "tag.unreadable": "标签文件读不出来",
    "tagmanifest.omits": "标签清单漏列",
    "tagmanifest.extra": "标签清单多列",
    "list.encoding": "清单编码不对",
    "list.bom": "清单带有 BOM",
    "list.line-end": "清单行尾不对",
    "list.line": "清单中有不合格式的行",
    "list.algorithm": "清单用了其他摘要算法",
    "list.upper-hex": "清单中的摘要有大写字母",
    "list.duplicate": "清单中重复列出",
    "list.order": "清单没有按路径排序",
    "manifest.outside": "清单列了 data 之外的路径",
    "info.unreadable": "包说明不合规范",
    "info.oxum": "包说明中的大小和个数不实",
    "info.application-id": "包说明与申报数据的申报编号不一致",
    "info.notice": "包说明与申报数据依据的通知不一致",
    "info.applicant": "包说明与申报数据的牵头单位不一致",
    "info.organisation": "包说明与申报数据的单位名称不一致",
    "info.cluster-name": "包说明与申报数据的集群名称不一致",
    "blocks.omits": "分块校验漏列",
    "blocks.extra": "分块校验多列",
    "blocks.size": "分块校验中的大小不实",
    "signature.too-large": "签名文件过大",
    "signature.truncated": "签名文件不完整",
    "signature.trailing": "签名之后有多余内容",
    "signature.malformed": "签名文件已损坏",
    "signature.not-der": "签名不是严格的 DER 编码",
    "signature.embedded": "签名内嵌了原文",
    "signature.crls": "签名夹带吊销列表",
    "signature.signers": "签名人不是恰好一个",
    "signature.certificates": "证书不是恰好一张",
    "signature.certificate": "签名证书已损坏",
    "signature.certificate-unbound": "证书被换过或改过",
    "signature.profile": "签名格式不合规范",
    "signature.algorithm": "签名算法不合规范",
    "signature.key-weak": "签名密钥太短",
    "signature.signer-id": "签名人与证书不符",
    "signature.attributes": "已签名属性不合规范",
    "signature.unsigned-attributes": "夹带未签名的属性",
    "signature.content": "签名签的是另一份清单",
    "signature.wrong": "签名验证不通过",
    "trust.revoked": "签名证书已被吊销",
    "trust.other": "签名证书不是该单位登记的那一张",
    "paper.differs": "与交接单上的包摘要不一致",
    "application.too-large": "申报数据过大",
    "application.newer": "申报数据由更新版本的程序制作",
    "application.unreadable": "申报数据读不懂",
    "application.lead": "牵头单位不是恰好一个",
    "pages.too-large": "页码记录过大",
    "pages.unreadable": "页码记录读不懂",
    "pages.data": "打印时的数据不是包内的申报数据",
    "pages.matches": "打印的页面与盖章扫描页不是一一对应",
    "pages.confirmed": "目视确认的记录与页面不一致",
    "report.too-large": "检查结果过大",
    "report.unreadable": "检查结果读不懂",
    "evidence.missing": "申报数据所列的佐证材料不在包内",
    "evidence.size": "申报数据所列的佐证材料大小不符",
    "scan.missing": "页码记录所列的盖章扫描件不在包内",
    "notice.pack": "包内的申报通知不是所依据的那一份",
    "payload.changed": "文件被改动",
    "payload.missing": "缺少文件",
    "payload.renamed": "文件被改名",
    "payload.extra": "多出文件",
    "payload.unreadable": "文件读不出来",
    "extra.fetch": "多出 fetch.txt",
    "extra.manifest": "多出清单",
    "extra.file": "根目录多出文件",
    "extra.folder": "根目录多出文件夹",
    "entry.link": "是链接而不是文件",
    "entry.special": "是管道或设备而不是文件",
    "entry.kind": "文件与文件夹颠倒",
    "entry.empty-folder": "空文件夹",
    "name.relative": "路径指向包外",
    "name.nfc": "名称的 Unicode 写法不对",
    "name.character": "名称含有不允许或看不见的字符",
    "name.ending": "名称首尾有空格或句点",
    "name.reserved": "名称是 Windows 保留的",
    "name.long": "名称过长或层级过深",
    "name.case": "与另一名称仅大小写不同",
    "name.twin": "与另一名称仅 Unicode 写法不同",
}
"""Every fault there is, as a short Chinese phrase; also the order in which kinds are listed."""

_ORDER = {code: rank for rank, code in enumerate(WHAT)}
_MAX_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Fault:
    """``code`` (a key of ``WHAT``) at ``path``; ``expected`` and ``found`` as short text."""

    code: str
    path: str
    expected: str
    found: str

    @property
    def what(self) -> str:
        """The kind of fault as a Chinese phrase."""
        return WHAT[self.code]


def fault(code: str, path: str, expected: str, found: str) -> Fault:
    """A fault whose texts are safe to show and of bounded length."""
    return Fault(code, _bounded(path), _bounded(expected), _bounded(found))


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Each fault once, by kind, then by path."""
    return tuple(sorted(set(faults), key=lambda f: (_ORDER[f.code], f.path, f.expected, f.found)))


@dataclass(frozen=True, slots=True)
class Applicant:
    """For whom the signer is judged: the lead's USCC and name as the package claims them.

    ``registered`` is the name in the trust store's entry, ``""`` where none holds.
    """

    uscc: str
    name: str
    registered: str


@dataclass(frozen=True, slots=True)
class SignerFacts:
    """The certificate in the signature; ``trust`` is what the store says, ``None`` without one.

    ``signing_time`` is what the signer claims, where the signature carries it; ``organisation``
    is what the certificate says, which whoever made it chose. ``entry`` is the one in the store
    that ``trust`` rests on, or one that does not hold any more.
    """

    fingerprint: str
    organisation: str
    name: str
    subject: str
    valid_from: datetime
    valid_to: datetime
    signing_time: datetime | None
    trust: TrustState | None
    applicant: Applicant
    entry: TrustEntry | None = None

    @classmethod
    def of(
        cls,
        facts: CertificateFacts,
        signing_time: datetime | None,
        trust: TrustState | None,
        applicant: Applicant,
        entry: TrustEntry | None,
    ) -> SignerFacts:
        """The facts of a certificate with what else is known."""
        return cls(
            facts.fingerprint,
            facts.organisation,
            facts.name,
            facts.subject,
            facts.valid_from,
            facts.valid_to,
            signing_time,
            trust,
            applicant,
            entry,
        )

    @property
    def standing(self) -> str:
        """How the store knows the certificate, in Chinese: known, new, another one, revoked."""
        entry = self.entry
        if self.trust is TrustState.KNOWN and entry is not None:
            return f"认识：按“{shown(entry.source)}”登记，{entry.valid_from} 至 {entry.valid_to} 有效。"
        if self.trust is TrustState.REVOKED:
            day = entry.revoked_on if entry is not None else None
            return f"已吊销：自 {day} 起不能采用。" if day else "已吊销：不能采用。"
        if self.trust is TrustState.OTHER:
            return "不是该单位登记的那一张：请先查明单位是否换了证书。"
        past = f"以前的登记只管 {entry.valid_from} 至 {entry.valid_to}。" if entry is not None else ""
        return f"初次见：还没有为该单位登记，请与盖章交接单上的指纹比对。{past}"

    def to_json(self) -> dict[str, object]:
        """The facts as plain JSON values."""
        return {
            "fingerprint": self.fingerprint,
            "organisation": self.organisation,
            "name": self.name,
            "subject": self.subject,
            "valid_from": self.valid_from.date().isoformat(),
            "valid_to": self.valid_to.date().isoformat(),
            "signing_time": self.signing_time.isoformat() if self.signing_time else None,
            "trust": self.trust.value if self.trust else None,
            "applicant": {"uscc": self.applicant.uscc, "name": self.applicant.name},
            "registered_name": self.applicant.registered or None,
            "registered_by": self.entry.source if self.entry and self.trust is TrustState.KNOWN else None,
        }


@dataclass(frozen=True, slots=True)
class ByEye:
    """A page of the stamped scan without a code: its number, who looked, why, and when (ISO 8601)."""

    page: int
    who: str
    why: str
    at: str


@dataclass(frozen=True, slots=True)
class Report:
    """The answer on one package.

    ``digest`` is the package digest (SHA-256 hex), ``""`` without a tag manifest. ``info`` is
    what ``bag-info.txt`` claims; ``application`` is there only when the package is sound, and so
    are the pages of the stamped scan that rest on somebody's word, ``by_eye``. ``paper`` is how
    it was held against the stamped hand-over sheet, ``None`` while it was not.
    """

    digest: str
    signer: SignerFacts | None
    faults: tuple[Fault, ...]
    info: BagInfo | None
    application: Application | None
    by_eye: tuple[ByEye, ...] = ()
    paper: OnPaper | None = None

    @property
    def verdict(self) -> str:
        """``"sound"`` without a single fault, else ``"broken"``."""
        return BROKEN if self.faults else SOUND

    @property
    def exit_code(self) -> int:
        """0 sound and signed by the pinned certificate, 3 sound but signer not known, else 1."""
        if self.faults:
            return EXIT_NO
        known = self.signer is not None and self.signer.trust is TrustState.KNOWN
        return EXIT_GOOD if known else EXIT_UNKNOWN_SIGNER

    @property
    def bottom_line(self) -> str:
        """The verdict in one Chinese sentence."""
        if not self.faults:
            return self._sound_line()
        codes = {each.code for each in self.faults}
        if codes == {"trust.revoked"}:
            return "不可信：内容与封装时一致，但签名证书已被吊销，请勿采用。"
        if codes == {"trust.other"}:
            return "不可信：内容自身一致，但签名证书不是该单位登记的那一张，请勿采用。"
        if codes == {"paper.differs"} and self.paper is not None:
            return f"没有通过：内容自身一致，但是{self.paper.sentence}"
        counts = Counter(each.what for each in self.faults)
        kinds = "、".join(f"{what} {count} 处" for what, count in list(counts.items())[:4])
        more = "等" if len(counts) > 4 else ""
        return f"不可信：发现 {len(self.faults)} 处问题（{kinds}{more}），请勿采用。"

    def _sound_line(self) -> str:
        """Whom the store knows, or else whose name the certificate only claims."""
        if self.signer is None:
            raise ValueError("a sound package has a signer")
        claimed = shown(self.signer.organisation or self.signer.subject)
        uscc, name = shown(self.signer.applicant.uscc), shown(self.signer.applicant.name)
        paper = f"包摘要{self.paper.sentence}" if self.paper is not None else ""
        if self.exit_code != EXIT_GOOD:
            return (
                f"内容完好：申报单位是“{name}”（{uscc}），签名证书自称“{claimed}”；"
                f"这张证书还没有为该单位登记，请与盖章交接单上的指纹比对。{paper}"
            )
        registered = shown(self.signer.applicant.registered)
        others = [f"申报数据写的是“{name}”"] if name != registered else []
        others += [f"证书写的是“{claimed}”"] if claimed != registered else []
        tail = f"注意名称不同：{'，'.join(others)}，请核对。" if others else ""
        return f"完好：内容与封装时一致，由登记的“{registered}”（{uscc}）签名。{paper}{tail}"

    def with_faults(self, more: Iterable[Fault]) -> Report:
        """This report with further faults; unchanged when there are none."""
        added = tuple(more)
        if not added:
            return self
        return replace(self, faults=in_order((*self.faults, *added)), application=None, by_eye=())

    def with_paper(self, typed: str) -> Report:
        """This report with the digest ``typed`` from the stamped sheet; another one is a fault.

        Unchanged where the package has no digest. Raises ``UserError`` as
        :func:`jxdesk.package.on_paper.held_against`.
        """
        if not self.digest:
            return self
        paper = held_against(typed, self.digest, self.signer.fingerprint if self.signer else "")
        found = replace(self, paper=paper)
        if paper.agrees:
            return found
        return found.with_faults([fault("paper.differs", PAPER, paper.comparison.typed, self.digest)])

    def to_json(self) -> dict[str, object]:
        """The report as plain JSON values, in the shape of ``jxdesk verify --json``."""
        compared = {} if self.paper is None else {"paper": self.paper.to_json()}
        return {
            "verdict": self.verdict,
            "bottom_line": self.bottom_line,
            "signer": self.signer.to_json() if self.signer else None,
            "digest": self.digest or None,
            "faults": [
                {"code": f.code, "path": f.path, "expected": f.expected, "found": f.found}
                for f in self.faults
            ],
            **compared,
        }


def _bounded(text: str) -> str:
    safe = shown(text)
    return safe if len(safe) <= _MAX_SHOWN else safe[:_MAX_SHOWN] + "…"
