# Was der Shop sagt. Werte kommen aus den Datensätzen; `none` ist ein Wert, der nicht bekannt ist.
# Daten stehen nach Doppelpunkt, „ab“, „bis“ oder „seit“: „heute, Montag, …“ verträgt kein „am“.
noun-order = Bestellung
noun-invoice = Rechnung
noun-subscription = Abo
noun-ticket = Ticket
topic-order = Ihre Bestellung { $number }

state-order-pending = eingegangen
state-order-processing = in Vorbereitung
state-order-shipped = versandt
state-order-in_transit = unterwegs
state-order-out_for_delivery = in Zustellung
state-order-delivered = zugestellt
state-order-delayed = verspätet
state-order-cancelled = storniert
state-order-returned = zurückgesandt
state-order-refunded = erstattet
state-order-lost = verloren gegangen
state-invoice-paid = bezahlt
state-invoice-open = offen
state-invoice-overdue = überfällig
state-invoice-void = storniert
state-subscription-active = aktiv
state-subscription-trialing = in der kostenlosen Testphase
state-subscription-past_due = im Zahlungsrückstand
state-subscription-cancelled = gekündigt
state-ticket-open = offen
state-ticket-pending = in Bearbeitung
state-ticket-solved = gelöst
state-ticket-closed = geschlossen

order-where = { $status ->
    [pending] Ihre Bestellung { $number } ({ $items }) ist eingegangen; die Zahlung wird noch geprüft. { $delivery_date ->
        [none] Einen Liefertermin gibt es noch nicht, deshalb kann ich nicht sagen, wann sie ankommt.
       *[other] Voraussichtliche Lieferung: { $delivery_date }.
     }
    [processing] Ihre Bestellung { $number } ({ $items }) wird gerade verpackt. { $delivery_date ->
        [none] Einen Liefertermin gibt es noch nicht, deshalb kann ich nicht sagen, wann sie ankommt.
       *[other] Voraussichtliche Lieferung: { $delivery_date }.
     }
    [shipped] Ihre Bestellung { $number } ({ $items }) ist versandt{ $carrier ->
        [none] {""}
       *[other] {" "}(mit { $carrier })
     }. { $delivery_date ->
        [none] Einen Liefertermin gibt es noch nicht, deshalb kann ich nicht sagen, wann sie ankommt.
       *[other] Voraussichtliche Lieferung: { $delivery_date }.
     } { $tracking_number ->
        [none] {""}
       *[other] Die Sendungsnummer ist { $tracking_number }.
     }
    [in_transit] Ihre Bestellung { $number } ({ $items }) ist{ $carrier ->
        [none] {""}
       *[other] {" "}mit { $carrier }
     } zu Ihnen unterwegs. { $delivery_date ->
        [none] Einen Liefertermin gibt es noch nicht, deshalb kann ich nicht sagen, wann sie ankommt.
       *[other] Voraussichtliche Lieferung: { $delivery_date }.
     } { $tracking_number ->
        [none] {""}
       *[other] Die Sendungsnummer ist { $tracking_number }.
     }
    [out_for_delivery] Ihre Bestellung { $number } ({ $items }) ist in Zustellung{ $carrier ->
        [none] {""}
       *[other] {" "}(mit { $carrier })
     }. { $delivery_date ->
        [none] {""}
       *[other] Voraussichtliche Lieferung: { $delivery_date }.
     } { $tracking_number ->
        [none] {""}
       *[other] Die Sendungsnummer ist { $tracking_number }.
     }
    [delayed] Ihre Bestellung { $number } ({ $items }) verspätet sich. { $delivery_date ->
        [none] Einen neuen Liefertermin gibt es noch nicht, deshalb kann ich keinen zusagen.
       *[other] Neuer voraussichtlicher Liefertermin: { $delivery_date }.
     }
    [delivered] Ihre Bestellung { $number } ({ $items }) wurde zugestellt{ $delivered_on ->
        [none] {""}
       *[other] : { $delivered_on }
     }.
    [cancelled] Ihre Bestellung { $number } ({ $items }) wurde storniert.
    [returned] Ihre Bestellung { $number } ({ $items }) ist wieder bei uns eingetroffen. { $refund_amount ->
        [none] Eine Erstattung ist dafür noch nicht eingetragen.
       *[other] Erstattet wurden { $refund_amount }{ $refunded_on ->
            [none] {""}
           *[other] {" "}({ $refunded_on })
         }.
     }
    [refunded] Ihre Bestellung { $number } ({ $items }) wurde erstattet{ $refund_amount ->
        [none] {""}
       *[other] : { $refund_amount }{ $refunded_on ->
            [none] {""}
           *[other] {" "}({ $refunded_on })
         }
     }.
    [lost] Das Paket Ihrer Bestellung { $number } ({ $items }) ist beim Versand verloren gegangen. Sie können zwischen einer Ersatzlieferung und der vollen Erstattung wählen.
   *[other] Ihre Bestellung { $number } ({ $items }) hat den Status „{ $status_text }“.
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
    [delivered] zugestellt{ $delivered_on ->
        [none] {""}
       *[other] , { $delivered_on }
     }
   *[other] { $status_text }{ $delivery_date ->
        [none] {""}
       *[other] , voraussichtlich { $delivery_date }
     }
 }
