"""Where a dossier stands, derived from what is known, and what is permitted there.

The chain runs imported → judging → sealed → exchanged → settled → interviewed → advised → signed
by one → signed → closed; `declined` ends it at the start. Held and withdrawn stand beside the
chain. On the exempt route, where the norm asks for no talk, a settled dossier is
interviewed at once, and there is neither an agenda nor a talk.

Choices that the table makes:
- nothing is read before the declaration; a co-assessor's records may arrive at any time;
- a newer package comes in until the body's decision is known. Before both sealed it replaces;
  after that it stands beside the chain as a supplement: both agree what it reopens, and while
  that is judged again the dossier falls back to judging;
- the talk begins when the conference is done: an item is settled or agreed to be a topic;
- final values come after the facts of the talk, initials when no final value is open, the advice
  under both initials: the last two are checked by `open_items` on top of this table;
- until the first signature, final values and advice may still change: the dossier then falls back;
- a signature counts while its report says what the records say: a later record of the other's,
  who had not signed yet, makes the dossier fall back too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from assessor_app.domain.open_items import open_before_talk, open_items
from assessor_app.domain.procedure import Procedure
from assessor_app.domain.sheet import InterestDeclaration
from assessor_app.domain.views import Merged
from assessor_app.errors import Code, RefusedError

SIGNERS = 2


class State(StrEnum):
    """The chain of states, in order."""

    IMPORTED = "imported"
    DECLINED = "declined"
    JUDGING = "judging"
    SEALED = "sealed"
    EXCHANGED = "exchanged"
    SETTLED = "settled"
    INTERVIEWED = "interviewed"
    ADVISED = "advised"
    SIGNED_BY_ONE = "signed_by_one"
    SIGNED = "signed"
    CLOSED = "closed"


class Act(StrEnum):
    """What can be done with a dossier. `JUDGE` covers every change of one's own sheet, undo and
    redo included; `READ` covers everything that shows the portfolio."""

    DECLARE = "declare"
    ASSIGN = "assign"
    READ = "read"
    MARK = "mark"
    JUDGE = "judge"
    SEAL = "seal"
    UNSEAL = "unseal"
    EXPORT_SHEET = "sheet_export"
    IMPORT_SHEET = "sheet_import"
    IMPORT_PACKAGE = "import"
    COMPARE = "compare"
    SETTLE = "settle"
    ACCEPT = "accept"
    REOPEN = "reopen"
    AGENDA = "agenda"
    INTERVIEW = "interview"
    FINAL = "final"
    INITIAL = "initial"
    ADVISE = "advice"
    DISSENT = "dissent"
    BUILD_REPORT = "report_build"
    SIGN_REPORT = "report_sign"
    RECEIVE_REPORT = "report_receive"
    WITHDRAW = "withdraw"
    HOLD = "hold"
    DECIDE = "decide"
    ERASE = "erase"
    DISCLOSE = "disclose"
    OBJECTION_PACK = "objection_pack"


_ALWAYS = frozenset({Act.HOLD, Act.ERASE, Act.DISCLOSE})
_OPENED = _ALWAYS | {Act.READ, Act.WITHDRAW, Act.IMPORT_SHEET, Act.IMPORT_PACKAGE}
_WORKING = _OPENED | {Act.MARK}
_MET = _WORKING | {Act.EXPORT_SHEET, Act.COMPARE, Act.AGENDA, Act.ACCEPT}
_TALKED = _MET | {Act.INTERVIEW, Act.FINAL, Act.INITIAL, Act.ADVISE, Act.DISSENT}
_SIGNING = _OPENED | {
    Act.EXPORT_SHEET,
    Act.COMPARE,
    Act.AGENDA,
    Act.SIGN_REPORT,
    Act.RECEIVE_REPORT,
}

PERMITTED: Mapping[State, frozenset[Act]] = MappingProxyType(
    {
        State.IMPORTED: _ALWAYS | {Act.DECLARE, Act.ASSIGN, Act.IMPORT_SHEET, Act.IMPORT_PACKAGE},
        State.DECLINED: _ALWAYS | {Act.WITHDRAW, Act.EXPORT_SHEET},
        State.JUDGING: _WORKING | {Act.DECLARE, Act.ASSIGN, Act.JUDGE, Act.SEAL},
        State.SEALED: _WORKING | {Act.ASSIGN, Act.UNSEAL, Act.EXPORT_SHEET},
        State.EXCHANGED: _MET | {Act.SETTLE},
        State.SETTLED: _MET | {Act.SETTLE, Act.INTERVIEW},
        State.INTERVIEWED: _TALKED,
        State.ADVISED: _TALKED | {Act.BUILD_REPORT, Act.SIGN_REPORT, Act.RECEIVE_REPORT},
        State.SIGNED_BY_ONE: _SIGNING | {Act.BUILD_REPORT, Act.DECIDE, Act.OBJECTION_PACK},
        State.SIGNED: (_SIGNING - {Act.WITHDRAW, Act.SIGN_REPORT})
        | {Act.DECIDE, Act.OBJECTION_PACK},
        State.CLOSED: _ALWAYS
        | {
            Act.READ,
            Act.COMPARE,
            Act.RECEIVE_REPORT,
            Act.DECIDE,
            Act.OBJECTION_PACK,
        },
    }
)

_TALK = frozenset({Act.AGENDA, Act.INTERVIEW})

# Proposals about what a newer package reopens go to and fro wherever a sheet was sealed.
_SUPPLEMENT = frozenset({Act.EXPORT_SHEET, Act.ACCEPT})
_NO_SUPPLEMENT = frozenset({State.IMPORTED, State.DECLINED, State.CLOSED})

# Who withdrew keeps the duties towards the candidate, and tells the other.
_WITHDRAWN = _ALWAYS | {Act.EXPORT_SHEET, Act.IMPORT_SHEET, Act.DECIDE}


@dataclass(frozen=True)
class StateFacts:
    """What decides the state. `exchanged`: both sheets count here; `settled`: the conference has
    nothing left; `advised`: nothing is open for the report; `signatures` on the report that says
    what the records say: 0 to 2; `talkless`: the route that stands asks for no talk; `supplement`:
    a newer package came after both sealed; `reopenable`: what it reopens may be proposed now."""

    declared: bool = False
    declined: bool = False
    sealed: bool = False
    exchanged: bool = False
    settled: bool = False
    interviewed: bool = False
    advised: bool = False
    signatures: int = 0
    decided: bool = False
    held: bool = False
    withdrawn: bool = False
    talkless: bool = False
    supplement: bool = False
    reopenable: bool = False


@dataclass(frozen=True)
class Standing:
    """The state, and what stands beside it."""

    state: State
    held: bool = False
    withdrawn: bool = False
    talkless: bool = False
    supplement: bool = False
    reopenable: bool = False


def derive_state(facts: StateFacts) -> State:
    """Return how far along the chain the facts reach."""
    if facts.declined:
        return State.DECLINED
    if not facts.declared:
        return State.IMPORTED
    if facts.decided:
        return State.CLOSED
    if facts.signatures >= SIGNERS:
        return State.SIGNED
    if facts.signatures:
        return State.SIGNED_BY_ONE
    steps = (
        (facts.sealed, State.JUDGING),
        (facts.exchanged, State.SEALED),
        (facts.settled, State.EXCHANGED),
        (facts.interviewed, State.SETTLED),
        (facts.advised, State.INTERVIEWED),
    )
    return next((before for done, before in steps if not done), State.ADVISED)


def derive_standing(facts: StateFacts) -> Standing:
    """Return the state with what stands beside it."""
    return Standing(
        derive_state(facts),
        held=facts.held,
        withdrawn=facts.withdrawn,
        talkless=facts.talkless,
        supplement=facts.supplement,
        reopenable=facts.reopenable,
    )


def permitted_acts(standing: Standing) -> frozenset[Act]:
    """Return what may be done: the state's acts, with what a supplement adds, less what a hold,
    a withdrawal or a route without a talk takes away."""
    acts = PERMITTED[standing.state]
    if standing.supplement and standing.state not in _NO_SUPPLEMENT:
        acts |= _SUPPLEMENT | ({Act.REOPEN} if standing.reopenable else frozenset())
    if standing.held:
        acts -= {Act.ERASE}
    if standing.talkless:
        acts -= _TALK
    if standing.withdrawn:
        acts = (acts | {Act.EXPORT_SHEET}) & _WITHDRAWN
    return acts


def require(standing: Standing, act: Act) -> None:
    """Refuse what is not permitted now (NOT_PERMITTED, naming the state, or what blocks)."""
    if act in permitted_acts(standing):
        return
    state: str = standing.state
    if standing.withdrawn:
        state = "withdrawn"
    elif act is Act.ERASE:
        state = "held"
    raise RefusedError(Code.NOT_PERMITTED, state=state, act=act.value)


def gather_facts(
    procedure: Procedure,
    merged: Merged,
    *,
    own: str,
    declaration: InterestDeclaration | None,
    signatures: int = 0,
    decided: bool = False,
    held: bool = False,
) -> StateFacts:
    """Read from the merged records how far the dossier is for the assessor with number `own`."""
    talked = merged.interview.facts is not None or merged.interview.conflict
    rounds = merged.rounds
    exchanged = own in merged.sheets and len(merged.sheets) > 1
    return StateFacts(
        declared=declaration is not None,
        declined=declaration is not None and declaration.declined,
        sealed=own in rounds.last.replica.seals,
        exchanged=exchanged,
        settled=merged.talked_in_last_round or not open_before_talk(merged),
        interviewed=talked or not merged.interview_needed,
        advised=not open_items(procedure, merged),
        signatures=signatures,
        decided=decided,
        held=held,
        withdrawn=own in merged.replica.withdrawn,
        talkless=not merged.interview_needed,
        supplement=rounds.newest is not None,
        reopenable=rounds.reopenable and (exchanged or not rounds.waiting),
    )
