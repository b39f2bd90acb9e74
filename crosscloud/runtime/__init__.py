"""What a run works with: the programs it starts, its threads, its folder, and who sees which variables."""
