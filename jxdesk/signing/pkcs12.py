"""A key brought along in a ``.p12`` or ``.pfx`` file (PKCS#12, RFC 7292), also one made long ago.

``cryptography`` opens what is met with: PBES2, 3DES, RC2 (40 bits too) and RC4, MACs of SHA-1 and later,
BER. It is asked in a process of its own that may hang or crash. Before that, what the file asks of the
machine is read with ``asn1crypto``: how many rounds its passwords are stretched by, how many keys there are.

Passwords stand in a PKCS#12 file as UTF-16 (B.1). Old programs widened the bytes of whatever encoding they
ran in instead; a Chinese password is tried that way too.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asn1crypto import algos, cms, core
from asn1crypto import pkcs12 as asn1
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.serialization import pkcs12

from jxdesk.base import worker
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress, silent
from jxdesk.signing import strict_json

SUFFIXES = (".p12", ".pfx")
MAX_FILE = 1024 * 1024
MAX_ROUNDS = 5_000_000
"""For each password-based step of a file: some seconds. What programs write is 1 to 1,000,000."""
_MAX_CERTIFICATES = 64
_SECONDS = 60.0
_MEMORY_MB = 256
_PBMAC1 = "1.2.840.113549.1.5.14"
_KEY_BAGS = {"key_bag", "pkcs8_shrouded_key_bag"}
_LABEL = "正在打开证书文件"


@dataclass(frozen=True, slots=True)
class Opened:
    """What lies in a file: the private key (PKCS#8 DER, in clear) and all certificates (DER)."""

    pkcs8: bytes
    certificates: tuple[bytes, ...]


class _Pbmac1(core.Sequence):  # type: ignore[misc]
    """PBMAC1-params (RFC 8018, A.5)."""

    _fields = [("kdf", algos.KdfAlgorithm), ("mac", algos.HmacAlgorithm)]  # noqa: RUF012


def open_file(path: Path, password: str, progress: Progress = silent) -> Opened:
    """Open the file at ``path``.

    Raises ``UserError`` ``key.p12-password`` (or damaged: that cannot be told apart), ``key.p12-damaged``,
    ``key.p12-costly``, ``key.p12-no-key``, ``key.p12-several``, ``key.p12-kind``, ``key.p12-old`` and
    those of the disk.
    """
    data = strict_json.read_bounded(path, MAX_FILE)
    if not data:
        raise _damaged(path.name)
    return worker.run(
        open_bytes,
        data,
        password,
        path.name,
        failure=_damaged(path.name),
        timeout_s=_SECONDS,
        memory_mb=_MEMORY_MB,
        label=_LABEL,
        progress=progress,
    )


def open_bytes(data: bytes, password: str, name: str) -> Opened:
    """As :func:`open_file`, in this process. ``name`` is the file's, for the sentences."""
    try:
        facts = _Facts(asn1.Pfx.load(data, strict=True))
    except Exception as error:  # asn1crypto parses lazily and fails in many ways on bent bytes
        raise _damaged(name) from error
    if facts.rounds > MAX_ROUNDS:
        raise UserError(
            "key.p12-costly",
            f"证书文件“{name}”要求把口令运算 {facts.rounds} 遍，超出了合理的范围。",
            "请核对文件来源，或者用原来的系统重新导出。",
        )
    if facts.keys > 1:
        raise UserError(
            "key.p12-several",
            f"证书文件“{name}”里有 {facts.keys} 把私钥，分不清该用哪一把。",
            "请重新导出，只选签名用的那一张证书。",
        )
    if facts.old and not _opens_old():
        raise UserError(
            "key.p12-old",
            f"证书文件“{name}”用的是旧式加密（RC2、RC4 或 DES），这台电脑上的程序组件不支持。",
            "请在原来的系统里重新导出，加密方式选 AES 或 3DES。",
        )
    return _open(data, password, name)


class _Facts:
    """What can be seen of a file without its password."""

    def __init__(self, pfx: asn1.Pfx) -> None:
        self.rounds, self.keys, self.old = 1, 0, False
        mac = pfx["mac_data"]
        if not isinstance(mac, core.Void):
            self._need(mac["iterations"].native)
            algorithm = mac["mac"]["digest_algorithm"]
            if algorithm["algorithm"].dotted == _PBMAC1:
                kdf = algorithm["parameters"].parse(spec=_Pbmac1)["kdf"]
                self._need(kdf["parameters"]["iteration_count"].native)
        for part in pfx.authenticated_safe:
            self._look_into(part)

    def _look_into(self, part: cms.ContentInfo) -> None:
        kind = part["content_type"].native
        if kind == "encrypted_data":
            self._of(part["content"]["encrypted_content_info"]["content_encryption_algorithm"])
        elif kind == "data":
            for bag in asn1.SafeContents.load(part["content"].native):
                if bag["bag_id"].native in _KEY_BAGS:
                    self.keys += 1
                if bag["bag_id"].native == "pkcs8_shrouded_key_bag":
                    self._of(bag["bag_value"]["encryption_algorithm"])

    def _of(self, algorithm: algos.EncryptionAlgorithm) -> None:
        if "." in algorithm["algorithm"].native:
            return  # unknown here: whoever opens it will say so
        if algorithm["algorithm"].native == "pbes2":
            kdf = algorithm["parameters"]["key_derivation_func"]
            if kdf["algorithm"].native != "pbkdf2":
                return
            self._need(kdf["parameters"]["iteration_count"].native)
        else:
            self._need(algorithm.kdf_iterations)
            self.old |= "tripledes" not in algorithm["algorithm"].native

    def _need(self, rounds: int) -> None:
        self.rounds = max(self.rounds, rounds)


def _open(data: bytes, password: str, name: str) -> Opened:
    refused = ValueError()
    for written in _writings(password):
        try:
            return _taken(_load(data, written), name)
        except UnsupportedAlgorithm as error:
            raise UserError(
                "key.p12-kind",
                f"证书文件“{name}”里的密钥或加密方式本程序还不支持（国密 SM2 密钥也在其中）。",
                "请改用 RSA 或 P-256 的签名证书，或者新建密钥。",
            ) from error
        except x509.InvalidVersion as error:
            raise _damaged(name) from error
        except ValueError as error:
            refused = error
    raise UserError(
        "key.p12-password",
        f"打不开证书文件“{name}”：口令不对，或者文件已损坏。",
        "请输入导出这个文件时设的口令；注意大小写和中英文输入法。",
    ) from refused


def _opens_old() -> bool:
    """Whether ``cryptography`` has its OpenSSL's old ciphers; as it comes it has them."""
    try:
        Cipher(ARC4(bytes(16)), None).encryptor()
    except UnsupportedAlgorithm:
        return False
    return True


def _load(data: bytes, password: bytes) -> Any:
    with warnings.catch_warnings():
        # It warns of BER, and of certificates not quite to the letter: they are judged by us.
        warnings.simplefilter("ignore")
        return pkcs12.load_key_and_certificates(data, password)


def _taken(loaded: Any, name: str) -> Opened:
    key, certificate, others = loaded
    if key is None:
        raise UserError(
            "key.p12-no-key",
            f"证书文件“{name}”里只有证书，没有私钥，不能用来签名。",
            "请重新导出，导出时选“是，导出私钥”。",
        )
    certificates = [*([certificate] if certificate else []), *others]
    pkcs8 = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    encoding = serialization.Encoding.DER
    return Opened(pkcs8, tuple(each.public_bytes(encoding) for each in certificates[:_MAX_CERTIFICATES]))


def _writings(password: str) -> Iterator[bytes]:
    """The password in UTF-8, as ``cryptography`` wants it, in each way it may have been meant."""
    yield password.encode("utf-8", "replace")
    if password.isascii():
        return
    for encoding in ("gbk", "utf-8"):
        try:
            widened = password.encode(encoding).decode("latin-1")
        except UnicodeEncodeError:
            continue
        yield widened.encode("utf-8")


def _damaged(name: str) -> UserError:
    return UserError(
        "key.p12-damaged",
        f"“{name}”不是完好的证书文件（.p12 或 .pfx）。",
        "请重新导出或重新复制一份。",
    )
