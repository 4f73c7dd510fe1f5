"""Statements that something was done, or will be: refunds, cancellations, tickets, hand-overs."""

# A pattern is easier to check on one line.
# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator

from deskhand.assistant.guardrails.claims.claim import ActionSaid, Claim, ClaimKind
from deskhand.assistant.guardrails.claims.prose import Sentence
from deskhand.assistant.guardrails.claims.statuses import generic

_GAP = r"(?:[^\s.,;!?]+\s+){0,5}?"
_THINGS = (
    r"(?:(?:shipping |delivery |billing |e-?mail )?address|e-?mail|account|order|subscription|plan|"
    r"password|discount|code|voucher|details|date|profile|phone|name|payment|card|method|settings|"
    r"record|request|invoice|charge|item|quantity|booking|trial|coupon|fee)s?"
)
# Action: verbs as (base, past participle, gerund), and the object they need to count.
_VERBS: tuple[tuple[str, str, str], ...] = (
    ("refund", "refund reimburse credit", ""),
    ("refund", "issue process initiate approve start send make arrange grant give request submit authorize trigger complete",
     r"(?:refund|reimbursement|store credit|credit|money back)s?\b"),
    ("refund", "return give pay transfer", r"(?:your )?(?:money|payment|amount)\b"),
    ("cancel", "cancel terminate", ""),
    ("cancel", "process submit request arrange", r"cancell?ation\b"),
    ("replace", "replace reship resend redeliver exchange", ""),
    ("replace", "send ship arrange order issue process dispatch", r"(?:replacement|new one|new item|new unit|exchange|another one)\b"),
    ("ticket", "create open raise file log submit register", r"(?:ticket|case)s?\b"),
    ("handover", "escalate forward transfer assign delegate", ""),
    ("handover", "pass hand connect put", r"(?:on to|over to|to|with|through to|through)\s+(?:a|an|our|the|my|one)\b"),
    ("contact", "contact call phone message notify inform alert", ""),
    ("email", "email e-mail text", ""),
    ("email", "send attach resend", r"(?:e-?mail|link|label|copy|confirmation|message|instructions|receipt|invoice|update|code|form)s?\b"),
    ("update", "update change correct edit remove delete add apply adjust upgrade downgrade reset "
     "unlock activate reactivate enable disable pause renew extend reschedule reroute waive set",
     _THINGS + r"\b"),
    ("investigate", "investigate", ""),
)  # fmt: skip
_IRREGULAR = {
    "send": "sent", "resend": "resent", "give": "given", "pay": "paid", "put": "put", "set": "set",
    "make": "made", "reset": "reset", "submit": "submitted", "transfer": "transferred",
    "cancel": "cancell?ed", "log": "logged", "reship": "reshipped", "ship": "shipped",
    "e-mail": "e-mailed",
}  # fmt: skip
_PASTS_ACTIVE = {"give": "gave"}


def _past(verb: str) -> str:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return verb + "d"
    return verb[:-1] + "ied" if verb.endswith("y") and verb[-2] not in "aeiou" else verb + "ed"


def _gerund(verb: str) -> str:
    if verb in {"cancel", "submit", "log", "reship", "ship", "put", "set", "reset", "transfer"}:
        return f"{verb}{verb[-1]}?ing"
    return (verb[:-1] if verb.endswith("e") else verb) + "ing"


_FILL = (
    r"(?:(?:just|already|now|also|gone ahead and|went ahead and|successfully|then|therefore|even|"
    r"personally|gladly|happily|immediately|right away|of course|definitely|certainly|be able to|"
    r"go ahead and|make sure to|try to|manually|today|shortly|soon|have to|fully|since)\s+)*"
)
_WE = r"\b(?:i|we)"
_WHO = (
    r"(?:\b(?:i|we|someone|somebody|they|(?:(?:a|an|one of|our|my|the|another|human)\s+)(?:[\w']+\s+){0,3}?"
    r"(?:colleagues?|agents?|specialists?|persons?|people|team|members?|representatives?|experts?|"
    r"humans?|managers?|advisors?|support)))"
)
_WILL = r"(?:['’]ll|\s+will|\s+shall|['’]m going to|['’]re going to|\s+(?:am|are|is) going to)\s+"
_PASSIVE = (
    r"\b(?:has|have|was|were|is|are|been|['’]s|got)(?:n['’]t)?\s+" + _FILL + r"(?:been\s+)?" + _FILL
)
_TO_BE = r"\bwill\s+(?:now|then|soon|shortly|also|not)?\s*be\s+" + _FILL


