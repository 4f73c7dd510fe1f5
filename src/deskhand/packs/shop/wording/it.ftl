# What the shop says in Italian. Values come from records; `none` is a value that is not known.
# A day stands after a colon or in brackets, because it may begin with "oggi" or with a figure.
noun-order = ordine
noun-invoice = fattura
noun-subscription = abbonamento
noun-ticket = ticket
topic-order = il Suo ordine { $number }

state-order-pending = in attesa
state-order-processing = in preparazione
state-order-shipped = spedito
state-order-in_transit = in viaggio
state-order-out_for_delivery = in consegna
state-order-delivered = consegnato
state-order-delayed = in ritardo
state-order-cancelled = annullato
state-order-returned = restituito
state-order-refunded = rimborsato
state-order-lost = smarrito
state-invoice-paid = pagata
state-invoice-open = da pagare
state-invoice-overdue = scaduta
state-invoice-void = annullata
state-subscription-active = attivo
state-subscription-trialing = in prova gratuita
state-subscription-past_due = con un pagamento in ritardo
state-subscription-cancelled = disdetto
state-ticket-open = aperto
state-ticket-pending = in attesa
state-ticket-solved = risolto
state-ticket-closed = chiuso

order-where = { $status ->
    [pending] Abbiamo ricevuto il Suo ordine { $number } ({ $items }), che è in attesa: è in corso la verifica del pagamento. { $delivery_date ->
        [none] Non ha ancora una data di consegna, quindi non so dirLe quando arriverà.
       *[other] Consegna prevista: { $delivery_date }.
     }
    [processing] Il Suo ordine { $number } ({ $items }) è in preparazione. { $delivery_date ->
        [none] Non ha ancora una data di consegna, quindi non so dirLe quando arriverà.
       *[other] Consegna prevista: { $delivery_date }.
     }
    [shipped] Il Suo ordine { $number } ({ $items }) è partito{ $carrier ->
        [none] {""}
       *[other] {" "}con { $carrier }
     }. { $delivery_date ->
        [none] Non c'è ancora una data di consegna, quindi non so dirLe quando arriverà.
       *[other] Consegna prevista: { $delivery_date }.
     } { $tracking_number ->
        [none] {""}
       *[other] Numero di tracciamento: { $tracking_number }.
     }
    [in_transit] Il Suo ordine { $number } ({ $items }) è in viaggio{ $carrier ->
        [none] {""}
       *[other] {" "}con { $carrier }
     }. { $delivery_date ->
        [none] Non c'è ancora una data di consegna, quindi non so dirLe quando arriverà.
       *[other] Consegna prevista: { $delivery_date }.
     } { $tracking_number ->
        [none] {""}
       *[other] Numero di tracciamento: { $tracking_number }.
     }
    [out_for_delivery] Il Suo ordine { $number } ({ $items }) è in consegna{ $carrier ->
        [none] {""}
       *[other] {" "}con { $carrier }
     }. { $delivery_date ->
        [none] {""}
       *[other] Arrivo previsto: { $delivery_date }.
     } { $tracking_number ->
        [none] {""}
       *[other] Numero di tracciamento: { $tracking_number }.
     }
    [delayed] Il Suo ordine { $number } ({ $items }) è in ritardo. { $delivery_date ->
        [none] Non c'è ancora una nuova data di consegna, quindi non posso prometterLe nulla.
       *[other] Nuova consegna prevista: { $delivery_date }.
     }
    [delivered] Il Suo ordine { $number } ({ $items }) è stato consegnato{ $delivered_on ->
        [none] {""}
       *[other] {" "}({ $delivered_on })
     }.
    [cancelled] Il Suo ordine { $number } ({ $items }) risulta annullato.
    [returned] Il Suo ordine { $number } ({ $items }) è stato restituito ed è di nuovo presso di noi.{ $refund_amount ->
        [none] {" "}Non risulta ancora alcun rimborso.
       *[other] {" "}Rimborso: { $refund_amount } ({ $refunded_on }).
     }
    [refunded] Il Suo ordine { $number } ({ $items }) risulta rimborsato{ $refund_amount ->
        [none] {""}
       *[other] : { $refund_amount } ({ $refunded_on })
     }.
    [lost] Il corriere ha smarrito il pacco del Suo ordine { $number } ({ $items }). Può scegliere tra un nuovo invio e il rimborso completo.
   *[other] Il Suo ordine { $number } ({ $items }) risulta «{ $status_text }».
 }
    .brief = { $number }: { $status_text }{ $delivery_date ->
        [none] {""}
       *[other] , { $delivery_date }
     }.
