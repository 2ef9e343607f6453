"""List the words that attribution turns on: cue verbs with what each may govern, titles, roles, pronouns.

The verbs are written as stems with the frames that each allows; their forms are spelt out once, at
import, from the rules of English spelling and the irregular forms given.
"""

from enum import Flag, auto
from typing import NamedTuple


class Frame(Flag):
    """Say what may follow a cue verb as its content."""

    QUOTE = auto()  # said, "…"
    THAT = auto()  # said that …
    BARE = auto()  # said it was …
    TELL = auto()  # told the paper that …: the one who is told comes first
    TO = auto()  # vowed to …
    OBJECT = auto()  # called him "…": what is said is the object
    ASK = auto()  # asked whether …
    THOUGHT = auto()  # believes that …
    PAPER = auto()  # the report found that …
    TURN = auto()  # MOSS: … in a transcript
    STANCE = auto()  # supported …, wanted …: counts only where words are quoted


class Form(NamedTuple):
    """Describe one form of a cue verb: its stem, its frames, and whether it is a participle in -ing or a bare stem."""

    stem: str
    frames: Frame
    gerund: bool
    base: bool


_SAY = Frame.QUOTE | Frame.THAT
_VERBS: dict[Frame, str] = {
    _SAY
    | Frame.BARE: "say add note argue claim insist suggest contend maintain acknowledge admit concede assert predict "
    "reply respond declare announce joke allege tweet write explain warn",
    _SAY: (
        "state continue conclude stress emphasize emphasise observe remark recall report reveal quip complain "
        "lament confess confirm boast brag caution counter retort exclaim shout yell scream chant cry whisper "
        "mutter murmur growl snap muse opine posit profess protest rebut recount reiterate repeat underscore "
        "underline volunteer answer comment post blog text email proclaim pronounce testify disclose clarify "
        "elaborate estimate forecast fume grumble groan bellow roar thunder gush enthuse marvel intone drawl "
        "deadpan interject rejoin riposte surmise reason theorise theorize sing rap chide scold gripe bemoan vent "
        "sneer scoff caution relate narrate blurt utter preach lecture ponder vouch certify specify signal hint "
        "imply indicate mention affirm agree charge point_out go_on chime_in shoot_back fire_back hit_back put_it "
        "sum_up pipe_up weigh_in spell_out"
    ),
    _SAY | Frame.BARE | Frame.TELL: "tell assure inform remind",
    _SAY | Frame.TELL: "advise notify",
    _SAY | Frame.TO: "promise pledge vow swear threaten demand propose plead beg urge offer",
    Frame.QUOTE | Frame.ASK | Frame.TO: "ask wonder inquire enquire",
    Frame.THAT | Frame.BARE | Frame.THOUGHT: "think believe hope assume suspect guess figure",
    Frame.THAT | Frame.THOUGHT: "fear expect worry doubt consider understand anticipate know feel realise realize",
    Frame.THAT | Frame.TO | Frame.THOUGHT | Frame.STANCE: "decide plan intend",
    Frame.TO | Frame.THOUGHT | Frame.STANCE: "want seek wish prefer aim",
    Frame.OBJECT | Frame.STANCE: (
        "support back endorse oppose attack compare champion reflect reject thank dismiss question defend discuss "
        "credit cite tout express trash call applaud salute scorn"
    ),
    Frame.THAT | Frame.BARE | Frame.PAPER: "show find",
    Frame.THAT: "deny",
    Frame.QUOTE: (
        "smile laugh shrug sigh grin nod frown wink interrupt beam chuckle giggle sob weep whine gasp reckon"
    ),
    Frame.QUOTE | Frame.PAPER: "read",
    Frame.OBJECT: (
        "describe label brand dub refer_to characterise characterize slam blast mock accuse criticise criticize "
        "praise denounce condemn decry blame liken deride ridicule hail call_for call_on lash_out_at deplore "
        "lambast rip berate castigate bash rail_against echo speak_of speak_about talk_about talk_of "
        "complain_about warn_of warn_about"
    ),
}
_IRREGULAR = {
    row.split()[0]: row.split()[1:]
    for row in (
        "say says said saying / tell tells told telling / write writes wrote written writing / think thinks "
        "thought thinking / feel feels felt feeling / know knows knew known knowing / swear swears swore sworn "
        "swearing / sing sings sang sung singing / understand understands understood understanding / find finds "
        "found finding / show shows showed shown showing / read reads read reading / seek seeks sought seeking / "
        "go goes went gone going / shoot shoots shot shooting / put puts put putting / hit hits hit hitting / "
        "speak speaks spoke spoken speaking / rap raps rapped rapping / forecast forecasts forecast forecasting / "
        "spell spells spelled spelt spelling / rebut rebuts rebutted rebutting / admit admits admitted admitting "
        "/ quip quips quipped quipping / snap snaps snapped snapping / grin grins grinned grinning / nod nods "
        "nodded nodding / sob sobs sobbed sobbing / weep weeps wept weeping / brag brags bragged bragging / blog "
        "blogs blogged blogging / beg begs begged begging / refer refers referred referring / slam slams slammed "
        "slamming / rip rips ripped ripping / dub dubs dubbed dubbing / plan plans planned planning / chide "
        "chides chided chiding / sum sums summed summing"
    ).split(" / ")
}
"""Stem -> its other forms."""


