"""What a run works with: programs, threads, environment variables, the workspace on disk."""