order-line = - { $number } ({ $items }): { $status ->
    [refunded] { $status_text }
    [returned] { $status_text }
    [cancelled] { $status_text }
    [lost] { $status_text }
    [delivered] consegnato{ $delivered_on ->
        [none] {""}
       *[other] {" "}({ $delivered_on })
     }
   *[other] { $status_text }{ $delivery_date ->
        [none] {""}
       *[other] , consegna prevista: { $delivery_date }
     }
 }
order-choice = { $number } ({ $items })
order-none = Non ci sono ordini nel Suo account.
order-not-found = Non trovo l'ordine { $number } nel Suo account. Controlli il numero, per favore: è nell'e-mail di conferma.
order-when = { $status ->
    [delivered] L'ordine { $number } è stato consegnato. Data di consegna: { $delivered_on }.
    [cancelled] L'ordine { $number } risulta annullato, quindi non sarà consegnato.
    [returned] L'ordine { $number } è stato restituito; in precedenza era stato consegnato ({ $delivered_on }).
    [refunded] L'ordine { $number } risulta rimborsato.
    [lost] Il corriere ha smarrito l'ordine { $number }, che quindi non ha una data di consegna. Può scegliere tra un nuovo invio e il rimborso completo.
   *[other] { $delivery_date ->
        [none] L'ordine { $number } risulta { $status_text } e non ha ancora una data di consegna, quindi non so dirLe quando arriverà.
       *[other] Consegna prevista dell'ordine { $number }: { $delivery_date }. L'ora non la conosco.
     }
 }
order-why = { $status ->
    [delayed] Per l'ordine { $number } non risulta il motivo del ritardo, e non c'è ancora una nuova data di consegna. { $shipped_on ->
        [none] Non ha lasciato il nostro magazzino, quindi si può ancora annullare senza costi.
       *[other] Ha lasciato il nostro magazzino in questa data: { $shipped_on }.
     }
    [pending] L'ordine { $number } è ancora in attesa: prima di prepararlo si verifica il pagamento.
    [processing] L'ordine { $number } è ancora in preparazione, quindi non ha lasciato il nostro magazzino.
    [shipped] L'ordine { $number } ha lasciato il nostro magazzino{ $shipped_on ->
        [none] {""}
       *[other] {" "}({ $shipped_on })
     } ed è ancora presso il corriere.
    [in_transit] L'ordine { $number } ha lasciato il nostro magazzino{ $shipped_on ->
        [none] {""}
       *[other] {" "}({ $shipped_on })
     } ed è ancora in viaggio.
    [out_for_delivery] L'ordine { $number } è già nelle mani del corriere per la consegna.
    [lost] Il corriere ha smarrito l'ordine { $number }; sul motivo non risulta altro.
   *[other] { $refund_reason ->
        [none] Per l'ordine { $number } non risulta alcun motivo.
       *[other] Per l'ordine { $number } risulta questa nota: «{ $refund_reason }»
     }
 }