order-choice = { $number } ({ $items })
order-none = In Ihrem Konto sind keine Bestellungen.
order-not-found = Die Bestellung { $number } finde ich in Ihrem Konto nicht. Bitte prüfen Sie die Nummer; sie steht in Ihrer Bestätigungs-E-Mail.
order-when = { $status ->
    [delivered] Die Bestellung { $number } wurde schon zugestellt{ $delivered_on ->
        [none] {""}
       *[other] : { $delivered_on }
     }.
    [cancelled] Die Bestellung { $number } wurde storniert und wird deshalb nicht geliefert.
    [returned] Die Bestellung { $number } wurde zurückgesandt{ $delivered_on ->
        [none] {""}
       *[other] ; zugestellt war sie: { $delivered_on }
     }.
    [refunded] Die Bestellung { $number } wurde erstattet.
    [lost] Die Bestellung { $number } ist beim Versand verloren gegangen und hat deshalb keinen Liefertermin. Sie können zwischen einer Ersatzlieferung und der vollen Erstattung wählen.
   *[other] { $delivery_date ->
        [none] Die Bestellung { $number } ist { $status_text } und hat noch keinen Liefertermin, deshalb kann ich nicht sagen, wann sie ankommt.
       *[other] Die Bestellung { $number } kommt voraussichtlich { $delivery_date }. Die Uhrzeit kenne ich nicht.
     }
 }
order-why = { $status ->
    [delayed] Bei der Bestellung { $number } ist kein Grund für die Verspätung eingetragen. { $delivery_date ->
        [none] Einen neuen Liefertermin gibt es noch nicht.
       *[other] Neuer voraussichtlicher Liefertermin: { $delivery_date }.
     } { $shipped_on ->
        [none] Sie hat unser Lager noch nicht verlassen und kann deshalb noch kostenlos storniert werden.
       *[other] Unser Lager hat sie schon verlassen: { $shipped_on }.
     }
    [pending] Bei der Bestellung { $number } wird noch die Zahlung geprüft; erst danach wird sie verpackt.
    [processing] Die Bestellung { $number } wird noch verpackt und hat unser Lager deshalb noch nicht verlassen.
    [shipped] Die Bestellung { $number } hat unser Lager verlassen{ $shipped_on ->
        [none] {""}
       *[other] {" "}({ $shipped_on })
     } und ist noch beim Paketdienst.
    [in_transit] Die Bestellung { $number } hat unser Lager verlassen{ $shipped_on ->
        [none] {""}
       *[other] {" "}({ $shipped_on })
     } und ist noch unterwegs.
    [out_for_delivery] Die Bestellung { $number } ist schon im Zustellfahrzeug.
    [lost] Die Bestellung { $number } ist beim Versand verloren gegangen; mehr ist zum Grund nicht eingetragen.
   *[other] { $refund_reason ->
        [none] Zur Bestellung { $number } ist kein Grund eingetragen.
       *[other] Zur Bestellung { $number } ist eingetragen: „{ $refund_reason }“
     }
 }
