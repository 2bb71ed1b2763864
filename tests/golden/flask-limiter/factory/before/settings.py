RATELIMIT_STORAGE_URL = "redis://localhost:6379"
RATELIMIT_GLOBAL = "200 per day"
