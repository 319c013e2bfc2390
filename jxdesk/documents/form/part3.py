"""三、集群产业链条情况: three views of the register by chain role."""

from __future__ import annotations

from collections.abc import Iterator

from jxdesk.documents.form.cells import added_grids, overview_grids
from jxdesk.documents.form.format import Form, product_names
from jxdesk.documents.outline import Align, Block, Density, Heading, ListColumn, ListTable, Section
from jxdesk.domain.application import Enterprise
from jxdesk.domain.views import in_role

_NAME, _SALES, _PRODUCT, _SHARE = 3.9, 2.2, 3.9, 2.1
_Row = tuple[str | None, ...]


def part3(form: Form) -> tuple[Section, ...]:
    """Leaders, backbone, supporting enterprises, 总体情况: one table to the eye."""
    title = form.part_title("chain")
    blocks: tuple[Block, ...] = (
        Heading(title),
        _leaders(form),
        _others(form, "backbone"),
        _others(form, "supporting"),
        *overview_grids(form, "chain.overview", joined=True),
        *added_grids(form, "chain"),
    )
    return (Section("chain", title, blocks),)


def _leaders(form: Form) -> ListTable:
    """A line for each product, since each has its own share; the firm is named once."""
    columns = (
        ListColumn(form.text("chain_leaders"), _NAME, Align.LEFT),
        ListColumn(form.text("chain_leaders_sales"), _SALES),
        ListColumn(form.text("chain_leaders_products"), _PRODUCT, Align.LEFT),
        ListColumn(form.text("chain_leaders_share"), _SHARE),
    )
    leaders = in_role(form.application, "leader")
    rows = tuple(row for leader in leaders for row in _leader_rows(form, leader))
    return ListTable(columns, rows or (("",) * len(columns),), density=Density.FORM)


def _leader_rows(form: Form, leader: Enterprise) -> Iterator[_Row]:
    firm: _Row = (leader.name, form.of_row("enterprises", leader, "sales"))
    if not leader.products:
        yield (*firm, "", "")
    for number, product in enumerate(leader.products):
        share = "" if product.share is None else format(product.share, "f")
        yield (*(firm if number == 0 else (None, None)), product.name, share)


def _others(form: Form, role: str) -> ListTable:
    columns = (
        ListColumn(form.text(f"chain_{role}"), _NAME, Align.LEFT),
        ListColumn(form.text(f"chain_{role}_sales"), _SALES),
        ListColumn(form.text(f"chain_{role}_products"), _PRODUCT + _SHARE, Align.LEFT),
    )
    rows = tuple(
        (firm.name, form.of_row("enterprises", firm, "sales"), product_names(firm))
        for firm in in_role(form.application, role)
    )
    return ListTable(columns, rows or (("",) * len(columns),), joined=True, density=Density.FORM)
