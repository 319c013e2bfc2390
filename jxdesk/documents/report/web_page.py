"""The report as one HTML file that any browser shows and prints, old ones too.

No script, no address, no picture: whatever was typed is text. Plain tables carry the layout;
rules that an old browser does not know (dark colours, page numbers) it leaves out.
"""

from __future__ import annotations

import html
from collections.abc import Iterable

from jxdesk.base.progress import Progress
from jxdesk.documents.report.sheet import MARKS, NOTHING_FOUND, Entry, Group, ReportSheet, inert
from jxdesk.domain.finding import Level

_CLASSES = {Level.ERROR: "e", Level.WARNING: "w", Level.HINT: "h"}
_STYLE = """
html{background:#eef1f5}
body{margin:0 auto;max-width:56rem;padding:2rem 2.2rem 4rem;background:#fff;color:#1a222d;line-height:1.7;
font-size:16px;font-family:"Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",
"WenQuanYi Micro Hei",sans-serif}
h1{font-size:1.6rem;margin:0 0 .8rem}
h2{font-size:1.15rem;margin:2.4rem 0 .2rem;padding-bottom:.3rem;border-bottom:2px solid #2350a8}
h3{font-size:1rem;margin:0}
p{margin:0}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.15rem .6rem .15rem 0;
word-wrap:break-word;overflow-wrap:anywhere}
th{font-weight:normal;color:#556170;width:5.2em;white-space:nowrap}
td{white-space:pre-line}
.verdict{margin:1.2rem 0;padding:.8rem 1.1rem;border:1px solid #d9dfe7;border-left:6px solid #1c7243}
.verdict.e{border-left-color:#b3261e}.verdict.w{border-left-color:#c98a1b}
.verdict b{font-size:1.1rem}
.sum th,.sum td{border-bottom:1px solid #d9dfe7;padding:.3rem .6rem .3rem 0;width:auto}
.sum td{text-align:right;width:4.5em}.sum thead td{color:#556170}
a{color:#2350a8}
.f{padding:1rem 0 .9rem;border-bottom:1px solid #d9dfe7}
.lv{display:inline-block;border:1px solid;border-radius:3px;padding:0 .5em;margin-right:.6em;
font-size:.88rem;font-weight:normal}
.e .lv{color:#b3261e}.w .lv{color:#855400}.h .lv{color:#2b5f8c}
.no{color:#556170;font-weight:normal}
.at{color:#556170;font-size:.92rem;margin:.25rem 0}
.say{margin:.25rem 0 .4rem;white-space:pre-line;overflow-wrap:anywhere;word-wrap:break-word}
.f table{font-size:.94rem}
@media (prefers-color-scheme:dark){
html{background:#12161b}body{background:#1a1f26;color:#e7ebf1}
th,.sum thead td,.no,.at{color:#a7b2c0}
.verdict,.sum th,.sum td,.f{border-color:#3a4451}
h2{border-color:#86aef7}a{color:#86aef7}
.verdict{border-left-color:#71cd98}.verdict.e{border-left-color:#ff9389}.verdict.w{border-left-color:#f0b94f}
.e .lv{color:#ff9389}.w .lv{color:#f0b94f}.h .lv{color:#8fbce9}
}
@media print{
html,body{background:#fff;color:#000}
body{max-width:none;padding:0;font-size:10.5pt;line-height:1.5}
th,.sum thead td,.no,.at{color:#333}
.e .lv,.w .lv,.h .lv,a{color:#000;text-decoration:none}
.verdict,.sum th,.sum td,.f{border-color:#999}h2{border-color:#000}
h2,h3,.at{page-break-after:avoid;break-after:avoid}
.f{page-break-inside:avoid;break-inside:avoid}
tr{page-break-inside:avoid;break-inside:avoid}
}
@page{size:A4;margin:18mm 16mm}
@page{@bottom-center{content:"第 " counter(page) " 页 共 " counter(pages) " 页";font-size:9pt}}
""".strip()


def web_page(sheet: ReportSheet, progress: Progress) -> bytes:
    """The whole page, UTF-8. Same sheet, same bytes."""
    sheet = inert(sheet)
    parts = [_head(sheet)]
    for done, group in enumerate(sheet.groups):
        progress("正在生成检查报告", done, len(sheet.groups))
        parts.append(_group(done + 1, group))
    parts.append("</body>\n</html>\n")
    return "".join(parts).encode("utf-8")


def _head(sheet: ReportSheet) -> str:
    worst = next((level for level in (Level.ERROR, Level.WARNING) if sheet.count(level)), None)
    tone = f" {_CLASSES[worst]}" if worst is not None else ""
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="X-UA-Compatible" content="IE=edge">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{_text(sheet.title)} · {_text(sheet.applicant)}</title>
<style>
{_STYLE}
</style>
</head>
<body>
<h1>{_text(sheet.title)}</h1>
<table>
{_lines(sheet.facts)}</table>
<div class="verdict{tone}">
<p><b>{_text(sheet.bottom_line)}</b></p>
<p>{_text(sheet.counts)}</p>
</div>
{_summary(sheet)}"""


def _summary(sheet: ReportSheet) -> str:
    """How many findings of each level each part has, with a way there."""
    if not sheet.groups:
        return f"<p>{_text(NOTHING_FOUND)}</p>\n"
    heads = "".join(f"<td>{MARKS[level]} {level.word}</td>" for level in Level)
    rows = "".join(
        f'<tr><th><a href="#p{number}">{_text(group.title)}</a></th>'
        + "".join(f"<td>{group.count(level) or ''}</td>" for level in Level)
        + "</tr>\n"
        for number, group in enumerate(sheet.groups, 1)
    )
    head = f"<thead><tr><th>所在部分</th>{heads}</tr></thead>"
    return f'<table class="sum">\n{head}\n<tbody>\n{rows}</tbody>\n</table>\n'


def _group(number: int, group: Group) -> str:
    entries = "".join(map(_entry, group.entries))
    return f'<h2 id="p{number}">{_text(group.title)}（{len(group.entries)} 处）</h2>\n{entries}'


def _entry(entry: Entry) -> str:
    return f"""<div class="f {_CLASSES[entry.level]}">
<h3><span class="lv">{MARKS[entry.level]} {entry.level.word}</span>\
<span class="no">{entry.number}. {_text(entry.rule)}</span> {_text(entry.title)}</h3>
<p class="at">{_text(entry.place)}</p>
<p class="say">{_text(entry.message)}</p>
<table>
{_lines(entry.lines)}</table>
</div>
"""


def _lines(lines: Iterable[tuple[str, str]]) -> str:
    return "".join(f"<tr><th>{_text(label)}</th><td>{_text(text)}</td></tr>\n" for label, text in lines)


def _text(value: str) -> str:
    return html.escape(value, quote=True)
