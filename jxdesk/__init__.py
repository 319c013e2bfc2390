"""jxdesk: prepare, check, seal and hand in a county's application for a provincial pilot."""

__version__ = "0.1.0"
