"""crosscloud: both halves of a cross-cloud trust, in one plan.

The packages below, from the bottom up: `domain` (pure rules), `graph` and `environment`,
`tfplugin` (Terraform's plugin protocol, knows nothing of Graph), `bridge` (the provider),
`review` (the joint plan), `cli`. `emulator` stands beside them and shares only the table of clouds.
"""

__version__ = "0.1.0"
