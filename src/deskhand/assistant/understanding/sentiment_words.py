"""Words of praise, annoyance and trouble that the mood of a message is read from, with weights."""

from __future__ import annotations


def _weighted(*groups: tuple[float, str]) -> dict[str, float]:
    return {word: weight for weight, words in groups for word in words.split()}


POLARITY: dict[str, float] = _weighted(
    (
        3.0,
        "love loved amazing awesome fantastic excellent wonderful brilliant outstanding superb "
        "delighted thrilled perfect perfectly incredible phenomenal best exceptional",
    ),
    (
        2.0,
        "great good happy pleased glad nice lovely impressed satisfied enjoy enjoyed enjoying "
        "beautiful helpful appreciate appreciated thank thanks thx grateful kudos smooth smoothly "
        "fabulous recommend excited wow yay friendly courteous kind cool sweet super gracias merci "
        "danke genial excelente perfekt toll parfait fixed solved sorted",
    ),
    (
        1.0,
        "fine easy quick quickly fast fun comfortable works worked working better resolved like "
        "liked cheers welcome pleasant prompt promptly reliable rocks hope lol haha neat",
    ),
    (
        -1.0,
        "late slow slower wait waiting waited delay delayed delays issue issues problem problems "
        "trouble wrong missing damaged faulty defective incorrect error errors fail fails failing "
        "lost cancelled unclear confusing confused sorry unhappy expensive dirty "
        "stuck "
        "stranded crash crashes crashed crashing complaint complain unable stolen hours hour "
        "hold disconnected hung old nothing nobody without excuse excuses why seriously really "
        "unexpected overcharged refuse refused refuses denied ignore ignored sad miss missed",
    ),
    (
        -2.0,
        "bad poor poorly broken annoying annoyed annoys upset disappointed disappointing "
        "disappointment disappoints frustrated frustrating frustration angry unacceptable rude "
        "worse hate hated useless never fed unprofessional incompetent incompetence failed failure "
        "nightmare mess joke lie lied lies liar lying ridiculous absurd crap sucks suck sucked "
        "shame shameful pissed mad unreliable unhelpful misleading cheated cheat stupid dumb lame "
        "fraud unsafe dangerous inconvenient inconvenience impossible wtf ugh smh fails "
        "decepcionado "
        "enttäuscht déçu nul schlecht malo mala pésimo schrecklich",
    ),
    (
        -3.0,
        "terrible horrible awful worst disgusting disgusted disgrace disgraceful furious "
        "outrageous "
        "outraged appalling appalled pathetic scam scammed thieves robbery ripoff garbage trash "
        "rubbish atrocious abysmal dreadful livid insulting insulted horrendous horrid fuck "
        "fucking "
        "shit bullshit damn hell",
    ),
)