def _verb_patterns() -> Iterator[tuple[re.Pattern[str], str, bool, bool]]:
    for action, verbs, thing in _VERBS:
        names = verbs.split()
        base = "|".join(names)
        past = "|".join(dict.fromkeys(_past(verb) for verb in names))
        active = "|".join([past, *(_PASTS_ACTIVE[v] for v in names if v in _PASTS_ACTIVE)])
        gerund = "|".join(_gerund(verb) for verb in names)
        tail = rf"\s+{_GAP}{thing}" if thing else r"\b"
        before = rf"\b{thing.removesuffix(chr(92) + 'b')}\b[^.;!?]{{0,60}}?\s*" if thing else ""
        have = rf"{_WE}(?:['’]ve|\s+have|\s+had)?(?:n['’]t)?\s+(?:not\s+)?{_FILL}(?:{active}){tail}"
        going = rf"(?:{_WHO}{_WILL}|\blet me\s+){_FILL}(?:{base}){tail}"
        doing = rf"{_WE}(?:['’]m|['’]re|\s+am|\s+are)\s+{_FILL}(?:{gerund}){tail}"
        yield re.compile(have, re.IGNORECASE), action, True, True
        yield re.compile(going, re.IGNORECASE), action, False, True
        yield re.compile(doing, re.IGNORECASE), action, False, True
        if action in {"email"} and not thing:
            continue
        be = rf"{before}{_PASSIVE}(?:{past})\b"
        yield re.compile(be, re.IGNORECASE), action, True, False
        yield re.compile(rf"{before}{_TO_BE}(?:{past})\b", re.IGNORECASE), action, False, False