order-options = { $status ->
    [pending] Die Bestellung { $number } ({ $items }) hat unser Lager noch nicht verlassen: Sie kann noch geändert oder kostenlos storniert werden.
    [processing] Die Bestellung { $number } ({ $items }) hat unser Lager noch nicht verlassen: Sie kann noch geändert oder kostenlos storniert werden.
    [delayed] Die Bestellung { $number } ({ $items }) ist verspätet. { $shipped_on ->
        [none] Sie hat unser Lager noch nicht verlassen: Sie können warten oder sie kostenlos stornieren lassen.
       *[other] Sie ist beim Paketdienst und lässt sich nicht mehr aufhalten; Sie können warten und sie nach der Zustellung zurückgeben.
     }
    [delivered] Die Bestellung { $number } ({ $items }) wurde zugestellt. { $refund_eligible ->
        [yes] Sie können sie zurückgeben oder sich { $total } erstatten lassen.
       *[no] Eine Rückgabe ist nicht möglich: { $refund_reason }
     }
    [lost] Die Bestellung { $number } ({ $items }) ist beim Paketdienst verloren gegangen. Sie können zwischen einem kostenlosen Ersatz und der vollen Erstattung von { $total } wählen.
    [cancelled] Die Bestellung { $number } ist storniert; es ist nichts mehr zu tun.
    [returned] Die Bestellung { $number } ist wieder bei uns. { $refund_amount ->
        [none] Eine Erstattung ist noch nicht vermerkt.
       *[other] Erstattet wurden { $refund_amount }; Datum: { $refunded_on }.
     }
    [refunded] Die Bestellung { $number } wurde erstattet; es ist nichts mehr zu tun.
   *[other] Die Bestellung { $number } ({ $items }) hat den Stand „{ $status_text }“ und lässt sich nicht mehr aufhalten. Nach der Zustellung können Sie sie zurückgeben.
 }
order-price = Die Bestellung { $number } ({ $items }) hat { $total } gekostet{ $refund_amount ->
    [none] {""}
   *[other] ; davon wurden { $refund_amount } erstattet
 }.
order-contents = Die Bestellung { $number } enthält { $items }. Status: { $status_text }.
order-carrier = Die Bestellung { $number } kommt mit { $carrier }{ $tracking_number ->
    [none] {""}
   *[other] , Sendungsnummer { $tracking_number }
 }.
    .missing = Für die Bestellung { $number } ({ $items }) gibt es noch keinen Paketdienst und keine Sendungsnummer: Sie ist noch nicht übergeben.
order-shipped = Die Bestellung { $number } hat unser Lager verlassen: { $shipped_on }.
    .missing = Die Bestellung { $number } hat unser Lager noch nicht verlassen.
order-placed = Bestelldatum von { $number } ({ $items }): { $placed_on }.
order-address = Die Bestellung { $number } geht nach { $city }; die ganze Adresse steht unter „Account → Orders“.
    .missing = Zur Bestellung { $number } ist hier keine Adresse eingetragen.
order-lost = Das Paket Ihrer Bestellung { $number } ({ $items }) ist beim Versand verloren gegangen. Sie können zwischen einer kostenlosen Ersatzlieferung und der vollen Erstattung von { $total } wählen.
orders-open-intro = Noch nicht angekommen sind:
orders-open-none = Es ist nichts mehr unterwegs: Keine Ihrer Bestellungen ist noch offen.
orders-all-intro = Das sind Ihre Bestellungen:
ask-which-order = Welche Bestellung meinen Sie?
    .again = Bitte wählen Sie eine davon aus oder schreiben Sie mir die Bestellnummer.

