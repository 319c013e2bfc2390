"""The fictional county for training and for the main job's proof: plainly marked 演示, from a seed.

Only this package knows its name; everything else sees ``Application.demo``.
"""

from jxdesk.app.demo.county import DemoCounty, build
from jxdesk.app.demo.scan import simulated_scan

__all__ = ["DemoCounty", "build", "simulated_scan"]
