"""What a message does in the dialogue (confirms, declines, thanks, asks…) and whom it wants."""

from __future__ import annotations

import re
from typing import Literal

DialogueAct = Literal["ask", "confirm", "decline", "thank", "greet", "complain", "inform"]

_BLANK = re.compile(r"[^\w'?]+", re.UNICODE)
_READ = 2_000

_YES = (
    r"(?:yes+|yep|yeah|yup|ya|yea|sure|ok|okay|okey|k|kk|alright|all right|fine|correct|right|"
    r"exactly|"
    r"absolutely|definitely|certainly|of course|indeed|affirmative|confirm|confirmed|i confirm|"
    r"i agree|agreed|i do|i am sure|i'm sure|im sure|go ahead|go on|go for it|do it|do that|"
    r"please do|proceed|let's do it|lets do it|that works|works for me|sounds good|"
    r"that's right|thats right|that is right|that's correct|thats correct|that is correct|"
    r"that's fine|thats fine|that is fine|perfect|please proceed|continue|"
    r"sí|si|claro|vale|oui|d'accord|ja|jawohl|genau|sim|certo|va bene|tak|da|evet)"
)
_YES_MORE = (
    r"(?:please|pls|plz|thanks|thank you|thx|and|why not\??|you can|you may|i want (?:that|it|"
    r"this)|i would like (?:that|it)|"
    r"i'd like (?:that|it)|with (?:it|that)|then|now|the|my|it|that|this|order|one|of|"
    r"(?:the |with the )?(?:refund|cancellation|return|replacement)|"
    r"(?:that is|that's|thats|it is|it's) (?:my|the) (?:\w+ )?(?:address|order|one|email|number)|"
    r"(?:cancel|refund|return|replace|send|change|close|confirm|book|create|open|start|submit)"
    r"(?: (?:it|that|me|them|this|the order|my order|the refund|a ticket|the ticket|the return|"
    r"(?:the |my )?(?:order |subscription |plan )?(?:ord)?\d+))?|"
    r"por favor|s'il vous plaît|merci|gracias|bitte|danke|ord\d+)"
)
_NO = (
    r"(?:no+|nope|nah|no way|not now|not yet|not really|negative|never mind|nevermind|don't|dont|"
    r"do not|please don't|please do not|stop|forget it|forget about it|leave it|wait|hold on|"
    r"i changed my mind|changed my mind|i don't want (?:that|it|this)|i do not want (?:that|it|"
    r"this)|"
    r"rather not|i'd rather wait|rather wait|i'd rather not|i would rather not|no thanks|"
    r"no thank you|absolutely not|"
    r"that's wrong|thats wrong|that is wrong|wrong|incorrect|that's not right|that is not right|"
    r"thanks but no|thank you but no|of course not|definitely not|not sure|i'm not sure|"
    r"cancel that|non|nein|nee|não|nie|hayır)"
)
_NO_MORE = (
    r"(?:please|pls|thanks|thank you|thx|don't|dont|do not|it|that|this|not|cancel|refund|do|"
    r"order|one|item|address|anything|yet|now|for now|keep (?:it|the order|my order)|leave it|"
    r"want|i|need|that's all|"
    r"thats all|that is all|that will be all|nothing else|i'm good|im good|all good|mind|worry|"
    r"changed my mind|i changed my mind|later|maybe later|wait|stop|gracias|merci|danke)"
)
_THANKS = (
    r"(?:thanks?|thank you|thank u|thankyou|thx|thnx|tnx|ty|cheers|much appreciated|appreciate it|"
    r"i appreciate (?:it|that|your help|the help)|many thanks|thanks a lot|gracias|merci|danke|"
    r"obrigad[oa]|grazie|bedankt|dziękuję|tack|teşekkürler)"
)
_THANKS_MORE = (
    r"(?:so|very|much|a|lot|lots|million|bunch|again|you|guys|everyone|all|for|your|the|help|"
    r"helping|"
    r"me|that|this|it|was|quick|fast|reply|response|answer|support|service|info|information|great|"
    r"perfect|awesome|excellent|brilliant|lovely|wonderful|nice|good|ok|okay|cool|got it|and|bye|"
    r"goodbye|have|day|one|works|worked|now|fixed|solved|sorted|everything|everything's|is|it's|"
    r"that's|thats|all|really|helpful|very|appreciate|appreciated|super|amazing|in advance|day|"
    r"kind|"
    r"been|you've|you're|star|the best|best|problem|issue|mucho|muchas|beaucoup|schön|vielen)"
)
_GREETING = (
    r"(?:hi+|hello+|hey+|heya|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|"
    r"morning|evening|hola|bonjour|salut|hallo|guten (?:tag|morgen|abend)|ciao|olá|oi|hej|merhaba|"
    r"buenos días|buenas(?: tardes| noches)?|cześć|namaste|sup|what's up|whats up)"
)
_GREETING_MORE = (
    r"(?:there|team|all|everyone|guys|support|deskhand|bot|sir|madam|maam|ma'am|to you|folks|again|"
    r"how are you(?: today| doing)?\??|how are things\??|hope you(?:'re| are) (?:well|"
    r"doing well)|any(?:one|body) (?:there|here)\??|"
    r"is (?:anyone|anybody|someone|somebody) (?:there|here)\??)"
)


