"""Frozen values and their parsing. Owns what a claim's words mean; must never read or write anything."""
