# Sätze, die in jeder Branche gelten. Was ein Paket selbst benennt, geht vor.
date-today = heute, { $date }
date-tomorrow = morgen, { $date }
date-yesterday = gestern, { $date }

hello = Guten Tag{ $name ->
    [none] {""}
   *[other] , { $name }
 }! Wie kann ich Ihnen helfen?
    .again = Ja, ich bin da. Was kann ich für Sie tun?
welcome = Sehr gern! Schreiben Sie einfach, wenn noch etwas ist.
    .again = Jederzeit gern.
goodbye = Auf Wiedersehen und alles Gute! Schreiben Sie gern wieder, wenn Sie uns brauchen.
all-right = In Ordnung, dann belasse ich es dabei. Kann ich sonst noch etwas für Sie tun?
    .again = Gut. Sagen Sie einfach Bescheid, wenn noch etwas ist.
dropped = In Ordnung, das lassen wir. Was kann ich sonst für Sie tun?
what-else = Gern. Was möchten Sie wissen?
    .again = Ja, bitte? Worum geht es?
sorry = Das tut mir leid.
    .again = Ich verstehe, dass das ärgerlich ist.
sorry-trouble = Es tut mir leid, dass Sie damit Mühe haben.
    .again = Ich kann Ihren Ärger verstehen.
bot = Ich bin der automatische Assistent hier, kein Mensch. Ich kann für Sie nachsehen und auf Wunsch jemanden aus unserem Team dazuholen.
capability = Ich kann nachsehen, was für Sie gespeichert ist, Fragen aus unseren Hilfeseiten beantworten und jemanden aus unserem Team dazuholen. Was möchten Sie wissen?
your-words = Zuletzt haben Sie gefragt: „{ $text }“
nothing-earlier = Ich kenne nur, was in diesem Chat steht, und kann deshalb nicht sagen, was vorher besprochen wurde. Sagen Sie mir in einem Satz, worum es ging, dann sehe ich nach.
said-that = Wie gesagt:
meant-that = Gemeint ist:
only-own = Ich kann Ihnen nur sagen, was zu Ihrem eigenen Konto gehört, und nichts über andere Kunden.
sign-in = Das kann ich nachsehen, sobald ich weiß, wer Sie sind: Bitte melden Sie sich an und fragen Sie dann noch einmal.
sign-in-number = Zu { $number } kann ich hier nichts zeigen. Bitte melden Sie sich mit dem Konto an, zu dem die Nummer gehört, dann kann ich nachsehen.
sign-in-address = An einer Adresse in einer Nachricht kann ich nicht erkennen, wer schreibt. Bitte melden Sie sich damit an, dann kann ich nachsehen.
take-your-time = Lassen Sie sich Zeit und schreiben Sie einfach, wenn es weitergehen soll.
no-promise = Das kann ich nicht versprechen: Ich weiß nur, was eingetragen ist.

unclear = Ich bin nicht sicher, was Sie meinen. Können Sie mir in einem Satz sagen, worum es geht?
    .again = Ich habe es noch nicht ganz verstanden. Geht es um eines davon?
vague = Ich helfe Ihnen gern. Worum geht es? Ein Satz genügt.
    .again = Sagen Sie mir, was passiert ist oder was Sie suchen, dann sehe ich nach.
not-in-documents = Das weiß ich nicht: Es steht weder auf unseren Hilfeseiten noch in Ihren Daten. Soll ich jemanden aus unserem Team fragen?
    .again = Auch dazu finde ich keine Antwort. Soll ich jemanden aus unserem Team fragen?
besides-unknown = Auf den anderen Teil Ihrer Nachricht weiß ich keine Antwort. Soll ich jemanden aus unserem Team fragen?
code-not-known = { $code } steht nicht auf unseren Hilfeseiten. Soll ich jemanden aus unserem Team fragen?
not-known-here = Das weiß ich nicht. Soll ich jemanden aus unserem Team fragen?
may-help = Ich bin nicht sicher, ob das Ihre Frage beantwortet, aber vielleicht hilft es:
may-help-offer = Wenn nicht, soll ich jemanden aus unserem Team fragen?
no-help = Es tut mir leid, dass das nicht geholfen hat.
no-help-offer = Soll ich jemanden aus unserem Team bitten, sich das anzusehen?
in-language = Auf unseren Hilfeseiten steht dazu (Sprache: { $language }):
cannot-language = Es tut mir leid, Ihre Sprache beherrsche ich noch nicht gut genug. Ich kann auf Deutsch antworten, und jemand aus unserem Team kann Ihnen weiterhelfen.
offer-person = Soll ich Ihr Anliegen an jemanden aus unserem Team weitergeben?
    .again = Möchten Sie, dass sich jemand aus unserem Team das ansieht?
