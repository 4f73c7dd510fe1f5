# Sentences of any trade, in Italian (Lei). A pack's own wording replaces what it names again.
# A day may read "domani, martedì 24 novembre" or "3 maggio 2026": sentences put it after a colon
# or in brackets, so that no article has to stand before it.
date-today = oggi, { $date }
date-tomorrow = domani, { $date }
date-yesterday = ieri, { $date }

hello = Buongiorno{ $name ->
    [none] {""}
   *[other] , { $name }
 }! Come posso aiutarLa?
    .again = Sì, sono qui. Che cosa posso fare per Lei?
welcome = Prego! Mi scriva pure se Le serve altro.
    .again = Di nulla, è un piacere aiutarLa.
goodbye = Arrivederci! Ci scriva quando vuole.
all-right = D'accordo, lascio tutto così. Posso aiutarLa in altro?
    .again = Va bene. Se Le serve altro, sono qui.
dropped = D'accordo, lasciamo perdere. In che altro posso aiutarLa?
what-else = Volentieri. Che cosa desidera sapere?
    .again = Mi dica pure. Di che cosa si tratta?
sorry = Mi dispiace per l'accaduto.
    .again = Capisco che sia spiacevole.
sorry-trouble = Mi dispiace per il disagio.
    .again = Capisco il Suo disappunto.
bot = Sono l'assistente automatico di questa chat, non una persona. Posso controllare i Suoi dati e, quando vuole, chiamare una persona.
capability = Posso controllare che cosa risulta a Suo nome, rispondere con le nostre pagine di aiuto e chiamare una persona del nostro team. Che cosa desidera sapere?
your-words = La Sua ultima domanda era: «{ $text }»
nothing-earlier = Conosco solo ciò che è stato scritto in questa chat, perciò non so che cosa si è detto prima. Mi dica in una frase di che cosa si trattava e controllo.
said-that = Come dicevo:
meant-that = Intendo dire:
only-own = Posso dirLe solo ciò che riguarda il Suo account, nulla su altri clienti.
sign-in = Posso controllare non appena so chi è Lei: acceda al Suo account, per favore, e me lo chieda di nuovo.
sign-in-number = Qui non posso mostrare nulla su { $number }. Acceda con l'account a cui appartiene, per favore, e controllo.
sign-in-address = Un indirizzo in un messaggio non mi permette di sapere chi scrive. Acceda con quell'indirizzo e potrò controllare.
take-your-time = Faccia con calma; mi scriva quando vuole continuare.
no-promise = Questo non posso prometterLo: so solo ciò che risulta registrato.

unclear = Non so se ho capito bene. Può dirmi in una frase di che cosa si tratta?
    .again = Non mi è ancora del tutto chiaro. Riguarda uno di questi argomenti?
vague = Vorrei aiutarLa. Di che cosa si tratta? Basta una frase.
    .again = Mi racconti che cosa è successo, o che cosa cerca, e controllo.
not-in-documents = Questo non lo so: non è nelle nostre pagine di aiuto e nemmeno nei Suoi dati. Devo chiedere a una persona del nostro team?
    .again = Non trovo risposta neanche a questo. Vuole che chieda a una persona?
besides-unknown = Non ho una risposta all'altra parte del Suo messaggio. Devo chiedere a una persona del nostro team?
code-not-known = { $code } non compare nelle nostre pagine di aiuto. Vuole che chieda a una persona del nostro team?
not-known-here = Questo non lo so. Vuole che chieda a una persona del nostro team?
may-help = Non so con certezza se è questa la risposta, ma potrebbe esserLe utile:
may-help-offer = Se non lo è, chiedo a una persona?
no-help = Mi dispiace che non sia servito.
no-help-offer = Vuole che chieda a una persona del nostro team di dare un'occhiata?
in-language = Le nostre pagine di aiuto lo dicono in { $language }:
cannot-language = { $sorry ->
    [none] Mi dispiace, non so ancora scrivere nella Sua lingua.
   *[other] { $sorry }
 } Posso rispondere in italiano, e una persona del nostro team può aiutarLa ulteriormente.
