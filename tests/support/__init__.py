"""What several test modules need, once."""
