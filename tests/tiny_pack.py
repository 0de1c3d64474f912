"""A content pack as small as one can be, to be spoiled in one place at a time."""

import shutil
from pathlib import Path

from voice_assistant.resources import intents_dir

FILES = {
    "common/commands.yaml": """\
cmd.stop:
  name: stop
  phrases: [stop, be quiet now]
  words: [stop]
cmd.more:
  name: hear more
  phrases: [tell me more]
""",
    "common/answers.yaml": """\
answer.yes:
  name: "yes"
  phrases: ["yes", yeah]
  words: ["yes"]
answer.no:
  name: "no"
  phrases: ["no", nope]
  words: ["no"]
""",
    "tea/pack.yaml": """\
pack: tea
about: making tea
source: A leaflet on tea.
uses: common
""",
    "tea/answers/01-water.yaml": """\
section: water
heading: the water
attribution: That's from the section on water.
topics:
  - id: water
    name: the water
    say: Tea wants fresh water that has just boiled.
    more: Hard water leaves a film.
    step: Empty the kettle first.
  - id: water.heat
    name: how hot
    say: Black tea wants it boiling. Green tea wants it cooler.
""",
    "tea/answers/02-leaves.yaml": """\
section: leaves
heading: the leaves
attribution: That's from the section on leaves.
topics:
  - id: leaves
    name: the leaves
    say: One spoon a cup, and one for the pot.
""",
    "tea/phrases/01-water.yaml": """\
water:
  short:
    - which water
    - what about the kettle
water.heat:
  short:
    - how hot should it be
""",
    "tea/phrases/02-leaves.yaml": """\
leaves:
  short:
    - how many leaves
    - how many spoons
""",
    "tea/safety.yaml": """\
replies:
  safety.danger:
    aloud: There is something on the screen.
    full: Call for help.
unclear:
  unclear.burnt:
    shown: Do you mean your hand, or the tea?
    aloud: There's a question on the screen.
    choices:
      safety.danger: [my hand]
      water.heat: [the tea]
""",
    "tea/safety-phrases.yaml": """\
phrases:
  safety.danger:
    any: [i scalded my hand]
  unclear.burnt:
    any: [it is burnt]
""",
    "tea/outside.yaml": """\
none:
  drinks: [do you have coffee]
""",
    "tea/prompts.yaml": """\
unclear.skipped:
  - We'll leave it there.
unclear.skipped.shown:
  - Type or say safety.
""",
    "tea/check-up.yaml": """\
questions:
  - id: checkup.ready
    hurt: Shall we begin?
    answers: ["yes", "no"]
  - id: q1
    hurt: Do you warm the pot?
    answers: ["yes", partly, "no", unsure]
    section: water
""",
}


def make_pack(root: Path) -> Path:
    """Write the pack under `root` and return its folder."""
    for name, content in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    shutil.copy(intents_dir() / "common" / "prompts.yaml", root / "common" / "prompts.yaml")
    return root / "tea"


def replace(pack: Path, name: str, old: str, new: str) -> None:
    """Change one place of a file of the pack; `name` is as in FILES."""
    path = pack.parent / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def line_of(pack: Path, name: str, part: str, which: int = 0) -> int:
    """Return the line, counted from one, of the `which`-th line that holds `part`."""
    lines = (pack.parent / name).read_text(encoding="utf-8").splitlines()
    return [number for number, line in enumerate(lines, start=1) if part in line][which]
