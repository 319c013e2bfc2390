"""The pages of the form: which field stands where is written by hand, editors come from the catalogue."""
