"""``核验说明.txt``: how to check a package with what Windows and Linux bring along."""

from __future__ import annotations

from jxdesk.package import layout
from jxdesk.package.bag_info import BagInfo

_HOW_TO = """\
核验说明
========

申报单位：{organisation}
版本：第 {version} 版

这份申报包是一个普通文件夹，用电脑自带的工具就能核验，不需要联网。
请先备好盖章的交接单，上面印有“包摘要”和“证书指纹”。四步都通过，才说明内容与盖章时一致。

“证书指纹”对应的证书由申报单位自己制作：它只能证明前后出自同一把密钥，
不能证明单位身份；身份由盖章的交接单证明。


一、Windows（在本文件夹的空白处按住 Shift 点右键，选“在此处打开 PowerShell 窗口”）
------------------------------------------------------------------------------------

第 1 步  包摘要，应与交接单一致：

certutil -hashfile {tags} SHA256

第 2 步  验证签名（没有报错即为通过），并显示证书指纹，应与交接单一致：

Add-Type -AssemblyName System.Security
$content = [IO.File]::ReadAllBytes("$PWD\\{tags}")
$info = New-Object Security.Cryptography.Pkcs.ContentInfo -ArgumentList @(,$content)
$cms = New-Object Security.Cryptography.Pkcs.SignedCms -ArgumentList $info, $true
$cms.Decode([IO.File]::ReadAllBytes("$PWD\\{signature}"))
$cms.CheckSignature($true)
$sha = [Security.Cryptography.SHA256]::Create()
-join ($sha.ComputeHash($cms.Certificates[0].RawData) | ForEach-Object {{ $_.ToString('x2') }})

第 3 步  逐个核对文件（不显示任何“不一致”即为通过）：

foreach ($list in '{tags}', '{manifest}') {{
  foreach ($line in [IO.File]::ReadAllLines("$PWD\\$list")) {{
    $digest, $path = $line -split '  ', 2
    $found = (Get-FileHash -LiteralPath $path -Algorithm SHA256 -ErrorAction SilentlyContinue).Hash
    if ($found -ne $digest) {{ "不一致：$path" }}
  }}
}}

第 4 步  没有多出文件（两个数应相等；根目录下除 data 文件夹外应有 8 个文件）：

(Get-ChildItem data -Recurse -File -Force).Count
[IO.File]::ReadAllLines("$PWD\\{manifest}").Count

单个文件也可以这样计算：  certutil -hashfile 文件名 SHA256


二、Linux（在本文件夹中打开终端）
--------------------------------

export LC_ALL=C

第 1 步  包摘要，应与交接单一致：

sha256sum {tags}

第 2 步  验证签名，并显示证书指纹，应与交接单一致（signer.pem 写到包外）：

openssl cms -verify -binary -inform DER -in {signature} -content {tags} \\
  -noverify -signer ~/signer.pem -out /dev/null
openssl x509 -in ~/signer.pem -noout -fingerprint -sha256

第 3 步  逐个核对文件（没有输出即为通过）：

sha256sum -c --strict --quiet {tags} && sha256sum -c --strict --quiet {manifest}

第 4 步  没有多出文件（两个数应相等；根目录下除 data 文件夹外应有 8 个文件）：

find data ! -type d | wc -l
wc -l < {manifest}

装有 bagit.py 时，还可以把本文件夹复制到硬盘后运行：  bagit.py --validate .
它与签名验证合在一起仍不够严格，只作旁证；最严格的核验请用“jxdesk verify”。
"""


def how_to_verify(info: BagInfo) -> bytes:
    """``核验说明.txt``: UTF-8 with BOM and CRLF, so that the oldest Windows editor shows it right."""
    return b"\xef\xbb\xbf" + guide(info).replace("\n", "\r\n").encode("utf-8")


def guide(info: BagInfo) -> str:
    """The same as plain text, for whatever else shows it."""
    return _HOW_TO.format(
        organisation=info.organisation,
        version=info.version,
        tags=layout.TAG_MANIFEST,
        manifest=layout.MANIFEST,
        signature=layout.SIGNATURE,
    )
