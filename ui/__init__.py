"""The window. Knows ``jxdesk.app`` and what lies below it; nothing below knows the window."""
