"""Which language a message is in: by script, by its small words, and only then by a model."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_NOT_PROSE = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}|https?://\S{1,300}|\b[A-Z]{2,4}-?\d+\b|#\S+")
_LOOKED_AT = 600
_WORDS_LOOKED_AT = 80
_CLEARLY_MORE = 2
_SURE = 0.45
_SURE_OF_ANOTHER = 0.75
"""As probable must a language be that is not served; with fewer it took Italian for Finnish."""
_ENOUGH_WORDS = 4
_ONE_LETTER_WORDS = frozenset("iaeyoéà")

_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("HIRAGANA", "ja"), ("KATAKANA", "ja"), ("HANGUL", "ko"), ("CJK", "zh"),
    ("CYRILLIC", "ru"), ("ARABIC", "ar"), ("HEBREW", "he"), ("GREEK", "el"),
    ("DEVANAGARI", "hi"), ("BENGALI", "bn"), ("THAI", "th"),
)  # fmt: skip
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_PERSIAN = re.compile("[پچژگکی]")

_SMALL_WORDS: dict[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, words in {
        "en": "the is are was my me i you your we our and or not to of in on at for with from it "
        "this that there where what when how why who can could would do does did have has had "
        "been will please hi hello thanks thank order refund i'm it's don't an still yet never "
        "about help need want get got yes no ok okay sorry hey great bye sure which cancel "
        "track payment money back charged invoice delivery broken again now any",
        "de": "der die das ist nicht und ich wo mein meine meiner wie was warum wann sie mir mich "
        "ein eine auf mit für bitte danke hallo kann habe hat wurde noch bestellung zu von dem den "
        "es wir ihr ja nein sehr auch aber wenn oder bei nach",
        "fr": "le la les est et je ma mon mes où quand comment pourquoi pas ne une un des du pour "
        "avec vous nous bonjour merci commande reçu s'il plaît ai j'ai n'ai c'est oui non dans sur "
        "que qui ce cette mais été avez votre",
        "es": "el la los las es y mi mis dónde cuándo cómo qué por para con una un no está pedido "
        "hola gracias quiero necesito ha he del al que se me lo sí pero favor tengo puedo donde "
        "como cuando usted esta su",
        "pt": "o os as é e meu minha onde quando como não uma um para com do da dos das em no na "
        "olá obrigado obrigada quero preciso você está pedido que se me por mas sim foi ainda "
        "tenho posso",
        "it": "il lo la le gli è e mio mia miei dove quando come perché non no una un per con del "
        "della di che mi si ciao grazie vorrei ordine sono ho ha ma sì ancora posso questo nel "
        "alla",
        "nl": "de het een is niet en ik mijn waar wanneer hoe waarom wat met voor van op te aan "
        "hallo bedankt bestelling heb heeft kan maar ook nog naar zijn ja nee er wel jullie graag",
        "pl": "nie jest i w na się z do że moje mój moja gdzie kiedy jak dlaczego co czy proszę "
        "dziękuję zamówienie mam to dla od tak cześć jeszcze",
        "tr": "ve bir bu ne nerede nasıl neden için ile değil var yok mı mi mu siparişim lütfen "
        "teşekkürler merhaba ben benim çok ama daha evet hayır",
        "sv": "är och jag min mitt mina inte var när hur varför en ett för med på till har det "
        "att hej tack beställning kan som men vill också från",
        "da": "er og jeg min mit mine ikke hvor hvornår hvordan hvorfor en et for med på til har "
        "det at hej tak ordre kan som men vil også fra af",
        "nb": "er og jeg min mitt mine ikke hvor når hvordan hvorfor en et for med på til har det "
        "å hei takk bestilling kan som men vil også fra av",
        "fi": "on ja minun missä milloin miten miksi ei en että se tämä tilaus kiitos hei "
        "voinko mutta myös vielä olen",
        "cs": "je a moje můj kde kdy jak proč ne není na se v s do že prosím děkuji objednávka "
        "dobrý den mám to pro ale ještě jsem",
        "ro": "este și mea meu unde când cum de nu o un la pe cu pentru din comanda salut "
        "mulțumesc vă am ai să dar mai sunt",
        "hu": "a az és van nem hol mikor hogyan miért egy hogy köszönöm szia rendelésem kérem "
        "meg is de még ez én",
        "id": "yang dan di saya ini itu tidak dengan untuk dari apa mana kapan bagaimana pesanan "
        "terima kasih halo bisa ada belum sudah ke akan",
        "vi": "và là của tôi không có được cho với này đâu khi đơn hàng cảm ơn xin chào bạn một "
        "những trong đã ở",
    }.items()
}  # fmt: skip


def language_among(text: str, served: Sequence[str], before: str | None = None) -> str:
    """The language of `text`, in doubt that of the conversation so far, or the first of `served`.

    Customers mostly stay in one language and write one that is served, and few words look like
    many: another one must be clearly ahead, by its script, its small words, or a model.
    """
    prose = _NOT_PROSE.sub(" ", text[:_LOOKED_AT])
    script = _by_script(prose)
    if script is not None:
        return script
    usual = before or served[0]
    words = _words(prose)
    votes = {code: sum(word in small for word in words) for code, small in _SMALL_WORDS.items()}
    first = max(votes, key=lambda code: (votes[code], code == usual, code in served))
    needed = _CLEARLY_MORE if before is not None or first not in served else 1
    ahead = all(votes[first] > votes[code] for code in votes if code not in (first, usual))
    if first != usual and ahead and votes[first] >= votes.get(usual, 0) + needed:
        return first
    others = max((count for code, count in votes.items() if code != usual), default=0)
    if votes.get(usual, 0) > others or len(words) < _ENOUGH_WORDS:
        return usual
    likely = dict(_confidences(" ".join(words)))
    best = max(likely, key=lambda code: likely[code], default=usual)
    least = _SURE if best in served and before is None else _SURE_OF_ANOTHER
    return best if likely.get(best, 0.0) >= least else usual


def load_detector() -> None:
    """Load the model that is asked last ahead of its first use; takes 0.2 s and 31 MB."""
    _confidences("where is it")


def _words(prose: str) -> list[str]:
    words = [word.casefold() for word in _WORD.findall(prose)][:_WORDS_LOOKED_AT]
    return [word for word in words if len(word) > 1 or word in _ONE_LETTER_WORDS]


def _by_script(prose: str) -> str | None:
    """The language of the script that most letters are in; None for Latin or no letters."""
    if prose.isascii():
        return None
    found: Counter[str] = Counter()
    for letter in prose:
        if letter.isalpha():
            name = unicodedata.name(letter, "")
            found[next((code for start, code in _SCRIPTS if name.startswith(start)), "latin")] += 1
    if not found:
        return None
    if (
        found["ja"]
        and found["ja"] * 8 >= found["zh"]
        and found["ja"] + found["zh"] > found["latin"]
    ):
        return "ja"
    code, _ = found.most_common(1)[0]
    if code == "latin":
        return None
    if code == "ru" and _UKRAINIAN.search(prose):
        return "uk"
    if code == "ar" and _PERSIAN.search(prose):
        return "fa"
    return code


def _confidences(prose: str) -> list[tuple[str, float]]:
    """Languages with the model's confidence, most likely first."""
    likely = _detector().compute_language_confidence_values(prose)
    return [(one.language.iso_code_639_1.name.lower(), float(one.value)) for one in likely]


@lru_cache(maxsize=1)
def _detector() -> Any:
    # Lazy: it is heavy, and the first question need not wait for it (see load_detector).
    from lingua import Language, LanguageDetectorBuilder

    known = (
        Language.ENGLISH, Language.GERMAN, Language.FRENCH, Language.SPANISH,
        Language.PORTUGUESE, Language.ITALIAN, Language.DUTCH, Language.POLISH,
        Language.TURKISH, Language.SWEDISH, Language.DANISH, Language.BOKMAL,
        Language.FINNISH, Language.CZECH, Language.ROMANIAN, Language.HUNGARIAN,
        Language.INDONESIAN, Language.VIETNAMESE,
    )  # fmt: skip
    return LanguageDetectorBuilder.from_languages(*known).with_low_accuracy_mode().build()
