"""Pure values and rules of cross-tenant access: clouds, ids, settings. Imports nothing else of ours."""
