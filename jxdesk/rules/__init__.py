"""What the notice demands, one function per rule, and the engine that runs them.

``Engine(catalogue).check(case)`` is the only entry. A rule runs when the notice's pack lists
it; the pack gives its clause, its card and its parameters.
"""

from jxdesk.rules.case import Case
from jxdesk.rules.engine import Engine
from jxdesk.rules.registry import Rule, registry

__all__ = ["Case", "Engine", "Rule", "registry"]
