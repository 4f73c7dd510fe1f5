# What the shop says. Values come from records; `none` is a value that is not known.
noun-order = order
noun-invoice = invoice
noun-subscription = subscription
noun-ticket = ticket
topic-order = your order { $number }

state-order-pending = received
state-order-processing = being packed
state-order-shipped = shipped
state-order-in_transit = in transit
state-order-out_for_delivery = out for delivery
state-order-delivered = delivered
state-order-delayed = delayed
state-order-cancelled = cancelled
state-order-returned = returned
state-order-refunded = refunded
state-order-lost = lost
state-invoice-paid = paid
state-invoice-open = open
state-invoice-overdue = overdue
state-invoice-void = void
state-subscription-active = active
state-subscription-trialing = in its free trial
state-subscription-past_due = past due
state-subscription-cancelled = cancelled
state-ticket-open = open
state-ticket-pending = pending
state-ticket-solved = solved
state-ticket-closed = closed

order-where = { $status ->
    [pending] Your order { $number } ({ $items }) has been received and is pending: the payment is being checked. { $delivery_date ->
        [none] It has no delivery date yet, so I can't say when it will arrive.
       *[other] It should reach you on { $delivery_date }.
     }
    [processing] Your order { $number } ({ $items }) is being packed. { $delivery_date ->
        [none] It has no delivery date yet, so I can't say when it will arrive.
       *[other] It should reach you on { $delivery_date }.
     }
    [shipped] Your order { $number } ({ $items }) has shipped{ $carrier ->
        [none] {""}
       *[other] {" "}with { $carrier }
     }. { $delivery_date ->
        [none] There is no delivery date yet, so I can't say when it will arrive.
       *[other] It should reach you on { $delivery_date }.
     } { $tracking_number ->
        [none] {""}
       *[other] The tracking number is { $tracking_number }.
     }
    [in_transit] Your order { $number } ({ $items }) is on its way{ $carrier ->
        [none] {""}
       *[other] {" "}with { $carrier }
     }. { $delivery_date ->
        [none] There is no delivery date yet, so I can't say when it will arrive.
       *[other] It should reach you on { $delivery_date }.
     } { $tracking_number ->
        [none] {""}
       *[other] The tracking number is { $tracking_number }.
     }
    [out_for_delivery] Your order { $number } ({ $items }) is out for delivery{ $carrier ->
        [none] {""}
       *[other] {" "}with { $carrier }
     }. { $delivery_date ->
        [none] {""}
       *[other] It is expected { $delivery_date }.
     } { $tracking_number ->
        [none] {""}
       *[other] The tracking number is { $tracking_number }.
     }
    [delayed] Your order { $number } ({ $items }) is delayed. { $delivery_date ->
        [none] There is no new delivery date yet, so I can't promise one.
       *[other] It is now expected on { $delivery_date }.
     }
    [delivered] Your order { $number } ({ $items }) was delivered{ $delivered_on ->
        [none] {""}
       *[other] {" "}on { $delivered_on }
     }.
    [cancelled] Your order { $number } ({ $items }) was cancelled.
    [returned] Your order { $number } ({ $items }) was returned and is back with us.{ $refund_amount ->
        [none] {" "}No refund is recorded for it yet.
       *[other] {" "}{ $refund_amount } were refunded on { $refunded_on }.
     }
    [refunded] Your order { $number } ({ $items }) was refunded{ $refund_amount ->
        [none] {""}
       *[other] : { $refund_amount } on { $refunded_on }
     }.
    [lost] The parcel of your order { $number } ({ $items }) was lost by the carrier. You can choose between a replacement and a full refund.
   *[other] Your order { $number } ({ $items }) has the state "{ $status_text }".
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
    [delivered] delivered{ $delivered_on ->
        [none] {""}
       *[other] {" "}on { $delivered_on }
     }
   *[other] { $status_text }{ $delivery_date ->
        [none] {""}
       *[other] , expected { $delivery_date }
     }
 }
order-choice = { $number } ({ $items })
order-none = There are no orders in your account.
order-not-found = I can't find the order { $number } in your account. Please check the number; it is in your confirmation e-mail.
order-when = { $status ->
    [delivered] Order { $number } was delivered on { $delivered_on }.
    [cancelled] Order { $number } was cancelled, so it will not be delivered.
    [returned] Order { $number } was returned; it was delivered on { $delivered_on }.
    [refunded] Order { $number } was refunded.
    [lost] Order { $number } was lost by the carrier, so it has no delivery date. You can choose between a replacement and a full refund.
   *[other] { $delivery_date ->
        [none] Order { $number } is { $status_text } and has no delivery date yet, so I can't say when it will arrive.
       *[other] Order { $number } should reach you on { $delivery_date }. I don't know the hour.
     }
 }
