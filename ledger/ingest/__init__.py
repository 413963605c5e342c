"""Foreign files in: a file or stdin becomes claims and refused rows.

Owns the reading of files, presets, and the way from a foreign row to an interchange row. Must never print, compare
claims, or write anything but through `ledger.db`.
"""