def forms(stem: str) -> list[str]:
    """Return the inflected forms of a stem, the one in -ing last."""
    if stem in _IRREGULAR:
        return _IRREGULAR[stem]
    if stem.endswith("e"):
        return [stem + "s", stem + "d", stem[:-1] + "ing"]
    if stem.endswith("y") and stem[-2] not in "aeiou":
        return [stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing"]
    plural = stem + ("es" if stem.endswith(("s", "sh", "ch", "x")) else "s")
    return [plural, stem + "ed", stem + "ing"]


def _spell_out() -> dict[str, list[tuple[tuple[str, ...], Form]]]:
    """Return, for every form of a verb's first word, the particles that must follow and what it is."""
    frames_of: dict[str, Frame] = {}
    for frames, entries in _VERBS.items():
        for entry in entries.split():
            frames_of[entry] = frames_of.get(entry, Frame(0)) | frames
    table: dict[str, list[tuple[tuple[str, ...], Form]]] = {}
    for entry, frames in frames_of.items():
        stem, *particles = entry.split("_")
        for form in {stem: None, **dict.fromkeys(forms(stem))}:
            gerund = form.endswith("ing") and form != stem
            base = form == stem and stem not in ("read", "put", "hit", "forecast")
            table.setdefault(form, []).append((tuple(particles), Form(entry, frames, gerund, base)))
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))
    return table


VERBS = _spell_out()
"""First word of a cue verb, lower case -> (particles that follow, form), longest first."""

AUXILIARIES = frozenset(
    "has have had is are was were be been being will would shall should can could may might must do does did 's "
    "'d isn't aren't wasn't weren't won't wouldn't can't couldn't doesn't don't didn't hasn't haven't hadn't".split()
)
PASSIVE = frozenset("is are was were be been being 's".split())
ADVERBS = frozenset(
    "also then later now never not ever again still already once often always even just only simply further soon "
    "too thus instead meanwhile indeed moreover besides however though rather back out today yesterday tonight "
    "previously reportedly".split()
)
REPORTING = frozenset("said says told tells wrote writes added asked".split())
PLAIN_VERBS = frozenset(
    "began went made took came got gave held ran stood sat left kept met won lost led spoke saw found let put sent set "
    "makes takes comes gets gives holds runs stands sits keeps meets wins loses leads speaks sees sends".split()
)
DETERMINERS = frozenset(
    "the a an this that these those some any no every each another several many most few both all two three four "
    "five six seven eight nine ten one dozens hundreds thousands other more".split()
)
POSSESSIVES = frozenset("his her its their our my your".split())
PRONOUNS = frozenset("he she they it i we you who".split())
PREPOSITIONS = frozenset(
    "in on at during after before to from via through with of about as by for under over into since until amid "
    "despite against among around between without within near upon following per regarding throughout outside "
    "inside".split()
)
CONJUNCTIONS = frozenset(
    "but and or while because although though as when after before if since that whether so yet whereas unless "
    "until where which how why what than".split()
)
TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight tomorrow earlier later "
    "recently afterward afterwards early late last this next mon tue wed thu fri sat sun january february march "
    "april may june july august september october november december jan feb mar apr aug sept sep oct nov dec".split()
)