order-why = { $status ->
    [delayed] For order { $number } no reason for the delay is recorded, and there is no new delivery date yet. { $shipped_on ->
        [none] It has not left our warehouse, so it can still be cancelled free of charge.
       *[other] It left our warehouse on { $shipped_on }.
     }
    [pending] Order { $number } is still pending: the payment is being checked before it is packed.
    [processing] Order { $number } is still being packed, so it has not left our warehouse.
    [shipped] Order { $number } left our warehouse on { $shipped_on } and is still with the carrier.
    [in_transit] Order { $number } left our warehouse on { $shipped_on } and is still on its way.
    [out_for_delivery] Order { $number } is with the driver.
    [lost] Order { $number } was lost by the carrier; no more is recorded about the reason.
   *[other] { $refund_reason ->
        [none] No reason is recorded for order { $number }.
       *[other] For order { $number } this is recorded: { $refund_reason }
     }
 }
order-options = { $status ->
    [pending] Order { $number } ({ $items }) has not left our warehouse: it can still be changed, or cancelled free of charge.
    [processing] Order { $number } ({ $items }) has not left our warehouse: it can still be changed, or cancelled free of charge.
    [delayed] Order { $number } ({ $items }) is delayed. { $shipped_on ->
        [none] It has not left our warehouse, so you can wait for it, or have it cancelled free of charge.
       *[other] It is with the carrier, so it can't be stopped any more; you can wait for it, and return it after delivery.
     }
    [delivered] Order { $number } ({ $items }) was delivered. { $refund_eligible ->
        [yes] You can return it, or ask for a refund of { $total }.
       *[no] It can't be returned: { $refund_reason }
     }
    [lost] Order { $number } ({ $items }) was lost by the carrier. You can choose between a free replacement and a full refund of { $total }.
    [cancelled] Order { $number } is cancelled, so nothing is left to do.
    [returned] Order { $number } is back with us. { $refund_amount ->
        [none] No refund is recorded for it yet.
       *[other] { $refund_amount } were refunded on { $refunded_on }.
     }
    [refunded] Order { $number } was refunded, so nothing is left to do.
   *[other] Order { $number } ({ $items }) is { $status_text }, so it can't be stopped any more. You can return it after delivery.
 }
order-price = Order { $number } ({ $items }) came to { $total }{ $refund_amount ->
    [none] {""}
   *[other] , of which { $refund_amount } were refunded
 }.
order-contents = Order { $number } holds { $items }. It is { $status_text }.
order-carrier = Order { $number } is with { $carrier }{ $tracking_number ->
    [none] {""}
   *[other] , tracking number { $tracking_number }
 }.
    .missing = Order { $number } ({ $items }) has no carrier or tracking number yet: it has not been handed to one.
order-shipped = Order { $number } left our warehouse on { $shipped_on }.
    .missing = Order { $number } has not left our warehouse yet.
order-placed = You placed order { $number } ({ $items }) on { $placed_on }.
order-address = Order { $number } goes to { $city }; the full address is under Account → Orders.
    .missing = No address is recorded here for order { $number }.
order-lost = The parcel of your order { $number } ({ $items }) was lost by the carrier. You can choose between a free replacement and a full refund of { $total }.
orders-open-intro = These have not arrived yet:
orders-open-none = Nothing is on its way: none of your orders is still open.
orders-all-intro = These are your orders:
ask-which-order = Which order do you mean?
    .again = Please pick one of these, or send me the order's number.

cancel-confirm = Order { $number } ({ $items }, { $total }) is { $status_text } and can still be cancelled free of charge. Shall I cancel it?
cancel-done = Done: order { $number } ({ $items }) has been cancelled, free of charge.
cancel-declined = { $status ->
    [cancelled] Order { $number } is cancelled already.
    [delivered] Order { $number } was delivered on { $delivered_on }, so it can't be cancelled any more.
    [returned] Order { $number } was returned already, so there is nothing left to cancel.
    [refunded] Order { $number } was refunded already, so there is nothing left to cancel.
   *[other] Order { $number } is { $status_text }, so it can't be cancelled any more. You can return it after delivery.
 }
