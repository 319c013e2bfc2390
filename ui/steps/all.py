"""Which page each stage has."""

from __future__ import annotations

from ui.steps.deliver import DeliverStep
from ui.steps.documents import DraftStep, PrintStep
from ui.steps.freeze import FreezeStep
from ui.steps.overview import Overview
from ui.steps.scan import ScanStep
from ui.steps.seal import SealStep
from ui.steps.step import StepPage

_PAGES = (Overview, DraftStep, FreezeStep, PrintStep, ScanStep, SealStep, DeliverStep)

STEPS: dict[str, type[StepPage]] = {page.stage: page for page in _PAGES}
