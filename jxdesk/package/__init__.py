"""The sealed package: its layout, its lists, sealing, strict verification."""