def _only(start: str, more: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{start})(?: (?:{start}|{more}))*")


_CONFIRMS = _only(_YES, _YES_MORE)
_DECLINES = _only(_NO, _NO_MORE)
_THANKS_ONLY = re.compile(
    rf"(?:(?:{_THANKS_MORE}|{_YES}|{_GREETING}) ){{0,6}}(?:{_THANKS})(?: (?:{_THANKS}|"
    rf"{_THANKS_MORE}))*"
)
_GREETS_ONLY = _only(_GREETING, _GREETING_MORE)
_STARTS_WITH_THANKS = re.compile(
    rf"(?:(?:{_YES}|{_GREETING}|great|perfect|awesome) )?(?:{_THANKS})\b"
)
_POLITE_OK = re.compile(
    rf"(?:(?:ok|okay|okey|k|kk|alright|all right|fine|perfect|right|"
    rf"vale) )+(?:{_THANKS})(?: (?:{_THANKS_MORE}))*"
)
_BARE_DO_IT = re.compile(r"(?:please )?(?:do it|do so|go ahead|proceed)(?: please| now)?")

_QUESTION = re.compile(
    r"\?|^(?:(?:so|and|but|ok|okay|hi|hello|hey|well|yes|please|then|also) )*"
    r"(?:who|what|when|where|why|which|how|can|could|will|would|is|are|do|does|did|has|have|may|"
    r"should|am|was|were|whats|what's|where's|wheres|when's|how's|any|cancel|refund|return|"
    r"replace|exchange|change|update|send|resend|reset|stop|fix|explain|remove|delete|add|find)\b"
    r"|\b(?:tell me|let me know|i (?:want|need|would like|wanna|wish)|i'd like|please|help|"
    r"can you|could you|looking for|track|check|show me|give me|send me|wondering|want to know)\b"
)
_ASKS_FOR = r"(?:speak|talk|chat|connect|transfer|put|pass|reach|contact|escalate|call|hand)"
_GETS = r"(?:want|need|get|give|have|bring|find)"
_PERSON = (
    r"(?:(?:real |live |actual |human |proper )*(?:person|human(?: being)?|people|agent|"
    r"representative|rep|operator|adviser|advisor|manager|supervisor|colleague|employee|"
    r"team member|staff member)|customer (?:service|support|care)|support team)"
)
_NOT_MEANT = r"(?! (?:number|id|who|whose|told|said))"
_WANTS_PERSON = re.compile(
    rf"\b{_ASKS_FOR}\b(?: (?!not\b)\S+){{0,4}}? (?:{_PERSON}|someone|somebody|"
    rf"your team)\b{_NOT_MEANT}"
    rf"|\b{_GETS}(?: (?:me|us|an?|some|the|your|to|with|help|from|any))* {_PERSON}\b{_NOT_MEANT}"
    rf"|\b(?:an?|your) {_PERSON} (?:please|look|help|check|deal|handle|take|now|instead)\b"
    r"|\b(?:real|live|actual) (?:person|human|agent|representative|operator|people)\b"
    r"|\bhuman (?:being|agent|support|help|please|now|operator|representative)\b"
    r"|^(?:please )?(?:a )?(?:agent|human|operator|representative|person|manager|"
    r"supervisor)(?: (?:please|now|pls))*$"
    r"|\b(?:not|stop|no more|sick of|tired of|hate|don't want)(?: \w+){0,4} (?:bot|robot|machine|"
    r"chatbot|ai)\b"
    r"|\bcall me(?: back)?\b(?! (?:a|an|when it))|\b(?:escalate|hand) (?:this|it|me|my)\b"
    r"|\b(?:hablar con (?:una persona|alguien|un agente)|parler à (?:quelqu'un|un humain|un agent)|"
    r"mit (?:einem|einer) (?:menschen|mitarbeiter|mitarbeiterin) sprechen|"
    r"falar com (?:uma pessoa|um atendente)|"
    r"parlare con (?:una persona|un operatore))\b"
)
_NOT_A_PERSON = re.compile(
    r"\b(?:don't|dont|do not|no need to|not need to|didn't|without)(?: \w+){0,3} (?:speak|talk|"
    r"chat)\b"
    rf"|\b(?:spoke|talked|spoken|speaking) (?:to|with)(?: \w+){{0,2}} {_PERSON}\b"
)


