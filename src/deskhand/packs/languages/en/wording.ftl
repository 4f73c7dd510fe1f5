# Sentences of any trade. A pack's own wording replaces what it names again.
contractions = on today=today|on tomorrow=tomorrow|on yesterday=yesterday
date-today = today, { $date }
date-tomorrow = tomorrow, { $date }
date-yesterday = yesterday, { $date }

hello = Hello{ $name ->
    [none] {""}
   *[other] , { $name }
 }! How can I help you?
    .again = Yes, I'm here. What can I do for you?
welcome = You're welcome! Just write if there is anything else.
    .again = Any time. Happy to help.
goodbye = Goodbye, and take care! Write again whenever you need us.
all-right = All right, I'll leave it at that. Is there anything else?
    .again = Fine. Just tell me if anything else comes up.
dropped = All right, forget that. What else can I do for you?
what-else = Gladly. What would you like to know?
    .again = I'm listening. What is it about?
sorry = I'm sorry about this.
    .again = I understand that this is annoying.
sorry-trouble = I'm sorry for the trouble.
    .again = I can see why you are upset.
bot = I'm the automated assistant here, not a person. I can look things up for you, and ask a person to join when you like.
capability = I can look up what is recorded for you, answer questions from our help pages, and bring in a person of our team. What would you like to know?
your-words = You last asked: "{ $text }"
nothing-earlier = I only know what was written in this chat, so I can't tell what was said before. Tell me in a sentence what it was about and I'll look it up.
said-that = As said: 
meant-that = What I mean:
only-own = I can only tell you what belongs to your own account, and nothing about other customers.
sign-in = I can look that up once I know who you are: please sign in, then ask me again.
sign-in-number = I can't show anything about { $number } here. Please sign in with the account that it belongs to, then I can look it up.
sign-in-address = An address in a message can't show me who is writing. Please sign in with it, then I can look up what is yours.
take-your-time = Take your time; just write when you are ready.
no-promise = I can't promise that: I only know what is recorded.

unclear = I'm not sure what you mean. Can you tell me in a sentence what it is about?
    .again = I still don't quite get it. Is it about one of these?
vague = I'd like to help. What is it about? A sentence is enough.
    .again = Tell me what happened, or what you are looking for, and I'll look it up.
not-in-documents = I don't know that: it is not in our help pages, and not in your records either. Shall I ask a person of our team?
    .again = I can't find an answer to that either. Would you like me to ask a person?
besides-unknown = I have no answer to the other part of your message. Shall I ask a person of our team?
code-not-known = { $code } is not in our help pages. Shall I ask a person of our team?
not-known-here = I don't know that. Would you like me to ask a person of our team?
may-help = I'm not sure that this is the answer, but it may help:
may-help-offer = If it is not, shall I ask a person?
no-help = I'm sorry that it did not help.
no-help-offer = Shall I ask a person of our team to take a look?
in-language = Our help pages say this in { $language }:
cannot-language = { $sorry ->
    [none] I'm sorry, I can't write in your language yet.
   *[other] { $sorry }
 } I can answer in English, and a person of our team can help you further.
offer-person = Shall I ask a person of our team to take it from here?
    .again = Would you like a person to look at it?
which = Which one do you mean?

handed-over = I've asked our team to take this on; your ticket is { $ticket }. { $open ->
    [yes] A person usually joins within a few minutes.
   *[no] Our team is back { $when }.
 }
    .again = Our team has it under { $ticket }. { $open ->
    [yes] A person should join soon.
   *[no] They are back { $when }.
 }
handed-over-ask = Is there anything the person should know? Just write it here; I'm still here for other questions.
still-waiting = Our team has your request ({ $ticket }), and nobody has answered yet. They are back { $when }.
    .open = Our team has your request ({ $ticket }); a person should join shortly.
noted = Thank you, I've added that to your request ({ $ticket }).
gave-up = I'm sorry, I could not work this out. I've opened ticket { $ticket }, and a person of our team takes it from here.
when-open = now
when-later = { $day } at { $time } ({ $zone })
sum-of = Together that is { $sum }: { $parts }.
count-of = { $count ->
    [0] I found none.
    [one] I found one.
   *[other] I found { $count }.
 }
pieces-of = { $count ->
    [one] That is one piece, in { $numbers }: { $list }.
   *[other] That is { $count } pieces, in { $numbers }: { $list }.
 }
days-until = { $days ->
    [0] That is { $date }.
    [one] That is in one day: { $date }.
   *[other] That is in { $days } days: { $date }.
 }
days-since = { $days ->
    [one] That was one day ago: { $date }.
   *[other] That was { $days } days ago: { $date }.
 }
yes = Yes
no = No
language-name-en = English
language-name-de = German
language-name-fr = French
language-name-es = Spanish
language-name-pt = Portuguese
language-name-it = Italian

step-identify = Checking who you are
step-understand = Reading your message
step-retrieve = Looking things up
step-act = Working out the answer
step-phrase = Putting it into words
step-audit = Checking the answer
stuck = I'm sorry, I still don't understand what you need. Shall I ask a person of our team?
    .again = { offer-person.again }
which-section = I'm not sure what you mean. Is it about one of these: { $choices }?
all-of-them = All of them
action-unknown = I can't say for sure whether that went through{ $ticket ->
    [none] . I'll know in a moment; please ask me again.
   *[other] , so I won't try it twice. A person checks it under { $ticket }.
 }
action-waiting = I've passed it on: a person of our team has to approve this first. It is not done yet; you will hear from us.
action-still-waiting = It isn't done yet: a person of our team has to approve it first. You will hear from us as soon as it is decided.

action-refused = I can't do that.
action-expired = That offer has run out, so nothing was done. Tell me if you still want it, and I'll check it again.
action-changed = Something changed in the meantime, so nothing was done. Tell me if you still want it, and I'll check it again.
action-not-approved = Our team looked at it and could not agree to it, so nothing was done.