order-options = { $status ->
    [pending] L'ordine { $number } ({ $items }) non ha ancora lasciato il nostro magazzino: si può ancora modificare, o annullare gratuitamente.
    [processing] L'ordine { $number } ({ $items }) non ha ancora lasciato il nostro magazzino: si può ancora modificare, o annullare gratuitamente.
    [delayed] L'ordine { $number } ({ $items }) è in ritardo. { $shipped_on ->
        [none] Non ha lasciato il nostro magazzino: può aspettarlo o farlo annullare gratuitamente.
       *[other] È presso il corriere e non si può più fermare; può aspettarlo e restituirlo dopo la consegna.
     }
    [delivered] L'ordine { $number } ({ $items }) è stato consegnato. { $refund_eligible ->
        [yes] Può restituirlo o chiedere un rimborso di { $total }.
       *[no] Non si può restituire: { $refund_reason }
     }
    [lost] L'ordine { $number } ({ $items }) è stato smarrito dal corriere. Può scegliere tra una sostituzione gratuita e il rimborso completo di { $total }.
    [cancelled] L'ordine { $number } è annullato; non resta nulla da fare.
    [returned] L'ordine { $number } è tornato da noi. { $refund_amount ->
        [none] Non risulta ancora nessun rimborso.
       *[other] Rimborso: { $refund_amount }; data: { $refunded_on }.
     }
    [refunded] L'ordine { $number } è stato rimborsato; non resta nulla da fare.
   *[other] L'ordine { $number } ({ $items }) ha lo stato "{ $status_text }" e non si può più fermare. Può restituirlo dopo la consegna.
 }
order-price = L'ordine { $number } ({ $items }) è costato in tutto { $total }{ $refund_amount ->
    [none] {""}
   *[other] , di cui { $refund_amount } rimborsati
 }.
order-contents = L'ordine { $number } contiene: { $items }. Risulta { $status_text }.
order-carrier = L'ordine { $number } è affidato a { $carrier }{ $tracking_number ->
    [none] {""}
   *[other] , numero di tracciamento { $tracking_number }
 }.
    .missing = L'ordine { $number } ({ $items }) non ha ancora un corriere né un numero di tracciamento: non è stato ancora affidato a nessuno.
order-shipped = L'ordine { $number } è partito dal nostro magazzino: { $shipped_on }.
    .missing = L'ordine { $number } non è ancora partito dal nostro magazzino.
order-placed = Ha effettuato l'ordine { $number } ({ $items }) in questa data: { $placed_on }.
order-address = L'ordine { $number } è diretto a { $city }; l'indirizzo completo è in Account → Orders.
    .missing = Per l'ordine { $number } qui non risulta alcun indirizzo.
order-lost = Il corriere ha smarrito il pacco del Suo ordine { $number } ({ $items }). Può scegliere tra un nuovo invio gratuito e il rimborso completo di { $total }.
orders-open-intro = Questi non sono ancora arrivati:
orders-open-none = Non c'è nulla in viaggio: nessuno dei Suoi ordini è ancora aperto.
orders-all-intro = Ecco i Suoi ordini:
ask-which-order = Quale ordine intende?
    .again = Scelga uno di questi, per favore, oppure mi mandi il numero dell'ordine.

cancel-confirm = L'ordine { $number } ({ $items }, { $total }) è { $status_text } e si può ancora annullare senza costi. Lo annullo?
cancel-done = Fatto: l'ordine { $number } ({ $items }) è annullato, senza costi.
cancel-declined = { $status ->
    [cancelled] L'ordine { $number } risulta già annullato.
    [delivered] L'ordine { $number } è già stato consegnato ({ $delivered_on }), quindi non si può più annullare.
    [returned] L'ordine { $number } è già stato restituito: non c'è più nulla da annullare.
    [refunded] L'ordine { $number } risulta già rimborsato: non c'è più nulla da annullare.
   *[other] L'ordine { $number } risulta { $status_text } e non si può più annullare. Potrà restituirlo dopo la consegna.
 }
cancel-why = { $status ->
    [pending] L'ordine { $number } non ha lasciato il nostro magazzino, quindi si può annullare.
    [processing] L'ordine { $number } non ha lasciato il nostro magazzino, quindi si può annullare.
   *[other] Perché l'ordine { $number } risulta { $status_text }.
 }
