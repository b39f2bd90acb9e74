"""One decision in words and as data: gate by gate, with what no setting decides."""

from typing import Any, Final

from crosscloud.domain.access import Decision, Gate
from crosscloud.domain.truth import Truth
from crosscloud.wording.names import Names

NOT_EVALUATED: Final = (
    "guest account and invitation",
    "Conditional Access",
    "application assignment",
    "tenant restrictions at the user's network or device",
)
"""What also decides whether a user gets in, and is no cross-tenant access setting."""

_RESULTS: Final = {Truth.YES: "pass", Truth.NO: "fail", Truth.UNKNOWN: "unknown"}
_DIRECT_CONNECT_WITHOUT_MFA: Final = "AADSTS90071"
"""The resource tenant must accept the home tenant's MFA: Microsoft Entra error codes."""
_VERDICTS: Final = {Truth.YES: "allow", Truth.NO: "block", Truth.UNKNOWN: "unknown"}
_PROMPTS: Final = {Truth.YES: "suppressed", Truth.NO: "shown", Truth.UNKNOWN: "unknown"}


def direct_connect_in_words(decision: Decision, names: Names) -> list[str]:
    """What direct connect permits, which was not asked: the verdict, and where MFA would stop it."""
    verdict = _VERDICTS[decision.direct_connect]
    why = [gate_in_words(gate, names) for gate in decision.direct_connect_gates if gate.answer is not Truth.YES]
    reason = "it is not supported between clouds" if not decision.direct_connect_gates else "; ".join(why)
    said = [f"direct connect (without a guest account): {verdict}{f', {reason}' if reason else ''}"]
    if _lacks_mfa(decision):
        mfa = decision.trust["is_mfa_accepted"]
        trusted = (
            "MFA of the home tenant is not trusted" if mfa is Truth.NO else "whether MFA is trusted is unknown"
        )
        where = f"{_DIRECT_CONNECT_WITHOUT_MFA} where Conditional Access asks for MFA"
        said.append(f"direct connect fails with {where}: {trusted}")
    return said


def _lacks_mfa(decision: Decision) -> bool:
    """Whether direct connect is, or may be, permitted, and MFA of the home tenant is not surely trusted."""
    return decision.direct_connect is not Truth.NO and decision.trust["is_mfa_accepted"] is not Truth.YES


def gate_in_words(gate: Gate, names: Names) -> str:
    """What was found at a gate: `contoso has enabled US Government (GCC High)`."""
    tenant, other = names.tenant(gate.tenant), names.organisation(gate.other)
    match gate.name:
        case "supported_pair":
            return " and ".join(map(str, gate.clouds))
        case "home_cloud_enabled" | "resource_cloud_enabled":
            verb = {Truth.YES: "has enabled", Truth.NO: "has not enabled"}.get(gate.answer)
            return f"{tenant} was not read" if verb is None else f"{tenant} {verb} {gate.clouds[0]}"
        case "home_partner_listed" | "resource_partner_listed":
            verb = {Truth.YES: "lists", Truth.NO: "does not list"}.get(gate.answer)
            unread = f"the partners of {tenant} were not read"
            return unread if verb is None else f"{tenant} {verb} {other} as a partner"
    if not gate.is_read:
        return f"the settings of {tenant} were not read"
    whose = f"the entry for {other}" if gate.origin == "partner" else "the default"
    if not gate.is_documented:
        return f"{gate.setting} of {whose} has no documented meaning"
    verb = {Truth.YES: "permits", Truth.NO: "blocks"}.get(gate.answer, "may permit or block")
    return f"{gate.setting} of {whose} in {tenant} {verb} it"


def gate_to_json(gate: Gate, names: Names) -> dict[str, Any]:
    """A gate as data, with what it says."""
    return {
        "gate": gate.name,
        "tenant": names.tenant(gate.tenant) if gate.tenant else None,
        "tenant_id": gate.tenant or None,
        "setting": gate.setting or None,
        "result": _RESULTS[gate.answer],
        "detail": gate_in_words(gate, names),
        "aadsts": gate.aadsts,
    }


def gates_to_json(decision: Decision, names: Names) -> dict[str, Any]:
    """The decision as data: the answer, and gate by gate why."""
    return {
        "decision": _VERDICTS[decision.answer],
        "aadsts": decision.aadsts,
        "consent_prompt": _PROMPTS[decision.consent_prompt_suppressed],
        "direct_connect": {
            "decision": _VERDICTS[decision.direct_connect],
            "gates": [gate_to_json(gate, names) for gate in decision.direct_connect_gates],
            "aadsts_if_mfa_is_asked": _DIRECT_CONNECT_WITHOUT_MFA if _lacks_mfa(decision) else None,
        },
        "trust": {name: answer.value for name, answer in decision.trust.items()},
        "gates": [gate_to_json(gate, names) for gate in decision.gates],
        "not_evaluated": list(NOT_EVALUATED),
    }