_REACH = (
    r"(?:get back to you|be in touch|reach out|follow up|keep you (?:posted|updated|informed)|"
    r"let you know|get in touch|come back to you|reply to you|take over|take care of|assist you|"
    r"help you (?:with|further|shortly|soon)|look (?:in)?to|review|respond)"
)
_RECEIVE = r"\byou(?:['’]ll|\s+will|\s+are going to|\s+should|['’]re going to)\s+(?:\w+\s+)?(?:receive|get|have|see|hear)\s+"
_FIXED: tuple[tuple[str, str, bool, bool], ...] = (
    (rf"{_WHO}{_WILL}{_FILL}{_REACH}", "contact", False, True),
    (rf"{_RECEIVE}{_GAP}(?:refund|money|reimbursement|credit)\b", "refund", False, False),
    (rf"{_RECEIVE}{_GAP}(?:replacement|new one|new unit)\b", "replace", False, False),
    (rf"{_RECEIVE}{_GAP}(?:e-?mail|confirmation|link|label|receipt)\b", "email", False, False),
    (rf"{_RECEIVE}{_GAP}(?:call|reply|response|answer|back from|from us|from a|from our)\b", "contact", False, False),
    (r"\b(?:a|the|your|this|full|partial)\s+(?:refund|reimbursement)\s+(?:is|was|has been)\s+(?:now\s+|already\s+)?"
     r"(?:on its way|complete|completed|done|under ?way|approved|confirmed)", "refund", True, False),
    (r"\b(?:a|the|your) (?:replacement|new one|new unit)\s+(?:is|has been|was)\s+(?:now\s+|already\s+)?(?:on its way|under ?way|arranged|approved|confirmed|booked)", "replace", True, True),
    (rf"{_WE}(?:['’]ve|\s+have)\s+{_FILL}(?:let (?!you)[^.,;]{{2,30}} know|told (?:our|the)|flagged|passed (?:this|it|your)[^.,;]{{0,30}} on)\b", "handover", True, True),
    (r"\bopened an? (?:investigation|enquiry|inquiry|claim)\b", "ticket", True, True),
    (rf"{_WHO}(?:['’]s|\s+is|\s+are)\s+{_FILL}(?:looking into|investigating|working on|reviewing|checking)\b", "investigate", False, True),
    (r"\bconsider it done\b", "any", True, True),
    (r"\bich (?:habe|hab)\b[^.!?]{0,60}\b(?:storniert|gekündigt)\b|\bwurde[n]? (?:\w+ )?storniert\b", "cancel", True, True),
    (r"\b(?:ich|wir) (?:habe|haben)\b[^.!?]{0,60}\b(?:rück)?erstattet\b|\bwurde[n]? (?:\w+ )?(?:rück)?erstattet\b", "refund", True, True),
    (r"\b(?:he|hemos) (?:cancelado)\b|\bha sido cancelad[oa]\b|\bj['’]ai annulé\b|\ba été annulée?\b", "cancel", True, True),
    (r"\b(?:he|hemos) reembolsado\b|\bha sido reembolsad[oa]\b|\b(?:j['’]ai|nous avons) remboursé\b|\ba été remboursée?\b", "refund", True, True),
)  # fmt: skip
_FIXED_PATTERNS = tuple(
    (re.compile(words, re.IGNORECASE), action, done, ours) for words, action, done, ours in _FIXED
)
_VERB_PATTERNS = tuple(_verb_patterns())
# Each pattern of a verb holds one of its forms; most sentences have none, and are done with it.
_VERB_FORMS = re.compile(
    "|".join(
        sorted(
            {
                form
                for _, verbs, _ in _VERBS
                for verb in verbs.split()
                for form in (verb, _past(verb), _PASTS_ACTIVE.get(verb, verb), _gerund(verb))
            }
        )
    ),
    re.IGNORECASE,
)
_HINT = re.compile(r"\b(?:i|we|you|will|has|have|was|were|is|are|been|let|it|ich|wir|he|ha|hemos|j['’]ai|a|nous|wurden?)\b|['’]", re.IGNORECASE)  # fmt: skip

_EVENT = re.compile(r"\b(?:has|have|was|were)\b|['’]s been", re.IGNORECASE)


def _stated(sentence: Sentence, found: re.Match[str], ours: bool) -> bool:
    start, end = found.span()
    return not (
        sentence.question
        or sentence.conditional(start)
        or sentence.negated(start, end)
        or sentence.attributed(start)
        or (
            not ours
            and generic(sentence, _verb_at(found), event=bool(_EVENT.search(found.group())))
        )
    )


def _verb_at(found: re.Match[str]) -> int:
    auxiliary = re.search(
        r"\b(?:has|have|was|were|is|are|been|will|got)\b|['’]s", found.group(), re.IGNORECASE
    )
    return found.start() + (auxiliary.start() if auxiliary else 0)


def find(sentence: Sentence) -> Iterator[Claim]:
    """Every statement in `sentence` that something was done or is going to be done."""
    if not _HINT.search(sentence.text):
        return
    taken: list[tuple[int, int]] = []
    verbs = _VERB_PATTERNS if _VERB_FORMS.search(sentence.text) else ()
    for pattern, action, done, ours in (*_FIXED_PATTERNS, *verbs):
        for found in pattern.finditer(sentence.text):
            start, end = found.span()
            if any(start < stop and first < end for first, stop in taken):
                continue
            if not _stated(sentence, found, ours):
                continue
            if not done and sentence.customer_decides:
                continue
            taken.append((start, end))
            value = ActionSaid(action, done, ours, sentence.has_condition())
            yield Claim(ClaimKind.ACTION, sentence.start + start, sentence.start + end, found.group().strip(), value)  # fmt: skip
