"""The joint plan for readers: text for the terminal, Markdown for a pull request, JSON for programs."""