cancel-cost = Annullare l'ordine { $number } non costa nulla finché non ha lasciato il nostro magazzino.
cancel-passed = Ho chiesto al nostro team di annullare l'ordine { $number } ({ $items }).
change-which-address = L'ordine { $number } ({ $items }) è { $status_text }, quindi l'indirizzo di consegna si può ancora cambiare. Qual è il nuovo indirizzo?
change-confirm = L'ordine { $number } ({ $items }) andrà a questo indirizzo: { $address }. Lo cambio?
change-done = Fatto: l'ordine { $number } ({ $items }) va ora a { $address }.
change_address-passed = Ho inoltrato al nostro team la modifica per l'ordine { $number }.
change-declined = L'ordine { $number } risulta { $status_text }, quindi non possiamo più modificarlo noi.
return-confirm = Sì, { $items } dell'ordine { $number } si può restituire{ $delivered_on ->
    [none] {""}
   *[other] {" "}(data di consegna: { $delivered_on })
 }. Registro la restituzione?
return-done = Fatto: la restituzione di { $items } dell'ordine { $number } è registrata.
return_items-passed = Ho chiesto al nostro team di registrare la restituzione per l'ordine { $number } ({ $items }).
return-declined = { $status ->
    [returned] L'ordine { $number } ({ $items }) è già di nuovo presso di noi.
    [refunded] L'ordine { $number } ({ $items }) risulta già rimborsato.
    [delivered] Mi dispiace, l'ordine { $number } ({ $items }) non si può restituire. { $refund_reason ->
        [none] {""}
       *[other] Nell'ordine è riportato: «{ $refund_reason }»
     }
   *[other] L'ordine { $number } ({ $items }) per ora non si può restituire. { $refund_reason ->
        [none] {""}
       *[other] Nell'ordine è riportato: «{ $refund_reason }»
     }
 }
return-once = La restituzione di { $items } dell'ordine { $number } è già registrata.
return-why = { $refund_reason ->
    [none] L'ordine { $number } si può restituire.
   *[other] Per l'ordine { $number } risulta questa nota: «{ $refund_reason }»
 }
refund-confirm = Posso rimborsare { $amount } per l'ordine { $number } ({ $items }), con lo stesso mezzo con cui ha pagato. Lo faccio?
refund-done = Fatto: sono stati rimborsati { $amount } per l'ordine { $number } ({ $items }), con lo stesso mezzo con cui ha pagato.
refund-passed = Ho chiesto al nostro team il rimborso di { $total } per l'ordine { $number }.
refund-declined = { $refund_reason ->
    [none] Mi dispiace, l'ordine { $number } ({ $items }) non si può rimborsare.
   *[other] Mi dispiace, l'ordine { $number } ({ $items }) non si può rimborsare. Nell'ordine è riportato: «{ $refund_reason }»
 }
refund-late = Mi dispiace, l'ordine { $number } ({ $items }) non si può rimborsare: il termine di { $refund_days } giorni dalla consegna per la restituzione è passato.
refund-all-back = Tutto ciò che è stato pagato per l'ordine { $number } ({ $items }) è già rimborsato; non si può rimborsare di nuovo.
refund-limit = Posso fare al massimo due rimborsi per cliente e mese, e Lei li ha già avuti: quello dell'ordine { $number } ({ $items }) non posso farlo da solo. Può esaminarlo una persona del nostro team.
argument-amount = Importo
refund-why = { $refund_reason ->
    [none] { $refund_eligible ->
        [yes] L'ordine { $number } si può rimborsare; non risulta nulla in contrario.
       *[no] Per l'ordine { $number } non risulta alcun motivo.
     }
   *[other] Motivo che risulta per l'ordine { $number }: «{ $refund_reason }»
 }
refund-amount = { $refund_amount ->
    [none] L'ordine { $number } è costato in tutto { $total }.
   *[other] Il rimborso dell'ordine { $number } è di { $refund_amount }.
 }
