"""Forms: questions declared in TOML, and the pure engine that walks them."""
