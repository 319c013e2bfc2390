"""Burning on Windows through IMAPI2, which is part of the system.

``seam`` says what is used of COM and ``layout`` which members there are; ``com`` makes the real
objects and is the only room that knows comtypes, so that all the others run, and are tested,
anywhere. ``parts`` gives the objects types, ``backend`` is the :class:`~jxdesk.disc.burner.Burner`.
"""
