import os

ROOTS = ["a", "b"]
PATHS = [os.path.join(root, "x") for root in ROOTS]
del os
