# Who it is for
OWNER = "ann"
SHAPE = "round"