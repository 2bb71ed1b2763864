"""Executed equivalence: legacy queries and what the tool makes of them are run on one database and compared."""
