"""What kind of thing a message asks for: a rule, a record, a contact, or nothing clear yet."""

from __future__ import annotations

import re

from deskhand.assistant.understanding.dialogue import simplified

_HOW = re.compile(
    r"\b(?:how (?:do|can|could|to|would|does|should|long|many|often|far|come)|"
    r"where (?:can|do|does)|"
    r"(?:can|could|may|should|must|do|would) (?:i|we|you|one|someone|people)|is it possible|"
    r"what (?:happens|if|are the|does|do you|kind|else|can)|"
    r"is there|are there|why|who (?:pays|can)|"
    r"i(?:'d| would| want| need| wish)? (?:like )?to|want to|trying to)\b"
)
_CHANGES = re.compile(
    r"\b(?:chang\w*|updat\w*|edit\w*|correct\w*|delet\w*|remov\w*|clos\w*|eras\w*|upgrad\w*|"
    r"downgrad\w*|switch\w*|paus\w*|cancel\w*|add(?:ing)?|merge\w*|export\w*|download\w*|share|"
    r"set up|turn (?:on|off)|resum\w*|replace|move|stop)\b"
)
_OWN = re.compile(
    r"\bmy\b|\bam i\b|\b(?:do|did|have|should|will|must) i\b|\bi(?:'m| am) "
    r"(?:on|paying|subscribed)|"
    r"\bi (?:pay|have|owe|paid)\b|\b(?:for|about|of) me\b|\bon file\b|\bon record\b"
)
_OWN_DATA = re.compile(
    r"\b(?:what|what's|whats|which|show|tell|give|see|check|confirm|look up|do you have|who am i)\b"
    r".{0,40}\b(?:my|me|mine|i)\b"
)
_DATA_NOUN = re.compile(
    r"\b(?:name|email|e mail|mail|phone|telephone|mobile|number|address|account|details?|data|"
    r"profile|information|info|tier|level|membership|status|who am i)\b"
)
_HANDLING = re.compile(
    r"\b(?:stor\w+|keep\w*|kept|collect\w*|shar\w+|s[eo]ld|sell\w*|us(?:e|ed|ing)|protect\w*|"
    r"process\w*|gather\w*|track\w*|hack\w*|lock\w*|forgot\w*|lost)\b"
)
_CONTACT = re.compile(
    r"\b(?:your|the|a) (?:(?:support|customer|service|contact|help) )*(?:phone|telephone|tel|"
    r"hotline|email|e mail|mail|contact|postal|office)(?: (?:number|line|address|details))?\b|"
    r"\b(?:opening|office|business|support|working) (?:hours|times)\b|"
    r"\b(?:can|could|may|how (?:do|can)) (?:i|we) (?:call|phone|ring|email|"
    r"e mail|reach|contact|write) (?:to )?(?:you|someone|support|anyone)\b|"
    r"\bwhen are you (?:open|there|available)\b"
)
_BOT = re.compile(
    r"\bare you (?:an? |really )*(?:bot|robot|human|real|person|machine|ai|chatbot|computer|alive|"
    r"someone real)|\b(?:am i|is this) (?:an? )?(?:talking|speaking|chatting|bot|robot|real)\b"
    r"|\bwho are you\b"
)
_GOODBYE = re.compile(
    r"(?:ok |okay |thanks |thank you )*(?:good ?bye|bye(?: bye)?|see you(?: later)?|cya|"
    r"have a (?:nice|good|great) (?:day|one|evening|weekend))(?: (?:now|then|thanks))*"
)
_UNSOLVED = re.compile(
    r"\b(?:(?:did|does|do|has|have|is|are|was|it's|its|still)(?:n't| not|nt)?|not) (?:\w+ ){0,3}?"
    r"(?:work\w*|help\w*|solv\w*|fix\w*|any better|broken|the same|same)\b|\bsame (?:problem|issue|"
    r"error|thing)\b|\bno (?:luck|change|difference|success|effect)\b|"
    r"\b(?:already )?tried (?:that|it|this|all|everything)|"
    r"\bnothing (?:changed|happen\w*|work\w*|help\w*)\b|\bdo(?:es)?n't help\b"
)
_OTHERS = re.compile(
    r"\b(?:all|every|other|another|list (?:of )?|someone else|somebody else|different)"
    r"(?: of)?(?: the| your)? (?:customers?|users?|clients?|people|persons?|accounts?)(?:'s|s)?\b|"
    r"\b(?:someone|somebody|anyone|anybody) else's\b|\b(?:his|her) (?:orders?|accounts?|e ?mail|"
    r"address|phone|invoices?|data|details|subscription)\b|\bof another (?:customer|person|user)\b|"
    r"\bmy (?:\w+ )?(?:neighbou?r|friend|wife|husband|boss|girlfriend|boyfriend|ex|colleague)'?s\b"
)
_OF_THE_ACCOUNT = re.compile(
    r"\b(?:phone|mobile|telephone) number\b|\b(?:e ?mail)(?: address)?\b|\b(?:my|the) (?:last |sur|"
    r"first )?name\b|\bpassword\b|\b(?:credit |debit |bank )?card\b|\bpayment method\b"
)
_EMPTY = (
    "help thing things stuff problem problems issue issues question questions something support"
    " work works working broken wrong bad weird trouble info information know need assistance"
    " a an the my your i me you it is am are was do does did doesn't don't dont doesnt didn't not"
    " no isn't have has got with of to for can could would please pls some there this that what"
    " why how hi hello hey and so just really here be get want in about any one"
)
_EMPTY_WORDS = frozenset(_EMPTY.split())


