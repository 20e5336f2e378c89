"""What we do."""