refund-none = Non risulta alcun rimborso per i Suoi ordini.
refund-state = { $refund_status ->
    [done] Il rimborso di { $refund_amount } per l'ordine { $number } ({ $items }) è stato effettuato. Data: { $refunded_on }.
    [pending] Il rimborso di { $refund_amount } per l'ordine { $number } ({ $items }) è stato avviato ({ $refunded_on }) ed è ancora in sospeso.
    [failed] Il rimborso di { $refund_amount } per l'ordine { $number } ({ $items }) non è riuscito ({ $refunded_on }). Deve occuparsene una persona.
   *[none] { $status ->
        [returned] L'ordine { $number } ({ $items }, { $total }) è stato restituito ed è di nuovo presso di noi. Non risulta ancora alcun rimborso.
       *[other] Per l'ordine { $number } ({ $items }) non risulta alcun rimborso. Risulta { $status_text }.
     }
 }
replacement-confirm = Posso far spedire di nuovo, senza costi, { $items } dell'ordine { $number }. Lo faccio?
replacement-done = Fatto: la sostituzione di { $items } dell'ordine { $number } è in corso, senza costi.
replace_items-passed = Ho chiesto al nostro team di valutare una sostituzione per l'ordine { $number } ({ $items }).
replacement-once = La sostituzione di { $items } dell'ordine { $number } è già in corso, e ogni articolo si sostituisce una volta. Può esaminarla una persona del nostro team.
ask-which-item = Di quale si tratta: { $items }?

invoice-about = La fattura { $number } ({ $description }) è di { $amount } e { $status ->
    [paid] risulta pagata{ $paid_on ->
        [none] {""}
       *[other] {" "}({ $paid_on })
     }{ $payment_method ->
        [none] {""}
       *[other] ; metodo di pagamento: { $payment_method }
     }.
    [open] è da pagare; scadenza: { $due_on }.
    [overdue] è scaduta; data di scadenza: { $due_on }.
   *[other] risulta { $status_text }.
 }
invoice-line = - { $number } ({ $description }): { $amount }, { $status_text }
invoice-choice = { $number } ({ $description }, { $amount })
invoice-none = Non ci sono fatture nel Suo account.
invoice-not-found = Non trovo la fattura { $number } nel Suo account. Controlli il numero, per favore.
invoice-when = Fattura { $number }. Emissione: { $issued_on }. Scadenza: { $due_on }.{ $paid_on ->
    [none] {""}
   *[other] {" "}Pagamento: { $paid_on }.
 }
invoice-amount = La fattura { $number } è di { $amount }.
invoice-method = La fattura { $number } ({ $description }) è stata pagata con { $payment_method }. Data del pagamento: { $paid_on }.
    .missing = Per la fattura { $number } ({ $description }) non risulta alcun pagamento.
invoice-payment = { $payments ->
    [0] La Sua ultima fattura, { $number } ({ $description }, { $amount }), risulta { $status_text }; non risulta alcun pagamento.
   *[other] Il Suo ultimo pagamento è andato a buon fine: { $amount } con { $payment_method } per { $description } (fattura { $number }). Data: { $paid_on }.
 }
invoices-intro = Ecco le Sue ultime fatture:
invoices-open-intro = Queste fatture non sono ancora pagate:
invoices-open-none = Non ha fatture aperte: sono tutte pagate.
ask-which-invoice = Quale fattura intende?
double-found = Ha ragione: per la fattura { $number } ({ $description }, { $amount }) risultano due pagamenti con la stessa data ({ $paid_on }): { $payment_references }.
dispute-confirm = Posso contestare il pagamento { $payment } della fattura { $number } ({ $amount }), perché sia controllato e restituito. Lo faccio?
dispute-done = Fatto: il pagamento { $payment } della fattura { $number } ({ $amount }) è contestato. Il nostro team lo controlla.
dispute_payment-passed = Ho chiesto al nostro team di controllare il pagamento { $payment_reference } della fattura { $number }.
dispute-once = La fattura { $number } è già contestata; il nostro team la controlla.
double-none = Non trovo alcun doppio addebito: nessuna delle Sue ultime fatture ha più di un pagamento.

