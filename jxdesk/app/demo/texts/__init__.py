"""The county's running texts: its figures are handed in, its length is the notice's."""

from jxdesk.app.demo.texts.basics import introduction, scale_overview
from jxdesk.app.demo.texts.chain import chain_overview
from jxdesk.app.demo.texts.figures import Figures, Money, fit
from jxdesk.app.demo.texts.goals import guidance, significance
from jxdesk.app.demo.texts.means import fund_use, safeguards
from jxdesk.app.demo.texts.support import organisation_overview, services_overview
from jxdesk.app.demo.texts.tasks import tasks

__all__ = [
    "Figures",
    "Money",
    "chain_overview",
    "fit",
    "fund_use",
    "guidance",
    "introduction",
    "organisation_overview",
    "safeguards",
    "scale_overview",
    "services_overview",
    "significance",
    "tasks",
]
