class Config:
    OWNER = "ann"