subscription-about = { $status ->
    [active] Ha l'abbonamento { $plan } a { $price } { $interval ->
        [year] all'anno
       *[month] al mese
     }. Prossimo rinnovo: { $renews_on }.
    [trialing] Sta provando { $plan } gratis. Dopo costerà { $price } { $interval ->
        [year] all'anno
       *[month] al mese
     }, a partire da questa data: { $renews_on }.
    [past_due] Il pagamento del Suo abbonamento { $plan } ({ $price } { $interval ->
        [year] all'anno
       *[month] al mese
     }) è in ritardo. Data di scadenza: { $renews_on }.
    [cancelled] Il Suo abbonamento { $plan } risulta disdetto. { $ends_past ->
        [yes] È terminato in questa data
       *[no] Termina in questa data
     }: { $ends_on }.
   *[other] Il Suo abbonamento { $plan } risulta «{ $status_text }».
 }
subscription-when = { $status ->
    [cancelled] Il Suo abbonamento { $plan } non si rinnova. Data in cui termina: { $ends_on }.
   *[other] Prossimo rinnovo del Suo abbonamento { $plan }: { $renews_on }.
 }
subscription-price = Il Suo abbonamento { $plan } costa { $price } { $interval ->
    [year] all'anno
   *[month] al mese
 }.
subscription-choice = { $plan }
subscription-none = Non c'è alcun abbonamento nel Suo account.
subscription-not-found = Non trovo l'abbonamento { $number } nel Suo account.
subscription-cancel-confirm = Se disdice ora, il Suo abbonamento { $plan } ({ $price } al { $interval ->
    [year] anno
   *[month] mese
 }) non si rinnova e resta attivo fino a questa data: { $renews_on }. Lo disdico?
subscription-cancel-done = Fatto: il Suo abbonamento { $plan } è disdetto. Non si rinnova e resta attivo fino a questa data: { $ends_on }.
end_subscription-passed = Ho chiesto al nostro team di disdire il Suo abbonamento { $plan }.
ask-how-many-months = Il Suo abbonamento { $plan } si paga ogni mese, quindi si può sospendere per uno, due o tre mesi. Per quanti?
subscription-pause-confirm = Posso sospendere il Suo abbonamento { $number } per { $months ->
    [one] un mese
   *[other] { $months } mesi
 }; nel frattempo non si addebita nulla. Lo faccio?
subscription-pause-done = Fatto: il Suo abbonamento { $plan } è sospeso e riprende da solo in questa data: { $paused_until }.
pause_plan-passed = Ho chiesto al nostro team di sospendere il Suo abbonamento { $plan }.
pause-monthly-only = Si possono sospendere solo gli abbonamenti pagati ogni mese; il Suo abbonamento { $plan } si paga all'{ $interval ->
    [year] anno
   *[month] mese
 }.
pause-too-long = Un abbonamento si può sospendere al massimo per { $pause_months } mesi.
ask-which-plan = Ora ha l'abbonamento { $plan } a { $price } al { $interval ->
    [year] anno
   *[month] mese
 }. Quale abbonamento desidera?
subscription-change-confirm = Posso passarLa a { $name } a { $price } al { $interval ->
    [year] anno
   *[month] mese
 }. Cambio il Suo abbonamento?
subscription-change-done = Fatto: ora ha l'abbonamento { $name } a { $price } al { $interval ->
    [year] anno
   *[month] mese
 }.
switch_plan-passed = Ho inoltrato al nostro team la modifica del Suo abbonamento { $plan }.
plan-already = Ha già l'abbonamento { $plan }.
ask-which-subscription = Quale abbonamento intende?
choice-basic = Basic
choice-plus = Plus
choice-pro = Pro
choice-1 = Un mese
choice-2 = Due mesi
choice-3 = Tre mesi
argument-items = Articoli
argument-address = Indirizzo
argument-payment = Pagamento
argument-months = Mesi
argument-plan = Abbonamento
argument-name = Nome
argument-price = Prezzo