offer-person = Vuole che chieda a una persona del nostro team di occuparsene?
    .again = Preferisce che se ne occupi una persona?
which = Quale intende?

handed-over = Ho chiesto al nostro team di occuparsene; il Suo ticket è { $ticket }. { $open ->
    [yes] Di solito una persona si collega entro pochi minuti.
   *[no] Il team è di nuovo disponibile: { $when }.
 }
    .again = Il nostro team se ne occupa con il ticket { $ticket }. { $open ->
    [yes] Una persona dovrebbe collegarsi a breve.
   *[no] Prossima assistenza: { $when }.
 }
handed-over-ask = C'è qualcosa che questa persona dovrebbe sapere? Lo scriva qui; nel frattempo resto a disposizione per altre domande.
still-waiting = Il nostro team ha la Sua richiesta ({ $ticket }), ma nessuno ha ancora risposto. Prossima assistenza: { $when }.
    .open = Il nostro team ha la Sua richiesta ({ $ticket }); una persona dovrebbe collegarsi a breve.
noted = Grazie, l'ho aggiunto alla Sua richiesta ({ $ticket }).
gave-up = Mi dispiace, non ho potuto risolvere la questione. Ho aperto il ticket { $ticket }, e una persona del nostro team prosegue da qui.
when-open = ora
when-later = { $day } alle { $time } ({ $zone })
sum-of = In totale sono { $sum }: { $parts }.
count-of = { $count ->
    [0] Non ho trovato nulla.
    [one] Ne ho trovato uno.
   *[other] Ne ho trovati { $count }.
 }
pieces-of = { $count ->
    [one] È un pezzo, in { $numbers }: { $list }.
   *[other] Sono { $count } pezzi, in { $numbers }: { $list }.
 }
days-until = { $days ->
    [0] È { $date }.
    [one] Manca un giorno: { $date }.
   *[other] Mancano { $days } giorni: { $date }.
 }
days-since = { $days ->
    [one] È passato un giorno da allora: { $date }.
   *[other] Sono passati { $days } giorni da allora: { $date }.
 }
yes = Sì
no = No
language-name-en = inglese
language-name-de = tedesco
language-name-fr = francese
language-name-es = spagnolo
language-name-pt = portoghese
language-name-it = italiano

step-identify = Verifico chi è Lei
step-understand = Leggo il Suo messaggio
step-retrieve = Consulto i dati
step-act = Cerco la risposta
step-phrase = Scrivo la risposta
step-audit = Controllo la risposta
stuck = Mi dispiace, non ho ancora capito di che cosa ha bisogno. Vuole che chieda a una persona del nostro team?
    .again = { offer-person.again }
which-section = Non sono sicuro di aver capito. Si tratta di uno di questi argomenti: { $choices }?
all-of-them = Tutto
action-unknown = Non posso dire con certezza se è andato a buon fine{ $ticket ->
    [none] . Lo saprò tra un attimo; me lo chieda di nuovo, per favore.
   *[other] , quindi non lo riprovo. Una persona lo verifica con { $ticket }.
 }
action-waiting = L'ho inoltrato: prima deve approvarlo una persona del nostro team. Non è ancora fatto; riceverà nostre notizie.
action-still-waiting = Non è ancora fatto: prima deve approvarlo una persona del nostro team. La avviseremo appena sarà deciso.

action-refused = Non posso farlo.
action-expired = La proposta è scaduta, quindi non è stato fatto nulla. Se lo desidera ancora, me lo dica e controllo di nuovo.
action-changed = Nel frattempo qualcosa è cambiato, quindi non è stato fatto nulla. Se lo desidera ancora, me lo dica e controllo di nuovo.
action-not-approved = Il nostro team ha esaminato la richiesta e non ha potuto accettarla, quindi non è stato fatto nulla.
