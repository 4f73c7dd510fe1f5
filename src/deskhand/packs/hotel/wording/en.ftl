# What the hotel says. Values come from records; `none` is a value that is not known.
noun-reservation = reservation
noun-folio = invoice
noun-ticket = ticket
topic-reservation_status = my reservation
topic-reservations_all = all my reservations
topic-reservation_price = the price of my stay
topic-reservation_room = my room
topic-change_dates = changing my dates
topic-cancel_reservation = cancelling a reservation
topic-late_checkout = a later check-out
topic-new_booking = booking a room
topic-folio = an invoice
topic-folio_copy = a copy of an invoice
topic-room_problem = a problem with my room
topic-lost_item = something I left behind
topic-house_question = the hotel and its services
topic-guest_details = my own data
topic-ticket_status = a ticket of mine
topic-complaint = a complaint

state-reservation-booked = waiting for our confirmation
state-reservation-confirmed = confirmed
state-reservation-checked_in = checked in
state-reservation-checked_out = checked out
state-reservation-cancelled = cancelled
state-reservation-no_show = not used
state-folio-paid = paid
state-folio-open = open
state-folio-overdue = overdue
state-folio-void = void
state-ticket-open = open
state-ticket-pending = pending
state-ticket-solved = solved
state-ticket-closed = closed

reservation-about = { $status ->
    [booked] Your reservation { $number } ({ $room }) runs from { $arrives_on } to { $departs_on }. It still waits for our confirmation.
    [confirmed] Your reservation { $number } is confirmed: { $room }, from { $arrives_on } to { $departs_on }, { $nights ->
        [one] one night
       *[other] { $nights } nights
     } for { $guests ->
        [one] one guest
       *[other] { $guests } guests
     }.
    [checked_in] You are staying with us in the { $room }{ $room_number ->
        [none] {""}
       *[other] , room { $room_number },
     } until { $departs_on } (reservation { $number }).
    [checked_out] Your stay { $number } in the { $room } was from { $arrives_on } to { $departs_on }.
    [cancelled] Your reservation { $number } ({ $room }, from { $arrives_on } to { $departs_on }) is cancelled{ $cancelled_on ->
        [none] {""}
       *[other] ; day of the cancellation: { $cancelled_on }
     }.
   *[other] Your reservation { $number } ({ $room }, from { $arrives_on } to { $departs_on }) was not used.
 }
reservation-when = { $status ->
    [checked_in] Your stay { $number } runs until { $departs_on }{ $late_until ->
        [none] .
       *[other] ; you can keep the room until { $late_until } on that day.
     }
    [checked_out] Your stay { $number } was from { $arrives_on } to { $departs_on }.
    [cancelled] Your reservation { $number } was for { $arrives_on } to { $departs_on }; it is cancelled.
    [no_show] Your reservation { $number } was for { $arrives_on } to { $departs_on }; it was not used.
   *[other] Your reservation { $number } starts { $arrives_on } and ends { $departs_on }.
 }
reservation-line = - { $number }: { $room }, { $arrives_on } to { $departs_on }, { $status_text }
reservation-choice = { $number } ({ $room }, from { $arrives_on })
reservation-none = I can't find a reservation in your name.
reservation-not-found = I can't find the reservation { $number } in your name. Please check the number.
reservation-price = { $status ->
    [checked_out] The stay { $number } ({ $room }) came to { $price } in total, without extras on site.
    [cancelled] The price of the cancelled reservation { $number } ({ $room }) was { $price }.
    [no_show] The price of reservation { $number } ({ $room }) was { $price }.
   *[other] Reservation { $number } ({ $room }, { $nights ->
        [one] one night
       *[other] { $nights } nights
     }) costs { $price } in total.
 }
reservation-room = Reservation { $number } is for the { $room }{ $room_number ->
    [none] {""}
   *[other] , room { $room_number }
 }, for { $guests ->
    [one] one guest
   *[other] { $guests } guests
 }, { $breakfast ->
    [yes] breakfast included
   *[no] without breakfast
 }{ $parking ->
    [yes] {" "}and with a parking space
   *[no] {""}
 }.
reservations-intro = These are your reservations, the newest first:
reservation-count = { $count ->
    [0] That is none of your reservations.
    [one] That is one reservation:
   *[other] That is { $count } reservations:
 }
ask-which-reservation = Which reservation do you mean?

change-which-dates = Which days would you like instead?
change-confirm = Your reservation { $number } ({ $room }) runs from { $arrives_on } to { $departs_on }, and its dates can still be changed. Shall I ask our reception to change them? The price may differ for other days.
change_dates-passed = I've asked our reception to change the dates of your reservation { $number }. It stays as it is until they have confirmed the new days.
change-declined = { $status ->
    [booked] { $rate ->
        [saver] The dates of reservation { $number } can't be changed: it was booked at the saver rate.
       *[other] The dates of reservation { $number } can't be changed free of charge any more, as the arrival is { $arrives_on }.
     }
    [confirmed] { $rate ->
        [saver] The dates of reservation { $number } can't be changed: it was booked at the saver rate.
       *[other] The dates of reservation { $number } can't be changed free of charge any more, as the arrival is { $arrives_on }.
     }
    [checked_in] You are already staying with us (reservation { $number }), until { $departs_on }. Reception can tell you whether the room is free for longer.
    [cancelled] Reservation { $number } is cancelled, so its dates can't be changed.
   *[other] The days of reservation { $number } are over, so they can't be changed.
 }
