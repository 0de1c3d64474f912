"""check-up.yaml: the questions of the guided check-up."""

from pathlib import Path

from voice_assistant.content.fields import entries, known, text, texts
from voice_assistant.content.yaml_lines import Node, Problems, read
from voice_assistant.core.meanings import Answer
from voice_assistant.core.pack import Question

READY = "checkup.ready"


def read_questions(path: Path, problems: Problems) -> tuple[Question | None, tuple[Question, ...]]:
    """Return the ready-check, if the pack has one, and the questions in the order they are asked."""
    node = read(path, problems) if path.is_file() else None
    if node is None:
        return None, ()
    found = entries(node, problems)
    known(found, {"questions"}, problems)
    if "questions" not in found or found["questions"].value.items is None:
        problems.add(node.place, "'questions' needs a list")
        return None, ()
    questions: dict[str, Question] = {}
    for item in found["questions"].value:
        question = _question(item, problems)
        if question.id in questions:
            problems.add(item.place, f"question '{question.id}' is there already")
        questions.setdefault(question.id, question)
    ready = questions.pop(READY, None)
    return ready, tuple(questions.values())


def _question(node: Node, problems: Problems) -> Question:
    found = entries(node, problems)
    known(found, {"id", "hurt", "broke", "answers", "section", "why"}, problems)
    answers: set[Answer] = set()
    if "answers" in found:
        for item in texts(found["answers"].value, problems):
            try:
                answers.add(Answer(f"answer.{item.text}"))
            except ValueError:
                problems.add(item.place, f"'{item.text}' is no answer; use yes, partly, no, unsure or skip")
    else:
        problems.add(node.place, "'answers' is missing")
    text(found, "broke", node, problems, required=False)
    question_id = text(found, "id", node, problems)
    problems.places[question_id] = node.place
    return Question(
        id=question_id,
        text=text(found, "hurt", node, problems),
        answers=frozenset(answers),
        section=text(found, "section", node, problems, required=False),
        why=text(found, "why", node, problems, required=False),
    )
