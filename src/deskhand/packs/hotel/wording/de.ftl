# Was das Hotel sagt. Werte kommen aus den Datensätzen; `none` ist ein unbekannter Wert.
noun-reservation = Reservierung
noun-folio = Rechnung
noun-ticket = Ticket
topic-reservation_status = meine Reservierung
topic-reservations_all = alle meine Reservierungen
topic-reservation_price = der Preis meines Aufenthalts
topic-reservation_room = mein Zimmer
topic-change_dates = andere Tage
topic-cancel_reservation = eine Stornierung
topic-late_checkout = eine spätere Abreise
topic-new_booking = eine neue Buchung
topic-folio = eine Rechnung
topic-folio_copy = eine Kopie der Rechnung
topic-room_problem = ein Problem mit dem Zimmer
topic-lost_item = etwas, das ich vergessen habe
topic-house_question = das Haus und sein Angebot
topic-guest_details = meine Daten
topic-ticket_status = ein Ticket von mir
topic-complaint = eine Beschwerde

state-reservation-booked = noch nicht von uns bestätigt
state-reservation-confirmed = bestätigt
state-reservation-checked_in = angereist
state-reservation-checked_out = abgereist
state-reservation-cancelled = storniert
state-reservation-no_show = nicht angetreten
state-folio-paid = bezahlt
state-folio-open = offen
state-folio-overdue = überfällig
state-folio-void = ungültig
state-ticket-open = offen
state-ticket-pending = in Arbeit
state-ticket-solved = gelöst
state-ticket-closed = geschlossen

reservation-about = { $status ->
    [booked] Ihre Reservierung { $number } ({ $room }) gilt von { $arrives_on }, bis { $departs_on }. Unsere Bestätigung steht noch aus.
    [confirmed] Ihre Reservierung { $number } ist bestätigt: { $room }, von { $arrives_on }, bis { $departs_on }, { $nights ->
        [one] eine Nacht
       *[other] { $nights } Nächte
     } für { $guests ->
        [one] eine Person
       *[other] { $guests } Personen
     }.
    [checked_in] Sie wohnen bei uns bis { $departs_on }, im Zimmer { $room }{ $room_number ->
        [none] {""}
       *[other] {" "}(Nummer { $room_number })
     }, Reservierung { $number }.
    [checked_out] Ihr Aufenthalt { $number } im Zimmer { $room } war von { $arrives_on }, bis { $departs_on }.
    [cancelled] Ihre Reservierung { $number } ({ $room }, von { $arrives_on }, bis { $departs_on }) ist storniert{ $cancelled_on ->
        [none] {""}
       *[other] , Datum der Stornierung: { $cancelled_on }
     }.
   *[other] Ihre Reservierung { $number } ({ $room }, von { $arrives_on }, bis { $departs_on }) wurde nicht angetreten.
 }
reservation-when = { $status ->
    [checked_in] Ihr Aufenthalt { $number } dauert bis { $departs_on }{ $late_until ->
        [none] .
       *[other] ; das Zimmer können Sie an diesem Tag bis { $late_until } behalten.
     }
    [checked_out] Ihr Aufenthalt { $number } war von { $arrives_on }, bis { $departs_on }.
    [cancelled] Ihre Reservierung { $number } galt von { $arrives_on }, bis { $departs_on }; sie ist storniert.
    [no_show] Ihre Reservierung { $number } galt von { $arrives_on }, bis { $departs_on }; sie wurde nicht angetreten.
   *[other] Anreise für Ihre Reservierung { $number } ist { $arrives_on }, Abreise { $departs_on }.
 }
reservation-line = - { $number }: { $room }, { $arrives_on }, bis { $departs_on }, { $status_text }
reservation-choice = { $number } ({ $room }, ab { $arrives_on })
reservation-none = Ich finde keine Reservierung auf Ihren Namen.
reservation-not-found = Die Reservierung { $number } finde ich nicht auf Ihren Namen. Bitte prüfen Sie die Nummer.
reservation-price = { $status ->
    [checked_out] Der Aufenthalt { $number } ({ $room }) hat insgesamt { $price } gekostet, ohne Extras vor Ort.
    [cancelled] Der Preis der stornierten Reservierung { $number } ({ $room }) war { $price }.
    [no_show] Der Preis der Reservierung { $number } ({ $room }) war { $price }.
   *[other] Die Reservierung { $number } ({ $room }, { $nights ->
        [one] eine Nacht
       *[other] { $nights } Nächte
     }) kostet insgesamt { $price }.
 }