ticket-about = Il ticket { $number } («{ $subject }») è { $status_text }. Data di apertura: { $created_on }.
ticket-choice = { $number } ({ $subject })
ticket-none = Non ha alcun ticket.
ticket-not-found = Non trovo il ticket { $number } nel Suo account.
ask-which-ticket = Quale ticket intende?
customer-about = Il Suo account è intestato a { $name }, con l'e-mail { $email }{ $phone ->
    [none] {""}
   *[other] {" "}e il telefono { $phone }
 }. { $tier ->
    [none] {""}
   *[other] Il Suo livello è { $tier }.
 }
customer-none = Non so ancora chi sia Lei. Acceda prima al Suo account, per favore.
customer-not-found = Non so ancora chi sia Lei. Acceda prima al Suo account, per favore.
complaint-heard = Mi dispiace che sia andata così.
    .again = Capisco che ne sia contrariato, e mi dispiace.

invoice-none-of = Per { $number } non risulta ancora nessuna fattura e nessun pagamento.
subscription-started = { $started_on ->
    [none] Non risulta quando è iniziato il Suo { $plan }.
   *[other] Inizio del Suo { $plan }: { $started_on }.
 }
order-tracking = { $tracking_number ->
    [none] L'ordine { $number } ({ $items }) non ha ancora un numero di tracciamento.
   *[other] Il numero di tracciamento dell'ordine { $number } è { $tracking_number }{ $carrier ->
        [none] {""}
       *[other] {" "}({ $carrier })
     }.
 }
order-count = { $count ->
    [0] Non è nessuno dei Suoi ordini.
    [one] È un ordine:
   *[other] Sono { $count } ordini:
 }
invoice-count = { $count ->
    [0] Non è nessuna delle Sue fatture.
    [one] È una fattura:
   *[other] Sono { $count } fatture:
 }

topic-order_status = Dov'è un ordine
topic-cancel_order = Annullare un ordine
topic-return_item = Restituire un articolo
topic-refund_request = Un rimborso
topic-replacement = Un articolo difettoso
topic-delivery_problem = Un pacco non arrivato
topic-invoice_question = Una fattura o un pagamento
topic-subscription_details = Il mio abbonamento
topic-technical_problem = Un problema tecnico
topic-account_access = L'accesso all'account
topic-talk_to_person = Parlare con una persona

# Nomi di dati, campi e azioni, come li mostrano le pagine.
label-order = Ordine
label-invoice = Fattura
label-subscription = Abbonamento
several-order = Ordini
several-invoice = Fatture
several-subscription = Abbonamenti
label-number = Numero
label-status = Stato
label-placed-on = Ordinato
label-shipped-on = Spedito
label-delivery-date = Previsto
label-delivered-on = Consegnato
label-items = Articoli
label-total = Totale
label-carrier = Corriere
label-tracking-number = Numero di spedizione
label-city = Città
label-address = Indirizzo
label-refund-reason = Sul rimborso
label-refund-amount = Rimborsato
label-description = Per
label-amount = Importo
label-issued-on = Emessa
label-due-on = Scadenza
label-payments = Pagamenti
label-payment = Pagamento
label-payment-references = Riferimenti di pagamento
label-payment-reference = Ultimo pagamento
label-paid = Pagato
label-paid-on = Pagata il
label-payment-method = Pagata con
label-plan = Piano
label-name = Nuovo piano
label-price = Prezzo
label-started-on = Dal
label-renews-on = Si rinnova
label-ends-on = Termina
label-paused-until = In pausa fino al
label-months = Mesi
label-cancel = Annulla questo ordine
label-refund = Chiedi il rimborso
label-replace-items = Fai sostituire articoli
label-return-items = Rendi articoli
label-change-address = Cambia indirizzo
label-end-subscription = Disdici l'abbonamento
label-switch-plan = Cambia piano
label-pause-plan = Metti in pausa
label-dispute-payment = Contesta un pagamento
