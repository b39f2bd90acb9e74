"""How long crosscloud takes, always beside a floor measured in the same run: ratios hold where times do not."""