reservation-room = Zur Reservierung { $number } gehört das Zimmer { $room }{ $room_number ->
    [none] {""}
   *[other] {" "}(Nummer { $room_number })
 } für { $guests ->
    [one] eine Person
   *[other] { $guests } Personen
 }, { $breakfast ->
    [yes] mit Frühstück
   *[no] ohne Frühstück
 }{ $parking ->
    [yes] {" "}und mit einem Stellplatz
   *[no] {""}
 }.
reservations-intro = Das sind Ihre Reservierungen, die neueste zuerst:
reservation-count = { $count ->
    [0] Das ist keine Ihrer Reservierungen.
    [one] Das ist eine Reservierung:
   *[other] Das sind { $count } Reservierungen:
 }
ask-which-reservation = Welche Reservierung meinen Sie?

change-which-dates = Welche Tage hätten Sie stattdessen gern?
change-confirm = Ihre Reservierung { $number } ({ $room }) gilt von { $arrives_on }, bis { $departs_on }, und lässt sich noch umbuchen. Soll ich unsere Rezeption bitten, die Tage zu ändern? Der Preis kann an anderen Tagen ein anderer sein.
change_dates-passed = Ich habe unsere Rezeption gebeten, die Tage Ihrer Reservierung { $number } zu ändern. Bis sie die neuen Tage bestätigt hat, bleibt alles, wie es ist.
change-declined = { $status ->
    [booked] { $rate ->
        [saver] Die Tage der Reservierung { $number } lassen sich nicht ändern: Sie wurde zum Spartarif gebucht.
       *[other] Die Tage der Reservierung { $number } lassen sich nicht mehr kostenlos ändern, denn die Anreise ist { $arrives_on }.
     }
    [confirmed] { $rate ->
        [saver] Die Tage der Reservierung { $number } lassen sich nicht ändern: Sie wurde zum Spartarif gebucht.
       *[other] Die Tage der Reservierung { $number } lassen sich nicht mehr kostenlos ändern, denn die Anreise ist { $arrives_on }.
     }
    [checked_in] Sie wohnen schon bei uns (Reservierung { $number }), und zwar bis { $departs_on }. Ob das Zimmer länger frei ist, weiß die Rezeption.
    [cancelled] Die Reservierung { $number } ist storniert; ihre Tage lassen sich nicht mehr ändern.
   *[other] Die Tage der Reservierung { $number } sind vorbei und lassen sich nicht mehr ändern.
 }
cancel-confirm = { $terms ->
    [free] Ihre Reservierung { $number } ({ $room }, von { $arrives_on }, bis { $departs_on }) lässt sich kostenlos stornieren{ $free_until ->
        [none] {""}
       *[other] , letzter Tag dafür ist { $free_until }
     }. Soll ich sie stornieren?
    [whole_price] Ihre Reservierung { $number } ({ $room }, Anreise { $arrives_on }) wurde zum Spartarif gebucht: Bei einer Stornierung bleibt der ganze Preis von { $price } zu zahlen. Soll ich sie trotzdem stornieren?
    [first_night] Die Anreise Ihrer Reservierung { $number } ({ $room }) ist { $arrives_on }, zu nah für eine kostenlose Stornierung: Die erste Nacht, { $first_night }, bliebe zu zahlen. Soll ich sie trotzdem stornieren?
   *[other] Ihre Reservierung { $number } ({ $room }) gilt von { $arrives_on }, bis { $departs_on }. Soll ich unsere Rezeption bitten, sie zu stornieren?
 }

cancel_reservation-passed = Ich habe unsere Rezeption gebeten, Ihre Reservierung { $number } zu stornieren. Die Bestätigung bekommen Sie per E-Mail.
cancel_reservation-done = Erledigt: Ihre Reservierung { $number } ({ $room }) ist storniert{ $terms ->
    [free] , kostenlos.
   *[other] ; zu zahlen bleiben { $fee }.
 } Die Bestätigung bekommen Sie per E-Mail.
choice-whole_price = Ganzer Preis
choice-first_night = Erste Nacht
choice-free = Kostenlos
argument-day = Tag
argument-terms = Bedingungen
argument-fee = Bleibt zu zahlen
cancel-cost = { $rate ->
    [saver] Die Reservierung { $number } wurde zum Spartarif gebucht: Bei einer Stornierung bleibt der ganze Preis von { $price } zu zahlen.
   *[other] { $free_until ->
        [none] Bei einer späten Stornierung der Reservierung { $number } bleibt die erste Nacht, { $first_night }, zu zahlen.
       *[other] Der letzte Tag für eine kostenlose Stornierung der Reservierung { $number } ist { $free_until }; danach bleibt die erste Nacht, { $first_night }, zu zahlen.
     }
 }
cancel-declined = { $status ->
    [cancelled] Die Reservierung { $number } ist schon storniert.
    [checked_in] Sie wohnen schon bei uns (Reservierung { $number }), deshalb lässt sich hier nichts mehr stornieren. Eine frühere Abreise regelt die Rezeption mit Ihnen.
   *[other] Die Tage der Reservierung { $number } sind vorbei; zu stornieren gibt es da nichts mehr.
 }