cancel-why = { $status ->
    [pending] Order { $number } has not left our warehouse, so it can be cancelled.
    [processing] Order { $number } has not left our warehouse, so it can be cancelled.
   *[other] Because order { $number } is { $status_text }.
 }
cancel-cost = Cancelling order { $number } is free of charge as long as it has not left our warehouse.
cancel-passed = I've asked our team to cancel order { $number } ({ $items }).
change-which-address = Order { $number } ({ $items }) is { $status_text }, so its delivery address can still be changed. What is the new address?
change-confirm = Order { $number } ({ $items }) will go to this address: { $address }. Shall I change it?
change-done = Done: order { $number } ({ $items }) now goes to { $address }.
change_address-passed = I've passed the change for order { $number } on to our team.
change-declined = Order { $number } is { $status_text }, so we can no longer change it ourselves.
return-confirm = Yes, { $items } from order { $number } can be returned{ $delivered_on ->
    [none] {""}
   *[other] : it was delivered on { $delivered_on }
 }. Shall I register the return?
return-done = Done: the return of { $items } from order { $number } is registered.
return_items-passed = I've asked our team to register the return for order { $number } ({ $items }).
return-declined = { $status ->
    [returned] Order { $number } ({ $items }) is back with us already.
    [refunded] Order { $number } ({ $items }) was refunded already.
    [delivered] I'm sorry, order { $number } ({ $items }) can't be returned. { $refund_reason ->
        [none] {""}
       *[other] { $refund_reason }
     }
   *[other] Order { $number } ({ $items }) can't be returned now. { $refund_reason ->
        [none] {""}
       *[other] { $refund_reason }
     }
 }
return-once = The return of { $items } from order { $number } is registered already.
return-why = { $refund_reason ->
    [none] Order { $number } can be returned.
   *[other] For order { $number } this is recorded: { $refund_reason }
 }
refund-confirm = I can refund { $amount } for order { $number } ({ $items }), back to the way you paid. Shall I do that?
refund-done = Done: { $amount } for order { $number } ({ $items }) has been refunded, back to the way you paid.
refund-passed = I've asked our team to make the refund of { $total } for order { $number }.
refund-declined = { $refund_reason ->
    [none] I'm sorry, order { $number } ({ $items }) can't be refunded.
   *[other] I'm sorry, order { $number } ({ $items }) can't be refunded. { $refund_reason }
 }
refund-late = I'm sorry, order { $number } ({ $items }) can't be refunded: the return window of { $refund_days } days after delivery has passed.
refund-all-back = Everything that was paid for order { $number } ({ $items }) has been refunded already, so it can't be refunded again.
refund-limit = I can make at most two refunds per customer in a calendar month, and you have had two, so I can't make the one for order { $number } ({ $items }) by myself. A person of our team can look at it.
argument-amount = Amount
refund-why = { $refund_reason ->
    [none] { $refund_eligible ->
        [yes] Order { $number } can be refunded; nothing recorded speaks against it.
       *[no] No reason is recorded for order { $number }.
     }
   *[other] The reason recorded for order { $number }: { $refund_reason }
 }
refund-amount = { $refund_amount ->
    [none] Order { $number } came to { $total }.
   *[other] The refund for order { $number } is { $refund_amount }.
 }
refund-none = No refund is recorded for any of your orders.
refund-state = { $refund_status ->
    [done] The refund of { $refund_amount } for order { $number } ({ $items }) was made on { $refunded_on }.
    [pending] A refund of { $refund_amount } for order { $number } ({ $items }) was started on { $refunded_on } and is still pending.
    [failed] A refund of { $refund_amount } for order { $number } ({ $items }) failed on { $refunded_on }. A person has to look at it.
   *[none] { $status ->
        [returned] Order { $number } ({ $items }, { $total }) was returned and is back with us. No refund is recorded for it yet.
       *[other] No refund is recorded for order { $number } ({ $items }). It is { $status_text }.
     }
 }
replacement-confirm = I can have { $items } of order { $number } sent again as a replacement, free of charge. Shall I do that?
replacement-done = Done: a replacement for { $items } of order { $number } is on order, free of charge.
replace_items-passed = I've asked our team to look into a replacement for order { $number } ({ $items }).
replacement-once = A replacement for { $items } of order { $number } was ordered already, and an item is replaced once. A person of our team can look at it.
ask-which-item = Which of these is it about: { $items }?

