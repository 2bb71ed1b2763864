class Config:
    OWNER = "ann"
    SHAPE = "round"