"""What lacks before a report can be built, the talk's topics, initials, advice, interview."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assessor_app.domain.bodies import (
    AdviceBody,
    DissentBody,
    InterviewFacts,
    RecordKind,
    TopicAnswer,
)
from assessor_app.domain.merge import merge
from assessor_app.domain.open_items import (
    Lack,
    fallen_knockouts,
    open_before_advice,
    open_before_initials,
    open_before_talk,
    open_items,
    topics,
)
from assessor_app.domain.values import AdviceOutcome, Level, Outcome, Verdict
from assessor_app.domain.views import Merged
from tests.building.norm import small_framework, small_procedure
from tests.building.records import FIRST, SECOND, Laptop, full_sheet

TALK = InterviewFacts.model_validate({"date": "2026-03-27", "place": "Utrecht", "present": ()})
OTHER_TALK = TALK.model_copy(update={"place": "Zwolle"})
POSITIVE = AdviceBody(outcome=AdviceOutcome.POSITIVE, motivation="Alles is aangetoond.")
NEGATIVE = AdviceBody(outcome=AdviceOutcome.NEGATIVE, motivation="Te weinig.")


class Pair:
    """Two laptops that always know everything."""

    def __init__(
        self,
        levels: Mapping[str, Level | None] | None = None,
        verdicts: Mapping[str, Verdict | None] | None = None,
    ) -> None:
        self.one, self.other = Laptop(FIRST), Laptop(SECOND)
        framework = small_framework()
        self.one.seal(full_sheet(framework, FIRST, levels=levels, verdicts=verdicts))
        self.other.seal(full_sheet(framework, SECOND))

    @property
    def merged(self) -> Merged:
        records = self.one.made + self.other.made
        return merge(small_framework(), small_procedure(), records, findings={})

    def final(self, item: str, value: str) -> None:
        self.other.accept(self.one.final(item, value))

    def talk(self) -> None:
        self.one.issue(RecordKind.ANSWER, TALK, item="interview")

    def initial(self) -> None:
        self.one.initial(self.merged.effective_values)
        self.other.initial(self.merged.effective_values)

    def lacks(self) -> list[tuple[str, Lack]]:
        return [(one.item, one.lack) for one in open_items(small_procedure(), self.merged)]


def test_the_whole_way_to_a_report() -> None:
    pair = Pair({"V.1.1": Level.UNCLEAR})
    assert pair.lacks() == [
        ("V.1.1", Lack.UNSETTLED),
        ("interview", Lack.INTERVIEW_MISSING),
        ("1001", Lack.INITIALS_MISSING),
        ("1002", Lack.INITIALS_MISSING),
        ("advice", Lack.ADVICE_MISSING),
    ]
    pair.talk()
    proposal = pair.one.final("V.1.1", Level.SHOWN)
    assert pair.lacks()[0] == ("V.1.1", Lack.PENDING)
    pair.other.accept(proposal)
    assert open_before_initials(small_procedure(), pair.merged) == ()
    assert len(open_before_advice(small_procedure(), pair.merged)) == 2
    pair.initial()
    assert open_before_advice(small_procedure(), pair.merged) == ()
    advice = pair.one.issue(RecordKind.ADVICE, POSITIVE)
    assert pair.lacks() == [("advice", Lack.ADVICE_UNANSWERED)]
    pair.other.accept(advice)
    assert pair.lacks() == []
    assert pair.merged.advice.body == POSITIVE
    live = {record.hash for record in pair.one.made + pair.other.made}
    assert pair.merged.basis == tuple(sorted(live))


def test_a_missing_and_a_disputed_sheet_are_told_apart() -> None:
    pair = Pair()
    alone = merge(small_framework(), small_procedure(), pair.one.made, findings={})
    assert open_before_talk(alone)[0].lack is Lack.SHEET_MISSING
    pair.other.seal(full_sheet(small_framework(), SECOND, levels={"H.1.1": Level.PARTLY}))
    assert pair.lacks()[0] == ("1002", Lack.SHEET_DISPUTED)
    assert Lack.SHEET_MISSING not in [lack for _, lack in pair.lacks()]


def test_a_conflict_is_open_before_anything_else_about_the_item() -> None:
    pair = Pair()
    pair.one.settle("V.1", "sufficient")
    pair.other.settle("V.1", "insufficient")
    assert pair.lacks()[0] == ("V.1", Lack.CONFLICT)


def test_a_condition_is_open_only_where_the_two_differ() -> None:
    framework, procedure = small_framework(), small_procedure()
    one, other = Laptop(FIRST), Laptop(SECOND)
    one.seal(full_sheet(framework, FIRST, conditions={"A.1.1": Outcome.MET}))
    other.seal(full_sheet(framework, SECOND, conditions={"A.1.1": Outcome.NOT_MET}))
    merged = merge(framework, procedure, one.made + other.made, findings={}, conditions=("A.2.1",))
    found = [one.item for one in open_before_talk(merged)]
    assert found == ["A.1.1"]
    assert merged.view("A.2.1").effective is None


def test_a_fallen_knockout_fails_its_section_and_a_positive_advice() -> None:
    pair = Pair()
    pair.talk()
    pair.final("V.1.1", Level.NOT_SHOWN)
    assert fallen_knockouts(small_procedure(), pair.merged) == ("V.1.1",)
    assert pair.lacks()[0] == ("V.1", Lack.KNOCKOUT)
    pair.final("V.1", "insufficient")
    pair.initial()
    advice = pair.one.issue(RecordKind.ADVICE, POSITIVE)
    pair.other.accept(advice)
    assert pair.lacks() == [("advice", Lack.ADVICE_AGAINST_KNOCKOUT)]
    better = pair.one.issue(RecordKind.ADVICE, NEGATIVE, supersedes=(advice,))
    pair.other.accept(better)
    assert pair.lacks() == []


def test_a_section_still_open_is_not_yet_an_ignored_knockout() -> None:
    pair = Pair(verdicts={"V.1": Verdict.INSUFFICIENT})
    pair.final("V.1.1", Level.NOT_SHOWN)
    assert ("V.1", Lack.KNOCKOUT) not in pair.lacks()
    assert ("V.1", Lack.UNSETTLED) in pair.lacks()


def test_initials_go_stale_when_a_value_changes_and_can_be_given_anew() -> None:
    pair = Pair()
    pair.talk()
    pair.initial()
    earlier = pair.one.made[-1]
    pair.final("H.1", "insufficient")
    stale = [("1001", Lack.INITIALS_STALE), ("1002", Lack.INITIALS_STALE)]
    assert pair.lacks()[:2] == stale
    pair.one.initial(pair.merged.effective_values, supersedes=(earlier,))
    assert pair.lacks()[0] == ("1002", Lack.INITIALS_STALE)
    assert pair.merged.initials["1001"].current


def test_of_several_initials_the_current_one_counts() -> None:
    pair = Pair()
    values = pair.merged.effective_values
    pair.one.initial({"route": "exempt"})
    pair.one.initial(values)
    pair.one.initial({"route": "exempt"})
    assert pair.merged.initials["1001"].current
    assert pair.merged.initials["1001"].record == pair.one.made[-2]
    pair.other.initial({"route": "exempt"})
    pair.other.initial({})
    assert pair.merged.initials["1002"].record == pair.other.made[-1]


def test_a_dissent_answers_the_advice() -> None:
    pair = Pair()
    pair.talk()
    pair.initial()
    advice = pair.one.issue(RecordKind.ADVICE, POSITIVE)
    own = DissentBody(advice=advice.hash, outcome=AdviceOutcome.NEGATIVE, motivation="Nee.")
    pair.one.issue(RecordKind.DISSENT, own)
    assert pair.lacks() == [("advice", Lack.ADVICE_UNANSWERED)]
    stray = own.model_copy(update={"advice": "ab" * 64})
    pair.other.issue(RecordKind.DISSENT, stray)
    assert pair.lacks() == [("advice", Lack.ADVICE_UNANSWERED)]
    pair.other.issue(RecordKind.DISSENT, own)
    assert pair.lacks() == []
    assert pair.merged.advice.deviating() == {"1002": own}


def test_two_advices_that_differ_are_a_conflict() -> None:
    pair = Pair()
    pair.talk()
    pair.initial()
    first = pair.one.issue(RecordKind.ADVICE, POSITIVE)
    second = pair.other.issue(RecordKind.ADVICE, NEGATIVE)
    assert pair.lacks() == [("advice", Lack.ADVICE_CONFLICT)]
    assert pair.merged.advice.body is None
    chosen = pair.other.issue(RecordKind.ADVICE, POSITIVE, supersedes=(first, second))
    pair.one.accept(chosen)
    assert pair.lacks() == []


def test_the_same_advice_from_both_is_no_conflict() -> None:
    pair = Pair()
    first = pair.one.issue(RecordKind.ADVICE, POSITIVE)
    pair.other.issue(RecordKind.ADVICE, POSITIVE)
    assert not pair.merged.advice.conflict
    pair.other.accept(first)
    assert pair.merged.advice.answered


def test_the_talk_has_one_set_of_facts_and_answers_of_both() -> None:
    pair = Pair()
    pair.talk()
    first = pair.one.made[-1]
    pair.one.issue(RecordKind.ANSWER, TopicAnswer(gist="Eerst zo."), item="V.1")
    pair.one.issue(RecordKind.ANSWER, TopicAnswer(gist="Toen zo."), item="V.1")
    pair.other.issue(RecordKind.ANSWER, TopicAnswer(gist="Ik hoorde dit."), item="V.1")
    interview = pair.merged.interview
    assert interview.facts == TALK
    assert {number: one.gist for number, one in interview.answers["V.1"].items()} == {
        "1001": "Toen zo.",
        "1002": "Ik hoorde dit.",
    }
    second = pair.other.issue(RecordKind.ANSWER, OTHER_TALK, item="interview")
    assert ("interview", Lack.INTERVIEW_CONFLICT) in pair.lacks()
    assert pair.merged.interview.facts is None
    pair.other.issue(RecordKind.ANSWER, TALK, item="interview", supersedes=(first, second))
    assert pair.merged.interview.facts == TALK


def topic_ids(pair: Pair) -> list[str]:
    return [view.item.id for view in topics(pair.merged)]


def test_a_topic_is_what_both_send_to_the_talk() -> None:
    pair = Pair({"V.1.3": Level.UNCLEAR}, {"V.1": Verdict.DISCUSS})
    assert topic_ids(pair) == []
    proposal = pair.one.settle("V.1", "discuss")
    assert topic_ids(pair) == []
    pair.other.accept(proposal)
    assert topic_ids(pair) == ["V.1"]
    assert [one.item for one in open_before_talk(pair.merged)] == ["V.1.3"]
    pair.other.accept(pair.one.settle("V.1.3", "unclear"))
    assert open_before_talk(pair.merged) == ()
    pair.one.final("V.1", "sufficient")
    assert topic_ids(pair) == ["V.1.3"]
    assert open_before_talk(pair.merged) == ()


def test_a_conflict_of_the_conference_is_no_topic() -> None:
    pair = Pair()
    pair.other.accept(pair.one.settle("V.1", "discuss"))
    pair.other.settle("V.1", "sufficient")
    assert topic_ids(pair) == []
    assert [(one.item, one.lack) for one in open_before_talk(pair.merged)] == [
        ("V.1", Lack.CONFLICT)
    ]


@pytest.mark.parametrize("both", [True, False])
def test_what_both_sheets_leave_open_is_a_topic_at_once(*, both: bool) -> None:
    pair = Pair(verdicts={"H.1": Verdict.DISCUSS})
    if both:
        pair.other = Laptop(SECOND)
        sheet = full_sheet(small_framework(), SECOND, verdicts={"H.1": Verdict.DISCUSS})
        pair.other.seal(sheet)
    assert topic_ids(pair) == (["H.1"] if both else [])
    assert [one.item for one in open_before_talk(pair.merged)] == ([] if both else ["H.1"])
