"""What a closed question's grammar listens for: short forms of its answers and of every command."""

from voice_assistant.core.meanings import Answer, Choice, Command, Listening
from voice_assistant.core.phrases import Phrasebook


def grammar_for(listening: Listening, phrasebook: Phrasebook) -> tuple[str, ...]:
    """Return the phrases for the grammar in a fixed order; () where nothing closed is asked."""
    if not listening.closed:
        return ()
    wanted = {*listening.answers, *Command}
    forms = [
        form
        for kind in (Answer, Command, Choice)
        for member in kind
        if member in wanted
        for form in phrasebook.words.get(member.value, ())
    ]
    return tuple(dict.fromkeys(forms))