cancel-confirm = Die Bestellung { $number } ({ $items }, { $total }) ist { $status_text } und kann noch kostenlos storniert werden. Soll ich sie stornieren?
cancel-done = Erledigt: Die Bestellung { $number } ({ $items }) ist storniert, kostenlos.
cancel-declined = { $status ->
    [cancelled] Die Bestellung { $number } ist schon storniert.
    [delivered] Die Bestellung { $number } ist schon zugestellt{ $delivered_on ->
        [none] {""}
       *[other] {" "}({ $delivered_on })
     } und kann deshalb nicht mehr storniert werden.
    [returned] Die Bestellung { $number } ist schon zurückgesandt; es gibt nichts mehr zu stornieren.
    [refunded] Die Bestellung { $number } ist schon erstattet; es gibt nichts mehr zu stornieren.
   *[other] Die Bestellung { $number } ist { $status_text } und kann deshalb nicht mehr storniert werden. Nach der Lieferung können Sie sie zurückgeben.
 }
cancel-why = { $status ->
    [pending] Die Bestellung { $number } hat unser Lager noch nicht verlassen und kann deshalb storniert werden.
    [processing] Die Bestellung { $number } hat unser Lager noch nicht verlassen und kann deshalb storniert werden.
   *[other] Weil die Bestellung { $number } { $status_text } ist.
 }
cancel-cost = Die Stornierung der Bestellung { $number } ist kostenlos, solange sie unser Lager nicht verlassen hat.
cancel-passed = Ich habe unser Team gebeten, die Bestellung { $number } ({ $items }) zu stornieren.
change-which-address = Die Bestellung { $number } ({ $items }) ist { $status_text }, die Lieferadresse lässt sich also noch ändern. Wie lautet die neue Adresse?
change-confirm = Die Bestellung { $number } ({ $items }) geht an diese Adresse: { $address }. Soll ich sie so ändern?
change-done = Erledigt: Die Bestellung { $number } ({ $items }) geht jetzt an { $address }.
change_address-passed = Ich habe Ihren Änderungswunsch zur Bestellung { $number } an unser Team weitergegeben.
change-declined = Die Bestellung { $number } ist { $status_text }; wir können sie nicht mehr selbst ändern.
return-confirm = Ja, { $items } aus der Bestellung { $number } kann zurückgegeben werden{ $delivered_on ->
    [none] {""}
   *[other] {" "}(zugestellt: { $delivered_on })
 }. Soll ich die Rückgabe anmelden?
return-done = Erledigt: Die Rückgabe von { $items } aus der Bestellung { $number } ist angemeldet.
return_items-passed = Ich habe unser Team gebeten, die Rückgabe zur Bestellung { $number } ({ $items }) anzumelden.
return-declined = { $status ->
    [returned] Die Bestellung { $number } ({ $items }) ist schon wieder bei uns.
    [refunded] Die Bestellung { $number } ({ $items }) ist schon erstattet.
    [delivered] Es tut mir leid, die Bestellung { $number } ({ $items }) kann nicht zurückgegeben werden. { $refund_reason ->
        [none] {""}
       *[other] Im Auftrag steht dazu: „{ $refund_reason }“
     }
   *[other] Die Bestellung { $number } ({ $items }) kann derzeit nicht zurückgegeben werden. { $refund_reason ->
        [none] {""}
       *[other] Im Auftrag steht dazu: „{ $refund_reason }“
     }
 }
return-once = Die Rückgabe von { $items } aus der Bestellung { $number } ist schon angemeldet.
return-why = { $refund_reason ->
    [none] Die Bestellung { $number } kann zurückgegeben werden.
   *[other] Zur Bestellung { $number } ist eingetragen: „{ $refund_reason }“
 }