def simplified(text: str) -> str:
    """Lower case, apostrophes straight, everything but words and question marks one blank."""
    folded = text[:_READ].casefold().replace("’", "'").replace("?", " ? ")
    return " ".join(_BLANK.sub(" ", folded).split()).replace(" ?", "?")


def is_only_thanks(text: str) -> bool:
    """Whether there is nothing in `text` but thanks."""
    said = simplified(text)
    return len(said) < 120 and bool(_THANKS_ONLY.fullmatch(said))


def is_only_greeting(text: str) -> bool:
    """Whether there is nothing in `text` but a greeting."""
    said = simplified(text)
    return len(said) < 120 and bool(_GREETS_ONLY.fullmatch(said))


def confirms(text: str) -> bool:
    """Whether `text` is a yes and nothing that could change what was agreed to.

    "Yes, but to my other card", "yes?" and "ok so where is it" are not: an action hangs on it,
    so in doubt the answer is False. A yes may name what it agrees to ("yes, cancel ORD123");
    whoever acts on it compares the entities with what was offered.
    """
    said = simplified(text)
    if len(said) >= 100 or _POLITE_OK.fullmatch(said):
        return False
    return bool(_CONFIRMS.fullmatch(said) or _BARE_DO_IT.fullmatch(said))


def declines(text: str) -> bool:
    """Whether `text` says no to what was offered, and nothing else."""
    said = simplified(text)
    return len(said) < 100 and bool(_DECLINES.fullmatch(said))


def wants_person(text: str) -> bool:
    """Whether `text` asks for a person instead of the assistant."""
    said = simplified(text).replace("?", "")
    return bool(_WANTS_PERSON.search(said)) and not refuses_person(text)


def refuses_person(text: str) -> bool:
    """Whether `text` says that no person is wanted, or tells of one spoken to before."""
    return bool(_NOT_A_PERSON.search(simplified(text).replace("?", "")))


def dialogue_act(text: str, *, negative: bool = False, complaint: bool = False) -> DialogueAct:
    """What `text` does; `negative` says its mood, `complaint` that a complaint was understood.

    The strict acts come first: a no beats a yes, and either holds only when the message is
    nothing else. A message that asks is `ask` even when it is angry.
    """
    said = simplified(text)
    if not said or not any(letter.isalnum() for letter in said):
        return "ask" if "?" in text[:_READ] else "inform"
    short = len(said) < 120
    if declines(text):
        return "decline"
    if short and _THANKS_ONLY.fullmatch(said) and not _CONFIRMS.fullmatch(said):
        return "thank"
    if confirms(text):
        return "confirm"
    if short and _GREETS_ONLY.fullmatch(said):
        return "greet"
    if complaint:
        return "complain"
    if _QUESTION.search(said):
        return "ask"
    if negative:
        return "complain"
    return "thank" if _STARTS_WITH_THANKS.match(said) else "inform"
