"""``index.html``: what a person sees of a package who has no program: all of the application.

The page is one file without scripts or anything from outside; everything shown is escaped.
It cannot hold the package digest (it is part of it): that stands on the stamped sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from urllib.parse import quote

from jxdesk.documents import web
from jxdesk.documents.outline import Outline
from jxdesk.documents.report.sheet import ReportSheet
from jxdesk.documents.web.findings import findings_html
from jxdesk.documents.web.markup import text as _text
from jxdesk.domain.scan import MATCH_MEANS
from jxdesk.package import layout
from jxdesk.package.bag_info import BagInfo
from jxdesk.package.contents import Pages
from jxdesk.package.how_to_verify import guide

_BEIJING = timezone(timedelta(hours=8))
_TOP = "申报数据"
_FEWER_ROWS = 1_000
"""Rows of a list on a page that would otherwise be larger than a verifier reads."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
body{margin:0 auto;max-width:64rem;padding:2rem 1.5rem 4rem;line-height:1.7;color:#1d2733;background:#fff;
font-family:"Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",sans-serif}
h1{font-size:1.7rem;margin:0 0 .2rem}
h2{font-size:1.2rem;margin:2.2rem 0 .6rem;border-bottom:2px solid #b3261e;padding-bottom:.2rem}
h3{font-size:1rem;margin:1.2rem 0 .3rem}.lead{margin:0;color:#4a5866}
table{border-collapse:collapse;width:100%}
th,td{border-bottom:1px solid #d8dee4;padding:.35rem .6rem;text-align:left;vertical-align:top;
word-wrap:break-word;overflow-wrap:anywhere}
th{width:11em;font-weight:600;white-space:nowrap}td.size{text-align:right;white-space:nowrap;width:7em}
code{font-family:Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}a{color:#0b57a4}
pre{background:#f4f6f8;padding:.8rem 1rem;overflow-x:auto;white-space:pre-wrap;font-size:.85rem}
ul.nav{list-style:none;margin:1.2rem 0;padding:.8rem 1.1rem;background:#f4f6f8}
ul.nav li{display:inline-block;margin:.1rem 1.4rem .1rem 0}
p.up{margin:2rem 0 0;font-size:.92rem}
@media print{body{padding:0;max-width:none}a{color:inherit;text-decoration:none}ul.nav,p.up{display:none}
.wide{overflow:visible}tr{page-break-inside:avoid;break-inside:avoid}}
""".strip()


@dataclass(frozen=True, slots=True)
class Reading:
    """What there is to read: ``highlights`` are (label, value) lines for the head of the page,
    ``outline`` is the whole document, ``check`` what the check said at sealing.
    """

    highlights: tuple[tuple[str, str], ...] = ()
    outline: Outline | None = None
    check: ReportSheet | None = None


def reading_page(
    info: BagInfo,
    sizes: Mapping[str, int],
    fingerprint: str,
    reading: Reading,
    pages: Pages | None = None,
) -> bytes:
    """``index.html``, at most ``layout.MAX_READING_PAGE`` bytes. ``sizes``: payload path → bytes.

    ``pages`` is ``pages.json``: who confirmed which page of the stamped scan stands in the open. Where the
    lists would make the page too large, it shows their first rows and leads to the workbooks.
    """
    page = _page(info, sizes, fingerprint, reading, pages, None)
    if len(page) > layout.MAX_READING_PAGE:
        page = _page(info, sizes, fingerprint, reading, pages, _FEWER_ROWS)
    return page


def _page(
    info: BagInfo,
    sizes: Mapping[str, int],
    fingerprint: str,
    reading: Reading,
    pages: Pages | None,
    most_rows: int | None,
) -> bytes:
    title = info.cluster_name or info.organisation
    facts = [*_who(info), *reading.highlights, *_facts(info, sizes, fingerprint)]
    sections = web.web_sections(reading.outline, most_rows) if reading.outline is not None else ()
    mark = f" · {reading.outline.watermark}" if reading.outline and reading.outline.watermark else ""
    check = f'<h2 id="check">检查结果</h2>\n{findings_html(reading.check)}' if reading.check else ""
    scan = _scan(pages)
    links = (
        *((section.anchor, section.title) for section in sections),
        *([("check", "检查结果")] if check else []),
        *([("scan", "盖章扫描件")] if scan else []),
        ("files", "包内文件"),
        ("verify", "怎样核验"),
    )
    page = f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="X-UA-Compatible" content="IE=edge">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_text(title)} · 申报包</title>
<style>
{_STYLE}
{web.STYLE}
</style>
</head>
<body id="top">
<h1>{_text(title)}</h1>
<p class="lead">{_text(info.organisation)} · 申报包第 {info.version} 版{_text(mark)}</p>
{_nav(links)}<h2>基本情况</h2>
<table>
{_lines(facts)}</table>
{"".join(map(_section, sections))}{check}{scan}<h2 id="files">包内文件</h2>
{_file_lists(sizes)}<h2 id="verify">怎样核验</h2>
<p>本页只供阅读，不能证明内容没有被改动。核验分三步，不需要安装本程序，也不需要联网：</p>
<ol>
<li>计算 <code>{layout.TAG_MANIFEST}</code> 的 SHA-256，与盖章的交接单上的“包摘要”比对；</li>
<li>验证签名 <code>{layout.SIGNATURE}</code>，并把证书指纹与交接单上的“证书指纹”比对；</li>
<li>按两份清单逐个核对文件的 SHA-256，并确认没有多出文件。</li>
</ol>
<p>签名用的证书由申报单位自己制作，只能证明前后出自同一把密钥，不能证明单位身份；身份由盖章的交接单证明。
Windows 和 Linux 的具体命令如下，要复制粘贴时也可以打开 \
<a href="{quote(layout.HOW_TO_VERIFY)}">{_text(layout.HOW_TO_VERIFY)}</a>：</p>
<pre>{_text(guide(info))}</pre>
</body>
</html>
"""
    return page.encode("utf-8")


def _nav(links: Iterable[tuple[str, str]]) -> str:
    items = "".join(f'<li><a href="#{anchor}">{_text(title)}</a></li>\n' for anchor, title in links)
    return f'<ul class="nav">\n{items}</ul>\n'


def _section(section: web.WebSection) -> str:
    return f'{section.html}<p class="up"><a href="#top">回到页首</a></p>\n'


def _who(info: BagInfo) -> list[tuple[str, str]]:
    cluster = [("集群名称", info.cluster_name)] if info.cluster_name else []
    return [("申报单位", info.organisation), *cluster]


def _facts(info: BagInfo, sizes: Mapping[str, int], fingerprint: str) -> list[tuple[str, str]]:
    claimed = info.sealed_at.astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    return [
        ("牵头单位信用代码", info.applicant),
        ("申报编号", info.application_id),
        ("版本", f"第 {info.version} 版"),
        ("上一版包摘要", info.previous_digest or "无（首次封装）"),
        ("依据通知", f"{info.notice_id}（{info.notice_digest}）"),
        ("封装时间（自称）", f"{claimed}（北京时间，取自封装电脑的时钟）"),
        ("证书指纹", fingerprint),
        ("文件", f"{len(sizes)} 个，共 {_size(sum(sizes.values()))}"),
    ]


def _scan(pages: Pages | None) -> str:
    """How the stamped scan answers to the printed pages; nothing without a scan."""
    if pages is None or not pages.matches:
        return ""
    by_code = sum(match.how != "eye" for match in pages.matches)
    counts = [
        ("页数", f"{len(pages.pages)} 页，每页都有盖章扫描页"),
        ("按校验码核对", f"{by_code} 页"),
        ("由人目视确认", f"{len(pages.confirmed)} 页"),
    ]
    numbers = {page.code: page.number for page in pages.pages}
    told = [
        (f"第 {numbers.get(one.code, 0)} 页", f"{one.who}：{one.why}（{_moment(one.at)}）")
        for one in pages.confirmed
    ]
    return f"""<h2 id="scan">盖章扫描件</h2>
<table>
{_lines([*counts, *told])}</table>
<p>{MATCH_MEANS}</p>
"""


def _moment(iso: str) -> str:
    """A moment as the county's clocks showed it."""
    return datetime.fromisoformat(iso).astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M")


def _lines(facts: Iterable[tuple[str, str]]) -> str:
    return "".join(f"<tr><th>{_text(label)}</th><td>{_text(value)}</td></tr>\n" for label, value in facts)


def _file_lists(sizes: Mapping[str, int]) -> str:
    groups: dict[str, list[str]] = {}
    for path in sorted(sizes):
        parts = path.split("/")
        groups.setdefault(parts[1] if len(parts) > 2 else _TOP, []).append(path)
    names = sorted(groups, key=lambda name: (name == _TOP, name))
    return "".join(
        f"<h3>{_text(name)}</h3>\n<table>\n{_rows(groups[name], sizes)}</table>\n" for name in names
    )


def _rows(paths: Iterable[str], sizes: Mapping[str, int]) -> str:
    return "".join(
        f'<tr><td><a href="{_text(quote(path))}">{_text(_below_heading(path))}</a></td>'
        f'<td class="size">{_size(sizes[path])}</td></tr>\n'
        for path in paths
    )


def _below_heading(path: str) -> str:
    parts = path.split("/")
    return "/".join(parts[2:]) if len(parts) > 2 else parts[-1]


def _size(count: int) -> str:
    for unit, step in (("GB", 1024**3), ("MB", 1024**2), ("KB", 1024)):
        if count >= step:
            return f"{count / step:.1f} {unit}"
    return f"{count} 字节"
