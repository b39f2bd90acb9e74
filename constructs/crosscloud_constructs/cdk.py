"""The one place that imports cdktf, or cdktn, its community continuation, where that is installed instead.

HashiCorp archived cdktf in December 2025; cdktn has the same names and writes the same files.
"""

import importlib
import importlib.util
import os
from typing import TYPE_CHECKING

from crosscloud.wording.node import NODE_ENDED
from crosscloud_constructs.errors import NodeError
from crosscloud_constructs.runtime import prepare

prepare(os.environ)

if TYPE_CHECKING:
    from cdktf import (
        App,
        Aspects,
        IAspect,
        IStackSynthesizer,
        ISynthesisSession,
        ITerraformDependable,
        TerraformBackend,
        TerraformElement,
        TerraformProvider,
        TerraformProviderGeneratorMetadata,
        TerraformRemoteState,
        TerraformResource,
        TerraformResourceLifecycle,
        TerraformStack,
        Testing,
        Token,
    )
    from jsii import implements

    from constructs import Construct, IConstruct, IValidation
else:
    try:
        _library = importlib.import_module("cdktf" if importlib.util.find_spec("cdktf") else "cdktn")
    except (OSError, ValueError, AssertionError, AttributeError):
        # What jsii raises where Node ends: it tells a reader nothing more.
        raise NodeError(NODE_ENDED) from None
    App = _library.App
    Aspects = _library.Aspects
    IAspect = _library.IAspect
    IStackSynthesizer = _library.IStackSynthesizer
    ISynthesisSession = _library.ISynthesisSession
    ITerraformDependable = _library.ITerraformDependable
    TerraformBackend = _library.TerraformBackend
    TerraformElement = _library.TerraformElement
    TerraformProvider = _library.TerraformProvider
    TerraformProviderGeneratorMetadata = _library.TerraformProviderGeneratorMetadata
    TerraformRemoteState = _library.TerraformRemoteState
    TerraformResource = _library.TerraformResource
    TerraformResourceLifecycle = _library.TerraformResourceLifecycle
    TerraformStack = _library.TerraformStack
    Testing = _library.Testing
    Token = _library.Token
    implements = importlib.import_module("jsii").implements
    _constructs = importlib.import_module("constructs")
    Construct = _constructs.Construct
    IConstruct = _constructs.IConstruct
    IValidation = _constructs.IValidation

__all__ = [
    "App",
    "Aspects",
    "Construct",
    "IAspect",
    "IConstruct",
    "IStackSynthesizer",
    "ISynthesisSession",
    "ITerraformDependable",
    "IValidation",
    "TerraformBackend",
    "TerraformElement",
    "TerraformProvider",
    "TerraformProviderGeneratorMetadata",
    "TerraformRemoteState",
    "TerraformResource",
    "TerraformResourceLifecycle",
    "TerraformStack",
    "Testing",
    "Token",
    "implements",
]
