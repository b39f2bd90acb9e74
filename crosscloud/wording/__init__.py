"""Words: what findings, permissions and settings are called and how they are told, in sentences for a reader.

Pure, and the only place where sentences about tenants' settings are made: nothing is decided here, and nothing
that was made here is ever read back. Reports, the provider's diagnostics and an intent's errors speak with it.
"""