late-agreed = Für die Reservierung { $number } ist eine späte Abreise vermerkt: Sie können das Zimmer am Abreisetag, { $departs_on }, bis { $late_until } Uhr behalten.
late-confirm = Ihre Abreise (Reservierung { $number }) ist { $departs_on }. Soll ich bei unserer Rezeption eine späte Abreise anfragen?
late_checkout-passed = Ich habe bei unserer Rezeption eine späte Abreise für die Reservierung { $number } angefragt. Bis sie zusagt, gilt bitte die übliche Zeit.

problem-heard = Es tut mir leid, dass mit Ihrem Zimmer etwas nicht stimmt.
lost-what = Was fehlt Ihnen, und wo könnte es sein?
lost-heard = Es tut mir leid, dass Ihnen etwas fehlt.

folio-about = Die Rechnung { $number } ({ $description }) über { $amount } ist { $status ->
    [paid] bezahlt{ $paid_on ->
        [none] {""}
       *[other] , Zahlungseingang: { $paid_on }
     }{ $payment_method ->
        [none] {""}
       *[other] {" "}({ $payment_method })
     }.
    [open] offen; fällig ist sie { $due_on }.
    [overdue] überfällig; fällig war sie { $due_on }.
   *[other] ungültig, es ist nichts zu zahlen.
 }
folio-line = - { $number } ({ $description }): { $amount }, { $status_text }
folio-choice = { $number }: { $amount } ({ $description })
folio-none = Auf Ihren Namen gibt es keine Rechnungen.
folio-not-found = Die Rechnung { $number } finde ich nicht auf Ihren Namen. Bitte prüfen Sie die Nummer.
folio-when = Ausgestellt wurde die Rechnung { $number } { $issued_on }, fällig ist sie { $due_on }{ $paid_on ->
    [none] {""}
   *[other] ; Zahlungseingang: { $paid_on }
 }.
folio-amount = Die Rechnung { $number } ({ $description }) beträgt { $amount }.
folio-method = Die Rechnung { $number } wurde so bezahlt: { $payment_method }.
    .missing = Für die Rechnung { $number } ({ $description }) ist keine Zahlung vermerkt.
folios-intro = Das sind Ihre letzten Rechnungen:
ask-which-folio = Welche Rechnung meinen Sie?
folio-copy-confirm = Soll ich unsere Rezeption bitten, Ihnen die Rechnung { $number } über { $amount } ({ $description }) per E-Mail zu schicken?
folio_copy-passed = Ich habe unsere Rezeption gebeten, Ihnen die Rechnung { $number } zu schicken. Soll eine andere Anschrift darauf stehen, schreiben Sie sie einfach hier.

ticket-about = Das Ticket { $number } („{ $subject }“) ist { $status_text }; eröffnet: { $created_on }.
ticket-choice = { $number } ({ $subject })
ticket-none = Sie haben keine Tickets.
ticket-not-found = Das Ticket { $number } finde ich nicht auf Ihren Namen.
ask-which-ticket = Welches Ticket meinen Sie?

guest-about = Sie sind bei uns als { $name } mit der E-Mail-Adresse { $email }{ $phone ->
    [none] {" "}und ohne Telefonnummer
   *[other] {" "}und der Telefonnummer { $phone }
 } eingetragen.
guest-none = Ich weiß noch nicht, wer Sie sind. Bitte melden Sie sich zuerst an.
complaint-heard = Es tut mir leid, dass Ihr Aufenthalt nicht so war, wie Sie es sich gewünscht haben.

# Namen von Datensätzen, Feldern und Vorgängen, wie sie auf Seiten stehen.
label-reservation = Reservierung
label-folio = Rechnung
several-reservation = Reservierungen
several-folio = Rechnungen
label-number = Nummer
label-status = Status
label-room = Zimmer
label-room-number = Zimmernummer
label-arrives-on = Anreise
label-departs-on = Abreise
label-nights = Nächte
label-guests = Gäste
label-price = Preis
label-first-night = Erste Nacht
label-free-until = Kostenlos stornierbar bis
label-late-until = Abreise bis
label-booked-on = Gebucht
label-cancelled-on = Storniert
label-description = Für
label-amount = Betrag
label-issued-on = Ausgestellt
label-due-on = Fällig
label-payments = Zahlungen
label-paid = Bezahlt
label-paid-on = Bezahlt am
label-payment-method = Bezahlt mit
label-terms = Bedingungen
label-fee = Gebühr
label-day = Tag
label-cancel-reservation = Reservierung stornieren
