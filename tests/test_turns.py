"""The JSON of a turn: the shape that is relied on outside."""

import json

import pytest

from voice_assistant.core.actions import Say
from voice_assistant.core.heard import Heard, Hypothesis
from voice_assistant.core.state import Asking
from voice_assistant.turns import main_reply, turn_object
from voice_assistant.wiring import Parts

FIELDS = {
    "type", "n", "heard", "confidence", "state", "matches", "decision", "offered", "understood", "slots", "reply",
    "replies",
}  # fmt: skip
TIMES = {"source", "start", "end", "endpoint_delay"}


def test_a_typed_turn_has_every_field_and_no_times(trust: Parts) -> None:
    found = turn_object(trust.session().read("what are the signs"), 3)
    assert set(found) == FIELDS
    assert (found["type"], found["n"], found["heard"]) == ("turn", 3, "what are the signs")
    assert (found["state"], found["decision"], found["understood"]) == ("idle", "reply", "signs")
    assert found["matches"][0] == {"id": "signs", "score": 1.0}
    assert found["reply"]["id"] == "signs"
    assert found["reply"]["section"] == "signs"
    assert found["replies"] == ["signs"]
    assert found["slots"] == {}
    assert found["offered"] == []
    json.dumps(found)


def test_a_turn_of_a_recording_has_every_field(trust: Parts) -> None:
    hypothesis = Hypothesis("what are the signs", 0.987)
    heard = Heard(hypothesis, None, 0.5204, 2.31, 2.62)
    found = turn_object(trust.session().hear(heard, 2.62), 1, source="a.wav")
    assert set(found) == FIELDS | TIMES
    assert (found["source"], found["start"], found["end"], found["endpoint_delay"]) == ("a.wav", 0.52, 2.31, 0.31)


def test_a_turn_of_silence_has_no_words_and_no_times(trust: Parts) -> None:
    session = trust.session(Asking("q5"))
    found = turn_object(session.silent(8.0), 1, source="a.wav")
    assert (found["heard"], found["start"], found["end"], found["endpoint_delay"]) == ("", None, None, None)
    assert found["understood"] is None
    assert found["confidence"] is None
    assert found["replies"] == ["noinput"]


def test_the_state_is_the_one_before_the_sentence(trust: Parts) -> None:
    session = trust.session()
    assert turn_object(session.read("start the check up"), 1)["state"] == "idle"
    assert turn_object(session.read("yes"), 2)["state"] == "question"
    assert turn_object(session.read("that's all"), 3)["state"] == "question"
    assert turn_object(session.read("hello"), 4)["state"] == "ended"


def test_the_reply_is_what_mattered_most_and_the_replies_are_all(trust: Parts) -> None:
    session = trust.session(Asking("q5"))
    found = turn_object(session.read("yes"), 1)
    assert found["replies"] == ["checkup.acknowledge", "q6"]
    assert found["reply"]["id"] == "q6"
    assert found["understood"] == "answer.yes"


def test_a_question_back_names_what_it_asks_about(trust: Parts) -> None:
    found = turn_object(trust.session().read("he hurt me"), 1)
    assert found["decision"] == "ask"
    assert found["understood"] is None
    assert found["reply"]["id"] == "ask"
    assert any(each.startswith("safety.") for each in found["offered"])


def test_outside_the_article_is_understood_as_none(trust: Parts) -> None:
    found = turn_object(trust.session().read("will it rain tomorrow"), 1)
    assert (found["decision"], found["understood"], found["reply"]["id"]) == ("none", "none", "none")


def test_not_understood_understands_nothing(trust: Parts) -> None:
    found = turn_object(trust.session().read("xyzzy"), 1)
    assert (found["decision"], found["understood"], found["reply"]["id"]) == ("none", None, "nomatch")


def test_leaving_says_stop_and_no_word(trust: Parts) -> None:
    found = turn_object(trust.session().read("that's all"), 1)
    assert found["understood"] == "cmd.stop"
    assert found["reply"]["text"] == ""


def test_what_is_shown_beside_what_is_spoken_is_in_the_object(trust: Parts) -> None:
    found = turn_object(trust.session().read("he hit me"), 1)
    assert found["reply"]["id"] == "safety.danger"
    assert found["reply"]["shown"] != found["reply"]["text"]


@pytest.mark.parametrize(
    "line", ["what are the signs", "is trust hard", "asdf", "", "\u202ehe hit me\x00", "1" * 10_000]
)
def test_scores_and_confidence_lie_between_0_and_1(trust: Parts, line: str) -> None:
    found = turn_object(trust.session().read(line), 1)
    assert all(0 <= match["score"] <= 1 for match in found["matches"])
    assert len({match["id"] for match in found["matches"]}) == len(found["matches"])
    assert found["decision"] in {"reply", "ask", "none"}


def test_nothing_said_has_no_main_reply() -> None:
    assert main_reply(()) is None


def test_a_lead_in_alone_is_still_the_reply() -> None:
    lead = Say("ask.neither", "Okay.")
    assert main_reply((lead,)) is lead
    assert main_reply((lead, Say("q5", "Have they?"))) == Say("q5", "Have they?")