refund-confirm = Ich kann für die Bestellung { $number } ({ $items }) { $amount } erstatten, auf dem Weg, auf dem Sie bezahlt haben. Soll ich das tun?
refund-done = Erledigt: Für die Bestellung { $number } ({ $items }) wurden { $amount } erstattet, auf dem Weg, auf dem Sie bezahlt haben.
refund-passed = Ich habe unser Team gebeten, { $total } für die Bestellung { $number } zu erstatten.
refund-declined = { $refund_reason ->
    [none] Es tut mir leid, die Bestellung { $number } ({ $items }) kann nicht erstattet werden.
   *[other] Es tut mir leid, die Bestellung { $number } ({ $items }) kann nicht erstattet werden. Im Auftrag steht dazu: „{ $refund_reason }“
 }
refund-late = Es tut mir leid, die Bestellung { $number } ({ $items }) kann nicht erstattet werden: Die Rückgabefrist von { $refund_days } Tagen nach der Zustellung ist vorbei.
refund-all-back = Für die Bestellung { $number } ({ $items }) ist schon alles erstattet; mehr kann nicht erstattet werden.
refund-limit = Ich kann höchstens zwei Erstattungen je Kunde und Kalendermonat vornehmen, und diese beiden hatten Sie schon. Die für die Bestellung { $number } ({ $items }) kann ich deshalb nicht selbst vornehmen; jemand aus unserem Team kann sie sich ansehen.
argument-amount = Betrag
refund-why = { $refund_reason ->
    [none] { $refund_eligible ->
        [yes] Die Bestellung { $number } kann erstattet werden; es ist nichts eingetragen, was dagegen spricht.
       *[no] Zur Bestellung { $number } ist kein Grund eingetragen.
     }
   *[other] Zur Bestellung { $number } ist als Grund eingetragen: „{ $refund_reason }“
 }
refund-amount = { $refund_amount ->
    [none] Die Bestellung { $number } hat { $total } gekostet.
   *[other] Die Erstattung für die Bestellung { $number } beträgt { $refund_amount }.
 }
refund-none = Zu keiner Ihrer Bestellungen ist eine Erstattung verzeichnet.
refund-state = { $refund_status ->
    [done] Für die Bestellung { $number } ({ $items }) wurden { $refund_amount } erstattet{ $refunded_on ->
        [none] {""}
       *[other] : { $refunded_on }
     }.
    [pending] Für die Bestellung { $number } ({ $items }) läuft eine Erstattung von { $refund_amount }; abgeschlossen ist sie noch nicht.{ $refunded_on ->
        [none] {""}
       *[other] {" "}Begonnen: { $refunded_on }.
     }
    [failed] Für die Bestellung { $number } ({ $items }) ist eine Erstattung von { $refund_amount } fehlgeschlagen{ $refunded_on ->
        [none] {""}
       *[other] {" "}({ $refunded_on })
     }. Das muss sich jemand aus unserem Team ansehen.
   *[none] { $status ->
        [returned] Die Bestellung { $number } ({ $items }, { $total }) ist wieder bei uns eingetroffen. Eine Erstattung ist dafür noch nicht eingetragen.
       *[other] Für die Bestellung { $number } ({ $items }) ist keine Erstattung eingetragen. Sie ist { $status_text }.
     }
 }
replacement-confirm = Ich kann aus der Bestellung { $number } kostenlos Ersatz schicken lassen: { $items }. Soll ich das tun?
replacement-done = Erledigt: Der Ersatz für { $items } aus der Bestellung { $number } ist in Auftrag, kostenlos.
replace_items-passed = Ich habe unser Team gebeten, einen Ersatz für die Bestellung { $number } ({ $items }) zu prüfen.
replacement-once = Ein Ersatz für { $items } aus der Bestellung { $number } ist schon in Auftrag, und ersetzt wird jedes Teil einmal. Jemand aus unserem Team kann sich das ansehen.
ask-which-item = Worum geht es: { $items }?

