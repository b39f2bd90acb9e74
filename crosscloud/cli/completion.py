"""`crosscloud completion`: prints the completion script of a shell."""

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> int:
    """Print shell completion; for bash: eval "$(crosscloud completion bash)"."""
    found = get_completion_class(shell)
    if found is None:
        msg = f"no completion is known for {shell}"
        raise click.ClickException(msg)
    root = context.find_root().command
    click.echo(found(root, {}, "crosscloud", "_CROSSCLOUD_COMPLETE").source())
    return 0
