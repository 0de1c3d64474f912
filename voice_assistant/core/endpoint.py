"""Where an utterance begins and ends, from how likely each frame of audio holds speech.

Time is counted in frames of audio, never by a clock, so a recording and a microphone agree.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    """How speech is told from what surrounds it. Lengths are in seconds of audio."""

    frame: float = 0.032
    """Length of the frame that one probability stands for."""
    onset: float = 0.5
    """A frame of at least this probability is voiced."""
    release: float = 0.35
    """While someone speaks, this is enough: the end of a word is quieter than its beginning."""
    window: int = 3
    """Speech begins when `needed` of the last `window` frames are voiced: one loud frame is a click."""
    needed: int = 2
    """Two frames of 32 ms are the least voice that makes an utterance: the shortest human "yes" measured has them."""
    pause: float = 0.6
    """Silence that ends an utterance. May differ from frame to frame, so a caller can wait longer or shorter."""
    pre_roll: float = 0.4
    """Audio before the first voiced frame that belongs to the utterance: soft consonants come before the voice."""
    longest: float = 30.0
    """An utterance is cut here, so that a room that never falls silent cannot hold the assistant forever."""


@dataclass(frozen=True, slots=True)
class Started:
    """Someone began to speak."""

    at: float
    """Seconds of audio before the first voiced frame."""
    audio_from: float
    """Seconds of audio from which to decode: `at` less the pre-roll, never inside an earlier utterance."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The speaker has finished."""

    start: float
    end: float
    """Seconds of audio to the end of the last voiced frame."""
    decided: float
    """Seconds of audio that had passed when this was decided."""


Event = Started | Ended


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What the endpointer remembers. Counts of frames since the beginning of the source."""

    frames: int = 0
    recent: tuple[bool, ...] = ()
    """Whether each of the last few frames was voiced, oldest first; only while nobody speaks."""
    began: int | None = None
    """Frames before the first voiced frame of the utterance in progress; None between utterances."""
    voiced_until: int = 0
    """Frames up to the end of the last voiced frame."""
    earlier_until: int = 0
    """Frames that pre-roll may not reach into: the last utterance."""


def step(state: Endpoint, probability: float, settings: EndpointSettings) -> tuple[Endpoint, Event | None]:
    """Return the next state and what happened, given how likely the next frame holds speech (0 to 1)."""
    if state.began is None:
        return _wait(state, probability >= settings.onset, settings)
    return _follow(state, state.began, probability >= settings.release, settings)


def finish(state: Endpoint, settings: EndpointSettings, decided: float) -> tuple[Endpoint, Ended | None]:
    """End the utterance in progress because the source ends, after `decided` seconds of audio."""
    if state.began is None:
        return state, None
    return _close(state, state.began, settings, decided)


def _wait(state: Endpoint, voiced: bool, settings: EndpointSettings) -> tuple[Endpoint, Event | None]:
    recent = (*state.recent, voiced)[-settings.window :]
    state = replace(state, frames=state.frames + 1, recent=recent)
    if not voiced or sum(recent) < settings.needed:
        return state, None
    began = state.frames - len(recent) + recent.index(True)
    state = replace(state, recent=(), began=began, voiced_until=state.frames)
    at = began * settings.frame
    audio_from = max(at - settings.pre_roll, state.earlier_until * settings.frame, 0.0)
    return state, Started(at, audio_from)


def _follow(state: Endpoint, began: int, voiced: bool, settings: EndpointSettings) -> tuple[Endpoint, Event | None]:
    state = replace(state, frames=state.frames + 1)
    if voiced:
        state = replace(state, voiced_until=state.frames)
    silence = (state.frames - state.voiced_until) * settings.frame
    length = (state.frames - began) * settings.frame
    if length < settings.longest and (voiced or silence < settings.pause):
        return state, None
    return _close(state, began, settings, state.frames * settings.frame)


def _close(state: Endpoint, began: int, settings: EndpointSettings, decided: float) -> tuple[Endpoint, Ended]:
    after = Endpoint(frames=state.frames, voiced_until=state.voiced_until, earlier_until=state.voiced_until)
    return after, Ended(began * settings.frame, state.voiced_until * settings.frame, decided)
