"""The fictional counties for training and for the main job's proof: plainly marked 演示, from a seed.

Only this package knows their names; everything else sees ``Application.demo``.
"""

from jxdesk.app.demo.county import KINDS, DemoCounty, build
from jxdesk.app.demo.reasons import Explained
from jxdesk.app.demo.scan import simulated_scan

__all__ = ["KINDS", "DemoCounty", "Explained", "build", "simulated_scan"]
