"""What is said where Node, in which CDK for Terraform runs, is not there or does not last."""

from typing import Final

NODE_MISSING: Final = (
    "Node was not found, which CDK for Terraform needs: install Node 18 or later (https://nodejs.org), "
    "or set JSII_NODE to its path."
)
NODE_ENDED: Final = (
    "Node, in which CDK for Terraform runs, did not start or ended before its work was done: see that `node "
    "--version` (or the program that JSII_NODE names) says 18 or later and that there is memory left, then run it "
    "again."
)
