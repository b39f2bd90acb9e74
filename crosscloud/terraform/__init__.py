"""Terraform as crosscloud uses it: the program, its plan as typed changes, and the provider's processes."""
