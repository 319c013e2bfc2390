"""One sound package put together from damaged copies, block by block; the strict verifier has the last word.

``copies`` says where something of a package may lie, ``groups`` which of it is one package, ``reading`` reads
past errors, ``mending`` puts a block together, ``lists`` decides which lists are true, ``assembly`` writes
the files, ``second_choice`` doubts their sums, ``whole`` leads and ``outcome`` says what came of it.
"""
