"""Which page each stage has."""

from __future__ import annotations

from ui.steps.documents import DraftStep, PrintStep
from ui.steps.freeze import FreezeStep
from ui.steps.overview import Overview
from ui.steps.step import StepPage

STEPS: dict[str, type[StepPage]] = {page.stage: page for page in (Overview, DraftStep, FreezeStep, PrintStep)}