invoice-about = Die Rechnung { $number } ({ $description }) über { $amount } { $status ->
    [paid] wurde bezahlt{ $paid_on ->
        [none] {""}
       *[other] : { $paid_on }
     }{ $payment_method ->
        [none] {""}
       *[other] {" "}({ $payment_method })
     }.
    [open] ist offen; Fälligkeit: { $due_on }.
    [overdue] ist überfällig seit { $due_on }.
   *[other] ist { $status_text }.
 }
invoice-line = - { $number } ({ $description }): { $amount }, { $status_text }
invoice-choice = { $number } ({ $description }, { $amount })
invoice-none = In Ihrem Konto sind keine Rechnungen.
invoice-not-found = Die Rechnung { $number } finde ich in Ihrem Konto nicht. Bitte prüfen Sie die Nummer.
invoice-when = Rechnung { $number }: ausgestellt { $issued_on }; fällig { $due_on }{ $paid_on ->
    [none] {""}
   *[other] ; bezahlt { $paid_on }
 }.
invoice-amount = Die Rechnung { $number } beträgt { $amount }.
invoice-method = Die Rechnung { $number } ({ $description }) ist bezahlt. Zahlungsart: { $payment_method }; Zahlung: { $paid_on }.
    .missing = Zur Rechnung { $number } ({ $description }) ist keine Zahlung eingetragen.
invoice-payment = { $payments ->
    [0] Ihre letzte Rechnung { $number } ({ $description }, { $amount }) ist { $status_text }; eine Zahlung ist dazu nicht eingetragen.
   *[other] Ihre letzte Zahlung ist eingegangen: { $amount } für { $description } (Rechnung { $number }).{ $paid_on ->
        [none] {""}
       *[other] {" "}Zahlung: { $paid_on }.
     }{ $payment_method ->
        [none] {""}
       *[other] {" "}Zahlungsart: { $payment_method }.
     }
 }
invoices-intro = Das sind Ihre letzten Rechnungen:
invoices-open-intro = Diese Rechnungen sind noch nicht bezahlt:
invoices-open-none = Sie haben keine offenen Rechnungen: Alle sind bezahlt.
ask-which-invoice = Welche Rechnung meinen Sie?
double-found = Sie haben recht: Zur Rechnung { $number } ({ $description }, { $amount }) gibt es zwei Zahlungen ({ $paid_on }): { $payment_references }.
dispute-confirm = Ich kann die Zahlung { $payment } zur Rechnung { $number } ({ $amount }) beanstanden, damit sie geprüft und zurückgezahlt wird. Soll ich das tun?
dispute-done = Erledigt: Die Zahlung { $payment } zur Rechnung { $number } ({ $amount }) ist beanstandet. Unser Team prüft sie.
dispute_payment-passed = Ich habe unser Team gebeten, die Zahlung { $payment_reference } zur Rechnung { $number } zu prüfen.
dispute-once = Die Rechnung { $number } ist schon beanstandet; unser Team prüft sie.
double-none = Eine doppelte Zahlung finde ich nicht: Zu jeder Ihrer letzten Rechnungen gibt es höchstens eine.

subscription-about = { $status ->
    [active] Ihr Abo ist { $plan } für { $price } pro { $interval ->
        [year] Jahr
       *[month] Monat
     }. Nächste Verlängerung: { $renews_on }.
    [trialing] Sie testen { $plan } kostenlos. Ab { $renews_on } kostet das Abo { $price } pro { $interval ->
        [year] Jahr
       *[month] Monat
     }.
    [past_due] Die Zahlung für Ihr Abo { $plan } ({ $price } pro { $interval ->
        [year] Jahr
       *[month] Monat
     }) ist überfällig seit { $renews_on }.
    [cancelled] Ihr Abo { $plan } ist gekündigt. { $ends_past ->
        [yes] Letzter Tag: { $ends_on }.
       *[no] Es läuft noch bis { $ends_on }.
     }
   *[other] Ihr Abo { $plan } hat den Status „{ $status_text }“.
 }