def asks_how(message: str) -> bool:
    """Whether it asks how, whether or under which conditions something is done."""
    said = simplified(message)
    return bool(_HOW.search(said))


def wants_a_change(message: str) -> bool:
    """Whether it speaks of changing, cancelling or deleting something."""
    return bool(_CHANGES.search(simplified(message)))


def speaks_of_own(message: str) -> bool:
    """Whether it speaks of what the customer has: "my plan", "am I on", "do I pay"."""
    return bool(_OWN.search(simplified(message)))


def asks_for_own_data(message: str) -> bool:
    """Whether the customer asks to be told the data that the account holds about them."""
    said = simplified(message).replace("-", " ")
    if _CHANGES.search(said) or _HANDLING.search(said):
        return False
    if re.search(r"\bhow (?:do|can|could|to)\b", said):
        return False
    return bool(_OWN_DATA.search(said) and _DATA_NOUN.search(said)) or bool(
        re.fullmatch(r"(?:my )?(?:account|profile)(?: (?:details|data|information|info))?", said)
    )


def asks_for_contact(message: str) -> bool:
    """Whether it asks how or when the team can be reached."""
    return bool(_CONTACT.search(simplified(message).replace("-", " ")))


def asks_who_answers(message: str) -> bool:
    """Whether it asks if a machine or a person answers."""
    return bool(_BOT.search(simplified(message)))


def says_goodbye(message: str) -> bool:
    """Whether there is nothing in it but a goodbye."""
    return bool(_GOODBYE.fullmatch(simplified(message)))


def says_unsolved(message: str) -> bool:
    """Whether a short message says that the advice before did not help."""
    said = simplified(message)
    return len(said.split()) <= 12 and bool(_UNSOLVED.search(said))


def asks_about_others(message: str) -> bool:
    """Whether it asks for data of other customers."""
    return bool(_OTHERS.search(simplified(message)))


def changes_the_account(message: str) -> bool:
    """Whether it wants the phone number, e-mail, name, password or card of an account changed."""
    said = simplified(message).replace("-", " ")
    return bool(_CHANGES.search(said) and _OF_THE_ACCOUNT.search(said))


def is_vague(message: str) -> bool:
    """Whether it says that something is the matter, and nothing of what."""
    words = simplified(message).replace("?", " ").split()
    return all(word in _EMPTY_WORDS for word in words)
