"""The rules, one idea to a file; `crosscloud.domain.findings.registry` collects them."""
