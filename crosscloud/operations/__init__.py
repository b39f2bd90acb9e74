"""What a command does, from end to end: plan, apply, and the saved plan between them."""
