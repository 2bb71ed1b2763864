# Settings of the shop.
# Please keep them sorted.
OWNER = "ann"
SHAPE = "round"
