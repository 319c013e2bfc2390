"""The hand-written layouts of parts 四 to 六 and of 附1's written parts.

A record whose table stands in the middle of its page has two blocks, one above and one below.
"""

from __future__ import annotations

from ui.pages.block import FormBlock


class InnovationForm(FormBlock):
    """Part 四: six figures, most of them proved by files."""

    def build(self) -> None:
        notice = self.context.desk.picture.notice
        card = self.card(f"{notice.text('innovation_indicator')}和{notice.text('innovation_quantity')}")
        self.put_figures(
            card,
            "awards_and_rights",
            "patents",
            "national_platforms",
            "provincial_platforms",
            "national_awards",
            "provincial_awards",
        )


class ServicesFigures(FormBlock):
    """Part 五, above the table of platforms."""

    def build(self) -> None:
        notice = self.context.desk.picture.notice
        card = self.card(f"{notice.text('services_indicator')}和{notice.text('services_quantity')}")
        self.put_figures(card, "employees", "public_platforms", "listed", "investors")


class ServicesStory(FormBlock):
    """Part 五, below the table of platforms."""

    def build(self) -> None:
        self.put(self.card(), "overview", wide=True)


class OrganisationForm(FormBlock):
    """Part 六."""

    def build(self) -> None:
        self.put(self.card(), "overview", wide=True)


class TargetsAbove(FormBlock):
    """附1, up to the paragraph that its indicator table belongs to."""

    def build(self) -> None:
        for name in ("significance", "guidance"):
            self.put(self.card(), name, wide=True)


class TargetsBelow(FormBlock):
    """附1, after the indicator table."""

    def build(self) -> None:
        for name in ("tasks", "fund_use", "safeguards"):
            self.put(self.card(), name, wide=True)