invoice-about = Invoice { $number } ({ $description }) is for { $amount } and { $status ->
    [paid] was paid{ $paid_on ->
        [none] {""}
       *[other] {" "}on { $paid_on }
     }{ $payment_method ->
        [none] {""}
       *[other] {" "}by { $payment_method }
     }.
    [open] is open; it is due on { $due_on }.
    [overdue] is overdue since { $due_on }.
   *[other] is { $status_text }.
 }
invoice-line = - { $number } ({ $description }): { $amount }, { $status_text }
invoice-choice = { $number } ({ $description }, { $amount })
invoice-none = There are no invoices in your account.
invoice-not-found = I can't find the invoice { $number } in your account. Please check the number.
invoice-when = Invoice { $number } was issued on { $issued_on } and due on { $due_on }{ $paid_on ->
    [none] {""}
   *[other] ; it was paid on { $paid_on }
 }.
invoice-amount = Invoice { $number } is for { $amount }.
invoice-method = Invoice { $number } ({ $description }) was paid by { $payment_method } on { $paid_on }.
    .missing = No payment is recorded for invoice { $number } ({ $description }).
invoice-payment = { $payments ->
    [0] Your latest invoice { $number } ({ $description }, { $amount }) is { $status_text }; no payment is recorded for it.
   *[other] Your latest payment went through: { $amount } on { $paid_on } by { $payment_method }, for { $description } (invoice { $number }).
 }
invoices-intro = These are your latest invoices:
invoices-open-intro = These invoices are not paid yet:
invoices-open-none = You have no open invoices: all of them are paid.
ask-which-invoice = Which invoice do you mean?
double-found = You are right: for invoice { $number } ({ $description }, { $amount }) there are two payments on { $paid_on }: { $payment_references }.
dispute-confirm = I can open a dispute for payment { $payment } of invoice { $number } ({ $amount }), so that it is checked and paid back. Shall I do that?
dispute-done = Done: a dispute is open for payment { $payment } of invoice { $number } ({ $amount }). Our team checks it.
dispute_payment-passed = I've asked our team to check payment { $payment_reference } of invoice { $number }.
dispute-once = A dispute is open already for invoice { $number }; our team checks it.
double-none = I can't find a double payment: each of your latest invoices has no more than one.

subscription-about = { $status ->
    [active] You are on { $plan } at { $price } a { $interval ->
        [year] year
       *[month] month
     }. It renews on { $renews_on }.
    [trialing] You are trying { $plan } for free; it starts to cost { $price } a { $interval ->
        [year] year
       *[month] month
     } on { $renews_on }.
    [past_due] The payment for your { $plan } ({ $price } a { $interval ->
        [year] year
       *[month] month
     }) is past due since { $renews_on }.
    [cancelled] Your { $plan } is cancelled; it { $ends_past ->
        [yes] ended
       *[no] ends
     } on { $ends_on }.
   *[other] Your { $plan } has the state "{ $status_text }".
 }
subscription-when = { $status ->
    [cancelled] Your { $plan } ends on { $ends_on } and does not renew.
   *[other] Your { $plan } renews on { $renews_on }.
 }
subscription-price = Your { $plan } costs { $price } a { $interval ->
    [year] year
   *[month] month
 }.
subscription-choice = { $plan }
subscription-none = There is no subscription in your account.
subscription-not-found = I can't find the subscription { $number } in your account.
subscription-cancel-confirm = Your { $plan } ({ $price } a { $interval ->
    [year] year
   *[month] month
 }) runs until { $renews_on } when you cancel now, and does not renew. Shall I cancel it?
subscription-cancel-done = Done: your { $plan } is cancelled. You can use it until { $ends_on }, and it does not renew.
end_subscription-passed = I've asked our team to cancel your { $plan }.
ask-how-many-months = Your { $plan } is paid monthly, so it can be paused for one, two or three months. For how many?
subscription-pause-confirm = I can pause your subscription { $number } for { $months ->
    [one] one month
   *[other] { $months } months
 }; nothing is charged meanwhile. Shall I do that?
subscription-pause-done = Done: your { $plan } is paused and goes on by itself on { $paused_until }.
pause_plan-passed = I've asked our team to pause your { $plan }.
pause-monthly-only = Only plans that are paid monthly can be paused; your { $plan } is paid by the { $interval ->
    [year] year
   *[month] month
 }.
