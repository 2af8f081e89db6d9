"""What was done and no file has: kept in a private folder while its program lives, found there when that has died."""
