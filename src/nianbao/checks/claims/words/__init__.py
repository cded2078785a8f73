"""The words of forms/words/claims.toml, made ready to be looked up: where each may stand, what it does."""