pause-too-long = A plan can be paused for { $pause_months } months at most.
ask-which-plan = You are on { $plan } at { $price } a { $interval ->
    [year] year
   *[month] month
 }. Which plan would you like?
subscription-change-confirm = I can move you to { $name } at { $price } a { $interval ->
    [year] year
   *[month] month
 }. Shall I change your plan?
subscription-change-done = Done: you are on { $name } now, at { $price } a { $interval ->
    [year] year
   *[month] month
 }.
switch_plan-passed = I've passed the change of your { $plan } on to our team.
plan-already = You are on { $plan } already.
ask-which-subscription = Which subscription do you mean?
choice-basic = Basic
choice-plus = Plus
choice-pro = Pro
choice-1 = One month
choice-2 = Two months
choice-3 = Three months
argument-items = Items
argument-address = Address
argument-payment = Payment
argument-months = Months
argument-plan = Plan
argument-name = Name
argument-price = Price

ticket-about = Ticket { $number } ("{ $subject }") is { $status_text }; it was opened on { $created_on }.
ticket-choice = { $number } ({ $subject })
ticket-none = You have no tickets.
ticket-not-found = I can't find the ticket { $number } in your account.
ask-which-ticket = Which ticket do you mean?
customer-about = Your account is in the name of { $name }, with the e-mail address { $email }{ $phone ->
    [none] {""}
   *[other] {" "}and the phone number { $phone }
 }. { $tier ->
    [none] {""}
   *[other] Your level is { $tier }.
 }
customer-none = I don't know who you are yet. Please sign in first.
customer-not-found = I don't know who you are yet. Please sign in first.
complaint-heard = I'm sorry that it went this way.
    .again = I understand that you are upset, and I'm sorry.

invoice-none-of = No invoice and no payment is recorded for { $number } yet.
subscription-started = { $started_on ->
    [none] When your { $plan } started is not recorded.
   *[other] You have had { $plan } since { $started_on }.
 }
order-tracking = { $tracking_number ->
    [none] Order { $number } ({ $items }) has no tracking number yet.
   *[other] The tracking number of order { $number } is { $tracking_number }{ $carrier ->
        [none] {""}
       *[other] {" "}({ $carrier })
     }.
 }
order-count = { $count ->
    [0] That is none of your orders.
    [one] That is one order:
   *[other] That is { $count } orders:
 }
invoice-count = { $count ->
    [0] That is none of your invoices.
    [one] That is one invoice:
   *[other] That is { $count } invoices:
 }

# What a question may be about, as buttons.
topic-order_status = Where an order is
topic-cancel_order = Cancelling an order
topic-return_item = Returning something
topic-refund_request = A refund
topic-replacement = Something is broken
topic-delivery_problem = A parcel did not arrive
topic-invoice_question = An invoice or a payment
topic-subscription_details = My subscription
topic-technical_problem = A technical problem
topic-account_access = Signing in
topic-talk_to_person = Talking to a person

# Names of records, fields and actions, as pages show them.
label-order = Order
label-invoice = Invoice
label-subscription = Subscription
several-order = Orders
several-invoice = Invoices
several-subscription = Subscriptions
label-number = Number
label-status = State
label-placed-on = Ordered
label-shipped-on = Shipped
label-delivery-date = Expected
label-delivered-on = Delivered
label-items = Items
label-total = Total
label-carrier = Carrier
label-tracking-number = Tracking number
label-city = City
label-address = Address
label-refund-reason = About refunds
label-refund-amount = Refunded
label-description = For
label-amount = Amount
label-issued-on = Issued
label-due-on = Due
label-payments = Payments
label-payment = Payment
label-payment-references = Payment references
label-payment-reference = Latest payment
label-paid = Paid
label-paid-on = Paid on
label-payment-method = Paid by
label-plan = Plan
label-name = New plan
label-price = Price
label-started-on = Since
label-renews-on = Renews
label-ends-on = Ends
label-paused-until = Paused until
label-months = Months
label-cancel = Cancel this order
label-refund = Get a refund
label-replace-items = Have items replaced
label-return-items = Return items
label-change-address = Change the address
label-end-subscription = Cancel the subscription
label-switch-plan = Change the plan
label-pause-plan = Pause it
label-dispute-payment = Dispute a payment
