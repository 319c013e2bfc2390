"""The steps. Their DDL is written out: a step never follows later changes of the catalogue."""