which = Welches davon meinen Sie?

handed-over = Ich habe unser Team gebeten, das zu übernehmen; Ihr Ticket ist { $ticket }. { $open ->
    [yes] In der Regel meldet sich in wenigen Minuten jemand hier im Chat.
   *[no] Unser Team ist wieder erreichbar: { $when }.
 }
    .again = Ihr Anliegen liegt bei unserem Team unter { $ticket }. { $open ->
    [yes] Es sollte sich bald jemand hier melden.
   *[no] Das Team ist wieder erreichbar: { $when }.
 }
handed-over-ask = Gibt es etwas, das das Team wissen sollte? Schreiben Sie es einfach hier; für andere Fragen bin ich weiter da.
still-waiting = Ihr Anliegen ({ $ticket }) liegt bei unserem Team, geantwortet hat noch niemand. Das Team ist wieder erreichbar: { $when }.
    .open = Ihr Anliegen ({ $ticket }) liegt bei unserem Team; es sollte sich in Kürze jemand melden.
noted = Danke, das habe ich zu Ihrem Anliegen ({ $ticket }) notiert.
gave-up = Es tut mir leid, das konnte ich nicht klären. Ich habe das Ticket { $ticket } angelegt, und jemand aus unserem Team kümmert sich weiter darum.
when-open = jetzt
when-later = { $day }, { $time } Uhr ({ $zone })
sum-of = Zusammen sind das { $sum }: { $parts }.
count-of = { $count ->
    [0] Ich habe nichts dazu gefunden.
    [one] Ich habe einen Eintrag gefunden.
   *[other] Ich habe { $count } Einträge gefunden.
 }
pieces-of = { $count ->
    [one] Das ist ein Stück, in { $numbers }: { $list }.
   *[other] Das sind { $count } Stück, in { $numbers }: { $list }.
 }
days-until = { $days ->
    [0] Das ist { $date }.
    [one] Bis dahin ist es noch ein Tag: { $date }.
   *[other] Bis dahin sind es noch { $days } Tage: { $date }.
 }
days-since = { $days ->
    [one] Seitdem ist ein Tag vergangen: { $date }.
   *[other] Seitdem sind { $days } Tage vergangen: { $date }.
 }
yes = Ja
no = Nein
language-name-en = Englisch
language-name-de = Deutsch
language-name-fr = Französisch
language-name-es = Spanisch
language-name-pt = Portugiesisch
language-name-it = Italienisch

step-identify = Ich prüfe, wer Sie sind
step-understand = Ich lese Ihre Nachricht
step-retrieve = Ich sehe nach
step-act = Ich suche die Antwort
step-phrase = Ich schreibe die Antwort
step-audit = Ich prüfe die Antwort
stuck = Es tut mir leid, ich verstehe noch nicht, was Sie brauchen. Soll ich jemanden aus unserem Team fragen?
    .again = { offer-person.again }
which-section = Ich bin nicht sicher, was Sie meinen. Geht es um eines davon: { $choices }?
all-of-them = Alles
action-unknown = Ob das geklappt hat, kann ich nicht sicher sagen{ $ticket ->
    [none] . Gleich weiß ich mehr; fragen Sie bitte noch einmal.
   *[other] , deshalb versuche ich es kein zweites Mal. Jemand prüft es unter { $ticket }.
 }
action-waiting = Ich habe es weitergegeben: Jemand aus unserem Team muss zuerst zustimmen. Getan ist es noch nicht; Sie hören von uns.
action-still-waiting = Getan ist es noch nicht: Jemand aus unserem Team muss zuerst zustimmen. Sie hören von uns, sobald das entschieden ist.

action-refused = Das kann ich nicht tun.
action-expired = Das Angebot ist abgelaufen, es ist also nichts geschehen. Wenn Sie es noch möchten, schreiben Sie es mir, dann prüfe ich es neu.
action-changed = In der Zwischenzeit hat sich etwas geändert, es ist also nichts geschehen. Wenn Sie es noch möchten, schreiben Sie es mir, dann prüfe ich es neu.
action-not-approved = Unser Team hat es geprüft und konnte nicht zustimmen, es ist also nichts geschehen.
