"""The intent, main.py: its synthesis, its lines, its base in git."""
