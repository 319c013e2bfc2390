"""Recovery data beside a package (Parity Volume Set 2.0), made and used by the program ``par2``.

Unsigned: it can mend a package and vouches for nothing. Without the program all else works.
"""
