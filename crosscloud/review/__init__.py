"""The joint plan of every tenant of an environment, its report, and the joint apply."""
