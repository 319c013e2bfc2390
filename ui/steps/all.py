"""Which page each stage has."""

from __future__ import annotations

from ui.steps.step import StepPage

STEPS: dict[str, type[StepPage]] = {}