PHRASES: tuple[tuple[str, float], ...] = (
    ("still not", -2.0), ("still no", -2.0), ("still waiting", -2.5), ("still haven't", -2.0),
    ("still hasn't", -2.0), ("still broken", -2.5), ("still nothing", -2.0), ("not working", -2.0),
    ("doesn't work", -2.0), ("does not work", -2.0), ("won't work", -2.0),
    ("stopped working", -2.0),
    ("isn't working", -2.0), ("can't believe", -2.0), ("no one", -1.5), ("nobody answers", -2.0),
    ("waste of", -3.0), ("fed up", -3.0), ("sick of", -3.0), ("tired of", -2.5), ("rip off", -3.0),
    ("had enough", -3.0), ("last time", -1.0), ("never again", -3.0), ("no response", -2.0),
    ("no reply", -2.0), ("no answer", -2.0), ("let down", -2.5), ("not happy", -3.0),
    ("not good", -2.5), ("not acceptable", -3.0), ("not helpful", -2.5), ("no help", -2.5),
    ("charged twice", -1.5), ("my money back", -1.0), ("on hold", -1.5), ("hung up", -2.0),
    ("what a joke", -3.0), ("do better", -2.0), ("not impressed", -2.5), ("not cool", -2.5),
    ("never arrived", -2.0), ("never received", -2.0), ("never came", -2.0), ("fell apart", -2.0),
    ("not a problem", 1.0), ("no problem", 1.0), ("no worries", 1.5), ("works now", 2.5),
    ("works great", 3.0), ("well done", 3.0), ("keep it up", 2.5), ("can't wait", 2.0),
    ("thank you", 2.0), ("thanks for nothing", -5.0), ("no thanks", 0.0), ("no thank you", 0.0),
    ("thanks in advance", 0.0), ("thank you in advance", 0.0), ("if possible", 0.0),
    ("good morning", 0.0), ("good afternoon", 0.0), ("good evening", 0.0), ("good day", 0.0),
    ("would like", 0.0), ("i'd like", 0.0), ("feel like", 0.0), ("looks like", 0.0),
    ("like to", 0.0),
    ("best way", 0.0), ("how long", 0.0), ("great job", 3.0), ("at least", 0.0),
    ("any problem", 0.0),
    ("cancel my", 0.0), ("to cancel", 0.0), ("to return", 0.0), ("as well", 0.0),
    ("of course", 0.0),
    ("on hold?", -1.5), ("good news", 1.5), ("made my day", 3.0), ("above and beyond", 3.0),
    ("not bad", 1.5), ("can't complain", 2.0), ("worked like a charm", 3.0),
)  # fmt: skip

_NEGATIONS = (
    "not no never isn't wasn't aren't weren't don't doesn't didn't won't wouldn't can't cannot "
    "couldn't shouldn't haven't hasn't hadn't ain't dont doesnt didnt isnt cant wont nothing "
    "without hardly barely nor neither"
)
NEGATIONS: frozenset[str] = frozenset(_NEGATIONS.split())

EMPHASIS: dict[str, float] = _weighted(
    (
        1.5,
        "very so really extremely absolutely totally completely utterly incredibly such too super "
        "beyond highly truly deeply",
    ),
    (0.6, "slightly somewhat little bit fairly rather quite kinda"),
)

FACES: dict[str, float] = {
    "😀": 2, "😃": 2, "😄": 2, "😁": 2, "😊": 2, "🙂": 1, "😍": 3, "🥰": 3, "👍": 2, "🎉": 2,
    "❤": 3,
    "🙏": 1, "😂": 1, "👏": 2, "💯": 2, "😡": -3, "🤬": -3, "😠": -3, "😤": -2, "😞": -2, "😢": -2,
    "😭": -2, "👎": -3, "🙁": -2, "☹": -2, "😒": -2, "🙄": -2, "😩": -2, "😫": -2, "💔": -2,
    "🤦": -2,
    ":)": 2, ":-)": 2, ":D": 2, ";)": 1, ":(": -2, ":-(": -2, ":/": -1, "<3": 3,
}  # fmt: skip

ANGER: tuple[str, ...] = (
    "ridiculous", "unacceptable", "fed up", "sick of", "tired of", "furious", "angry", "frustrat",
    "third time", "3rd time", "fourth time", "how many times", "already told", "already said",
    "already asked", "again and again", "over and over", "keep asking", "nobody answers",
    "no one answers", "no one is answering", "still waiting", "still nothing", "still no ",
    "still not", "still haven't", "still hasn't", "still broken", "waste of", "useless",
    "what a joke", "this is a joke",
    "worst", "had enough", "pathetic", "outrageous", "disgust", "scam", "never again", "wtf", "ffs",
    "lost patience", "losing patience", "are you kidding", "come on", "for weeks", "thieves",
    "appalling", "livid", "pissed", "makes no sense", "not helping", "didn't help",
    "doesn't help", "you don't understand", "not what i asked", "isn't what i asked", "stupid",
    "incompetent", "terrible service", "horrible", "bullshit", "annoy", "thanks for nothing",
)  # fmt: skip
