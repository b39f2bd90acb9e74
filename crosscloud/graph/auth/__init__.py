"""Signing in: whose credentials, at which login service, and the tokens that come of it.

What a person gives is plain values: `sign_in` (one tenant, one application) and `credentials` (how it proves who
it is). `issuers` alone turns a credential into tokens, `login` is the service that gives them, and `tokens` shares
one among threads. `tenant_search` asks the login services in which cloud a tenant is; nobody signs in for that.

It sends through `crosscloud.graph.transport` and its rules for trying again, and knows nothing of what the tokens
are for.
"""
