"""What a closed question listens for: short forms of its answers and of every command."""

from collections.abc import Mapping

from voice_assistant.core.meanings import Answer, Command, Listening
from voice_assistant.core.phrases import Phrasebook


def short_forms(listening: Listening, phrasebook: Phrasebook) -> Mapping[str, tuple[str, ...]]:
    """Return the short forms by id of answer or command, in a fixed order; none where nothing closed is asked."""
    if not listening.closed:
        return {}
    answers = [answer.value for answer in Answer if answer in listening.answers]
    ids = [*answers, *(command.value for command in Command)]
    return {each: phrasebook.words[each] for each in ids if each in phrasebook.words}
