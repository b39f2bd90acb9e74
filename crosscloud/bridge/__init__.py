"""The provider: Terraform types over Microsoft Graph, one tenant for each connection."""
