"""What a migration is, which ones there are, and how a ladder of them is run over a tree."""
