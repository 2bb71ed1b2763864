"""Settings."""

from consts import HOST, URI as DATABASE

OWNER = "ann"