cancel-confirm = { $terms ->
    [free] Your reservation { $number } ({ $room }, from { $arrives_on } to { $departs_on }) can be cancelled free of charge{ $free_until ->
        [none] {""}
       *[other] {" "}up to and including { $free_until }
     }. Shall I cancel it?
    [whole_price] Your reservation { $number } ({ $room }, from { $arrives_on }) was booked at the saver rate: when it is cancelled, the whole price of { $price } remains due. Shall I cancel it all the same?
    [first_night] The arrival of your reservation { $number } ({ $room }) is { $arrives_on }, too close for a free cancellation: the first night, { $first_night }, would remain due. Shall I cancel it all the same?
   *[other] Your reservation { $number } ({ $room }) runs from { $arrives_on } to { $departs_on }. Shall I ask our reception to cancel it?
 }

cancel_reservation-passed = I've asked our reception to cancel your reservation { $number }. You get the confirmation by e-mail.
cancel_reservation-done = Done: your reservation { $number } ({ $room }) has been cancelled{ $terms ->
    [free] , free of charge.
   *[other] ; { $fee } remains due.
 } You get the confirmation by e-mail.
choice-whole_price = Whole price
choice-first_night = First night
choice-free = Free of charge
argument-day = Day
argument-terms = Terms
argument-fee = Remains due
cancel-cost = { $rate ->
    [saver] Reservation { $number } was booked at the saver rate: when it is cancelled, the whole price of { $price } remains due.
   *[other] { $free_until ->
        [none] When reservation { $number } is cancelled late, the first night, { $first_night }, remains due.
       *[other] Reservation { $number } can be cancelled free of charge up to and including { $free_until }; after that the first night, { $first_night }, remains due.
     }
 }
cancel-declined = { $status ->
    [cancelled] Reservation { $number } is already cancelled.
    [checked_in] You are already staying with us (reservation { $number }), so it can't be cancelled here. Reception can arrange an earlier departure.
   *[other] The days of reservation { $number } are over, so there is nothing to cancel.
 }

late-agreed = For reservation { $number } a late check-out is noted: you can keep the room until { $late_until } on your day of departure, { $departs_on }.
late-confirm = Your departure (reservation { $number }) is { $departs_on }. Shall I ask our reception for a late check-out?
late_checkout-passed = I've asked our reception for a late check-out for reservation { $number }. Please keep to the usual time until they have confirmed it.

problem-heard = I'm sorry that your room is not as it should be.
lost-what = What are you missing, and where might it be?
lost-heard = I'm sorry that you are missing something.

folio-about = Invoice { $number } ({ $description }) over { $amount } { $status ->
    [paid] is paid{ $payment_method ->
        [none] {""}
       *[other] {" "}by { $payment_method }
     }{ $paid_on ->
        [none] {""}
       *[other] {" "}({ $paid_on })
     }.
    [open] is open; it is due { $due_on }.
    [overdue] is overdue; it was due { $due_on }.
   *[other] is void, so there is nothing to pay.
 }
folio-line = - { $number } ({ $description }): { $amount }, { $status_text }
folio-choice = { $number }: { $amount } ({ $description })
folio-none = There are no invoices in your name.
folio-not-found = I can't find the invoice { $number } in your name. Please check the number.
folio-when = Invoice { $number } was issued { $issued_on } and is due { $due_on }{ $paid_on ->
    [none] {""}
   *[other] ; its payment came in { $paid_on }
 }.
folio-amount = Invoice { $number } ({ $description }) is for { $amount }.
folio-method = Invoice { $number } was paid by { $payment_method }.
    .missing = No payment is recorded for invoice { $number } ({ $description }).
folios-intro = These are your latest invoices:
ask-which-folio = Which invoice do you mean?
folio-copy-confirm = Shall I ask our reception to send you invoice { $number } over { $amount } ({ $description }) by e-mail?
folio_copy-passed = I've asked our reception to send you invoice { $number }. If the address on it has to be another one, just write it here.

ticket-about = Ticket { $number } ("{ $subject }") is { $status_text }; it was opened { $created_on }.
ticket-choice = { $number } ({ $subject })
ticket-none = You have no tickets.
ticket-not-found = I can't find the ticket { $number } in your name.
ask-which-ticket = Which ticket do you mean?

guest-about = We have you down as { $name }, with the e-mail address { $email }{ $phone ->
    [none] {" "}and no phone number
   *[other] {" "}and the phone number { $phone }
 }.
guest-none = I don't know who you are yet. Please sign in first.
complaint-heard = I'm sorry that your stay was not what you had hoped for.

# Names of records, fields and actions, as pages show them.
label-reservation = Reservation
label-folio = Invoice
several-reservation = Reservations
several-folio = Invoices
label-number = Number
label-status = State
label-room = Room
label-room-number = Room number
label-arrives-on = Arrival
label-departs-on = Departure
label-nights = Nights
label-guests = Guests
label-price = Price
label-first-night = First night
label-free-until = Free to cancel until
label-late-until = Check-out until
label-booked-on = Booked
label-cancelled-on = Cancelled
label-description = For
label-amount = Amount
label-issued-on = Issued
label-due-on = Due
label-payments = Payments
label-paid = Paid
label-paid-on = Paid on
label-payment-method = Paid by
label-terms = Terms
label-fee = Fee
label-day = Day
label-cancel-reservation = Cancel the reservation