subscription-when = { $status ->
    [cancelled] Ihr Abo { $plan } verlängert sich nicht. Ende: { $ends_on }.
   *[other] Nächste Verlängerung Ihres Abos { $plan }: { $renews_on }.
 }
subscription-price = Ihr Abo { $plan } kostet { $price } pro { $interval ->
    [year] Jahr
   *[month] Monat
 }.
subscription-choice = { $plan }
subscription-none = In Ihrem Konto ist kein Abo.
subscription-not-found = Das Abo { $number } finde ich in Ihrem Konto nicht.
subscription-cancel-confirm = Wenn Sie jetzt kündigen, läuft Ihr Abo { $plan } ({ $price } pro { $interval ->
    [year] Jahr
   *[month] Monat
 }) noch bis { $renews_on } und verlängert sich nicht. Soll ich es kündigen?
subscription-cancel-done = Erledigt: Ihr Abo { $plan } ist gekündigt. Sie können es bis { $ends_on } nutzen, und es verlängert sich nicht.
end_subscription-passed = Ich habe unser Team gebeten, Ihr Abo { $plan } zu kündigen.
ask-how-many-months = Ihr Abo { $plan } wird monatlich bezahlt und kann deshalb für einen, zwei oder drei Monate pausieren. Für wie viele?
subscription-pause-confirm = Ich kann Ihr Abo { $number } für { $months ->
    [one] einen Monat
   *[other] { $months } Monate
 } pausieren; in dieser Zeit wird nichts berechnet. Soll ich das tun?
subscription-pause-done = Erledigt: Ihr Abo { $plan } pausiert und läuft von selbst weiter: { $paused_until }.
pause_plan-passed = Ich habe unser Team gebeten, Ihr Abo { $plan } zu pausieren.
pause-monthly-only = Pausieren lassen sich nur Abos, die monatlich bezahlt werden; Ihr Abo { $plan } wird pro { $interval ->
    [year] Jahr
   *[month] Monat
 } bezahlt.
pause-too-long = Ein Abo kann höchstens { $pause_months } Monate pausieren.
ask-which-plan = Ihr Abo ist { $plan } für { $price } pro { $interval ->
    [year] Jahr
   *[month] Monat
 }. Welches Abo möchten Sie?
subscription-change-confirm = Ich kann Ihr Abo auf { $name } für { $price } pro { $interval ->
    [year] Jahr
   *[month] Monat
 } umstellen. Soll ich das tun?
subscription-change-done = Erledigt: Ihr Abo ist jetzt { $name } für { $price } pro { $interval ->
    [year] Jahr
   *[month] Monat
 }.
switch_plan-passed = Ich habe Ihren Änderungswunsch zum Abo { $plan } an unser Team weitergegeben.
plan-already = Sie haben { $plan } schon.
ask-which-subscription = Welches Abo meinen Sie?
choice-basic = Basic
choice-plus = Plus
choice-pro = Pro
choice-1 = Einen Monat
choice-2 = Zwei Monate
choice-3 = Drei Monate
argument-items = Artikel
argument-address = Adresse
argument-payment = Zahlung
argument-months = Monate
argument-plan = Abo
argument-name = Name
argument-price = Preis

ticket-about = Das Ticket { $number } („{ $subject }“) ist { $status_text }; angelegt: { $created_on }.
ticket-choice = { $number } ({ $subject })
ticket-none = Sie haben keine Tickets.
ticket-not-found = Das Ticket { $number } finde ich in Ihrem Konto nicht.
ask-which-ticket = Welches Ticket meinen Sie?
customer-about = Ihr Konto läuft auf den Namen { $name }, mit der E-Mail-Adresse { $email }{ $phone ->
    [none] {""}
   *[other] {" "}und der Telefonnummer { $phone }
 }. { $tier ->
    [none] {""}
   *[other] Ihre Kundenstufe: { $tier }.
 }
