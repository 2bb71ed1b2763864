"""Whether an application behaves the same before and after: run both, compare what was seen."""
