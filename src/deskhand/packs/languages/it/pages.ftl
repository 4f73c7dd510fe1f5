# Ciò che sta sulle pagine dei clienti e nelle e-mail, in ogni attività.
page-skip = Vai al contenuto
page-ways = Pagine
page-overview = Panoramica
page-chat = Chat
page-account = Il Suo account
page-sign-out = Esci
page-dark = Tema scuro
page-all = Vedi tutto
page-home-hello = Buongiorno, { $name }
page-home-lead = Ecco che cosa è in corso.
page-home-ask = Ci faccia una domanda
page-list-empty = Qui non c'è ancora nulla.
page-list-older = Mostra i precedenti
page-item-deeds = Che cosa può fare
page-item-not-now = Che cosa ora non è possibile, e perché
page-item-question = Domande?
page-item-ask = Chiedi di questo
page-item-print = Stampa

page-act-lead = Non succede ancora nulla: la prossima pagina mostra esattamente che cosa sarà fatto.
page-act-go-on = Continua
page-act-leave = Annulla
page-act-preview = Ecco esattamente che cosa sarà fatto
page-act-yes = Sì, procedete
page-act-no = No, lasciate tutto com'è
page-act-see = Vedi { $title }
page-act-done = Fatto.
page-act-waiting = Prima lo guarda uno di noi. Lei non deve fare nulla.
page-act-unknown = Non sappiamo ancora se è riuscito. Uno di noi sta controllando.
page-act-refused = Così com'è, non è possibile.
page-act-withdrawn = Non è stato cambiato nulla.

page-sign-in = Accedi
page-sign-in-title = Accedi a { $shop }
page-sign-in-lead = Veda che cosa ha ordinato, che cosa ha pagato e di che cosa abbiamo parlato.
page-sign-in-by-code = Mandatemi invece un codice
page-sign-in-question = Ha già un account?
page-sign-up = Crea un account
page-sign-up-title = Crei il Suo account
page-sign-up-lead = Mandiamo un codice al Suo indirizzo. Ciò che gli appartiene si vede solo dopo averlo inserito.
page-sign-up-question = Non ha ancora un account?
page-sign-up-password = Scelga una password (o la lasci vuota ed entri con il codice)
page-forgotten = Password dimenticata?
page-forgotten-title = Una nuova password
page-forgotten-lead = Mandiamo un codice al Suo indirizzo; con quello sceglie una nuova password.
page-forgotten-password = Nuova password, almeno 10 caratteri
page-field-name = Il Suo nome
page-field-email = Indirizzo e-mail
page-field-password = Password
page-code = Codice
page-code-send = Manda il codice
page-code-title = Guardi la Sua posta
page-code-lead = Abbiamo mandato un codice di otto cifre a { $email }. Vale 15 minuti.
page-code-again = Non è arrivato nulla?
page-code-again-link = Mandane un altro
page-sample-hint = In questo esempio:
page-sample-mail = Questo esempio non manda e-mail. Sarebbe:

page-problem-credentials-wrong = L'indirizzo o la password non è giusto.
page-problem-too-many-requests = Troppi tentativi. Attenda un poco.
page-problem-address-invalid = Questo non è un indirizzo e-mail.
page-problem-password-weak = Usi almeno 10 caratteri, e niente che chiunque proverebbe per primo.
page-problem-code-wrong = Questo codice non è giusto, o è scaduto.
page-problem-account-closed = Questo account non si può usare qui.
page-problem-unavailable = In questo momento accedono in troppi. Riprovi tra poco.

page-mail-code-subject = { $code } è il Suo codice per { $shop }
page-mail-code-body = Il Suo codice è { $code }

    Lo inserisca nella pagina di { $shop } entro { $minutes } minuti.
    Se non l'ha chiesto, non deve fare nulla: senza quel codice nessuno può accedere.
