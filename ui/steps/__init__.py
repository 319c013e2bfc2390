"""The pages of the stages, from the overview to handing over."""