customer-none = Ich weiß noch nicht, wer Sie sind. Bitte melden Sie sich zuerst an.
customer-not-found = Ich weiß noch nicht, wer Sie sind. Bitte melden Sie sich zuerst an.
complaint-heard = Es tut mir leid, dass es so gelaufen ist.
    .again = Ich verstehe Ihren Ärger, und es tut mir leid.

invoice-none-of = Zu { $number } gibt es noch keine Rechnung und keine Zahlung.
subscription-started = { $started_on ->
    [none] Wann Ihr Abo { $plan } begonnen hat, ist nicht vermerkt.
   *[other] Beginn Ihres Abos { $plan }: { $started_on }.
 }
order-tracking = { $tracking_number ->
    [none] Die Bestellung { $number } ({ $items }) hat noch keine Sendungsnummer.
   *[other] Die Sendungsnummer der Bestellung { $number } ist { $tracking_number }{ $carrier ->
        [none] {""}
       *[other] {" "}({ $carrier })
     }.
 }
order-count = { $count ->
    [0] Das ist keine Ihrer Bestellungen.
    [one] Das ist eine Bestellung:
   *[other] Das sind { $count } Bestellungen:
 }
invoice-count = { $count ->
    [0] Das ist keine Ihrer Rechnungen.
    [one] Das ist eine Rechnung:
   *[other] Das sind { $count } Rechnungen:
 }

# Worum eine Frage gehen kann, als Schaltflächen.
topic-order_status = Wo eine Bestellung ist
topic-cancel_order = Eine Bestellung stornieren
topic-return_item = Etwas zurückgeben
topic-refund_request = Eine Erstattung
topic-replacement = Etwas ist kaputt
topic-delivery_problem = Ein Paket ist nicht angekommen
topic-invoice_question = Eine Rechnung oder Zahlung
topic-subscription_details = Mein Abo
topic-technical_problem = Ein technisches Problem
topic-account_access = Die Anmeldung
topic-talk_to_person = Mit einem Menschen sprechen

# Namen von Datensätzen, Feldern und Vorgängen, wie sie auf Seiten stehen.
label-order = Bestellung
label-invoice = Rechnung
label-subscription = Abonnement
several-order = Bestellungen
several-invoice = Rechnungen
several-subscription = Abonnements
label-number = Nummer
label-status = Status
label-placed-on = Bestellt
label-shipped-on = Versandt
label-delivery-date = Erwartet
label-delivered-on = Zugestellt
label-items = Artikel
label-total = Summe
label-carrier = Versand durch
label-tracking-number = Sendungsnummer
label-city = Ort
label-address = Adresse
label-refund-reason = Zur Erstattung
label-refund-amount = Erstattet
label-description = Für
label-amount = Betrag
label-issued-on = Ausgestellt
label-due-on = Fällig
label-payments = Zahlungen
label-payment = Zahlung
label-payment-references = Zahlungsreferenzen
label-payment-reference = Letzte Zahlung
label-paid = Bezahlt
label-paid-on = Bezahlt am
label-payment-method = Bezahlt mit
label-plan = Tarif
label-name = Neuer Tarif
label-price = Preis
label-started-on = Seit
label-renews-on = Verlängert sich
label-ends-on = Endet
label-paused-until = Pausiert bis
label-months = Monate
label-cancel = Bestellung stornieren
label-refund = Geld zurückbekommen
label-replace-items = Artikel ersetzen lassen
label-return-items = Artikel zurückgeben
label-change-address = Adresse ändern
label-end-subscription = Abonnement kündigen
label-switch-plan = Tarif wechseln
label-pause-plan = Pausieren
label-dispute-payment = Zahlung beanstanden
