# What the shop says in Spanish. Values come from records; `none` is a value that is not known.
# A day stands after a colon or in brackets, because it may begin with "hoy" or with a weekday.
noun-order = pedido
noun-invoice = factura
noun-subscription = suscripción
noun-ticket = ticket
topic-order = su pedido { $number }

state-order-pending = pendiente
state-order-processing = en preparación
state-order-shipped = enviado
state-order-in_transit = en camino
state-order-out_for_delivery = en reparto
state-order-delivered = entregado
state-order-delayed = retrasado
state-order-cancelled = cancelado
state-order-returned = devuelto
state-order-refunded = reembolsado
state-order-lost = extraviado
state-invoice-paid = pagada
state-invoice-open = pendiente de pago
state-invoice-overdue = vencida
state-invoice-void = anulada
state-subscription-active = activa
state-subscription-trialing = en periodo de prueba gratuito
state-subscription-past_due = con un pago atrasado
state-subscription-cancelled = cancelada
state-ticket-open = abierto
state-ticket-pending = pendiente
state-ticket-solved = resuelto
state-ticket-closed = cerrado

order-where = { $status ->
    [pending] Hemos recibido su pedido { $number } ({ $items }) y está pendiente: se está comprobando el pago. { $delivery_date ->
        [none] Todavía no tiene fecha de entrega, así que no puedo decirle cuándo llegará.
       *[other] Entrega prevista: { $delivery_date }.
     }
    [processing] Su pedido { $number } ({ $items }) se está preparando. { $delivery_date ->
        [none] Todavía no tiene fecha de entrega, así que no puedo decirle cuándo llegará.
       *[other] Entrega prevista: { $delivery_date }.
     }
    [shipped] Su pedido { $number } ({ $items }) ya ha salido{ $carrier ->
        [none] {""}
       *[other] {" "}con { $carrier }
     }. { $delivery_date ->
        [none] Todavía no hay fecha de entrega, así que no puedo decirle cuándo llegará.
       *[other] Entrega prevista: { $delivery_date }.
     } { $tracking_number ->
        [none] {""}
       *[other] Número de seguimiento: { $tracking_number }.
     }
    [in_transit] Su pedido { $number } ({ $items }) está en camino{ $carrier ->
        [none] {""}
       *[other] {" "}con { $carrier }
     }. { $delivery_date ->
        [none] Todavía no hay fecha de entrega, así que no puedo decirle cuándo llegará.
       *[other] Entrega prevista: { $delivery_date }.
     } { $tracking_number ->
        [none] {""}
       *[other] Número de seguimiento: { $tracking_number }.
     }
    [out_for_delivery] Su pedido { $number } ({ $items }) está en reparto{ $carrier ->
        [none] {""}
       *[other] {" "}con { $carrier }
     }. { $delivery_date ->
        [none] {""}
       *[other] Entrega prevista: { $delivery_date }.
     } { $tracking_number ->
        [none] {""}
       *[other] Número de seguimiento: { $tracking_number }.
     }
    [delayed] Su pedido { $number } ({ $items }) lleva retraso. { $delivery_date ->
        [none] Todavía no hay una nueva fecha de entrega, así que no puedo prometerle ninguna.
       *[other] Nueva fecha prevista: { $delivery_date }.
     }
    [delivered] Su pedido { $number } ({ $items }) ya se entregó{ $delivered_on ->
        [none] {""}
       *[other] {" "}({ $delivered_on })
     }.
    [cancelled] Su pedido { $number } ({ $items }) está cancelado.
    [returned] Su pedido { $number } ({ $items }) fue devuelto y ya está de vuelta en nuestro almacén.{ $refund_amount ->
        [none] {" "}Todavía no consta ningún reembolso.
       *[other] {" "}Reembolso: { $refund_amount } ({ $refunded_on }).
     }
    [refunded] Su pedido { $number } ({ $items }) está reembolsado{ $refund_amount ->
        [none] {""}
       *[other] : { $refund_amount } ({ $refunded_on })
     }.
    [lost] El transportista perdió el paquete de su pedido { $number } ({ $items }). Puede elegir entre un reenvío y el reembolso completo.
   *[other] Su pedido { $number } ({ $items }) figura como «{ $status_text }».
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
    [delivered] entregado{ $delivered_on ->
        [none] {""}
       *[other] {" "}({ $delivered_on })
     }
   *[other] { $status_text }{ $delivery_date ->
        [none] {""}
       *[other] , entrega prevista: { $delivery_date }
     }
 }
order-choice = { $number } ({ $items })
order-none = No hay ningún pedido en su cuenta.
order-not-found = No encuentro el pedido { $number } en su cuenta. Compruebe el número, por favor; aparece en su correo de confirmación.
order-when = { $status ->
    [delivered] El pedido { $number } ya se entregó. Fecha de entrega: { $delivered_on }.
    [cancelled] El pedido { $number } está cancelado, por lo que no se entregará.
    [returned] El pedido { $number } fue devuelto; se había entregado antes ({ $delivered_on }).
    [refunded] El pedido { $number } está reembolsado.
    [lost] El transportista perdió el pedido { $number }, así que no tiene fecha de entrega. Puede elegir entre un reenvío y el reembolso completo.
   *[other] { $delivery_date ->
        [none] El pedido { $number } figura como { $status_text } y todavía no tiene fecha de entrega, así que no puedo decirle cuándo llegará.
       *[other] Entrega prevista del pedido { $number }: { $delivery_date }. La hora no la conozco.
     }
 }
order-why = { $status ->
    [delayed] No consta el motivo del retraso del pedido { $number }, y todavía no hay una nueva fecha de entrega. { $shipped_on ->
        [none] No ha salido de nuestro almacén, así que aún se puede cancelar sin coste.
       *[other] Salió de nuestro almacén en esta fecha: { $shipped_on }.
     }
    [pending] El pedido { $number } sigue pendiente: antes de prepararlo se comprueba el pago.
    [processing] El pedido { $number } aún se está preparando, así que no ha salido de nuestro almacén.
    [shipped] El pedido { $number } ya salió de nuestro almacén{ $shipped_on ->
        [none] {""}
       *[other] {" "}({ $shipped_on })
     } y sigue en manos del transportista.
    [in_transit] El pedido { $number } ya salió de nuestro almacén{ $shipped_on ->
        [none] {""}
       *[other] {" "}({ $shipped_on })
     } y sigue en camino.
    [out_for_delivery] El pedido { $number } lo tiene ya el repartidor.
    [lost] El transportista perdió el pedido { $number }; no consta nada más sobre el motivo.
   *[other] { $refund_reason ->
        [none] No consta ningún motivo para el pedido { $number }.
       *[other] En el pedido { $number } figura esta nota: «{ $refund_reason }»
     }
 }
order-options = { $status ->
    [pending] El pedido { $number } ({ $items }) no ha salido de nuestro almacén: todavía se puede cambiar o cancelar gratis.
    [processing] El pedido { $number } ({ $items }) no ha salido de nuestro almacén: todavía se puede cambiar o cancelar gratis.
    [delayed] El pedido { $number } ({ $items }) va con retraso. { $shipped_on ->
        [none] No ha salido de nuestro almacén: puede esperarlo o cancelarlo gratis.
       *[other] Lo tiene el transportista y ya no se puede detener; puede esperarlo y devolverlo después de la entrega.
     }
    [delivered] El pedido { $number } ({ $items }) fue entregado. { $refund_eligible ->
        [yes] Puede devolverlo o pedir un reembolso de { $total }.
       *[no] No se puede devolver: { $refund_reason }
     }
    [lost] El transportista perdió el pedido { $number } ({ $items }). Puede elegir entre una reposición gratuita y el reembolso completo de { $total }.
    [cancelled] El pedido { $number } está cancelado; no queda nada por hacer.
    [returned] El pedido { $number } ya está de vuelta en nuestro almacén. { $refund_amount ->
        [none] Todavía no consta ningún reembolso.
       *[other] Reembolso: { $refund_amount }; fecha: { $refunded_on }.
     }
    [refunded] El pedido { $number } fue reembolsado; no queda nada por hacer.
   *[other] El pedido { $number } ({ $items }) figura como { $status_text } y ya no se puede detener. Puede devolverlo después de la entrega.
 }
order-price = El pedido { $number } ({ $items }) costó { $total } en total{ $refund_amount ->
    [none] {""}
   *[other] , de los que se reembolsaron { $refund_amount }
 }.
order-contents = El pedido { $number } contiene: { $items }. Figura como { $status_text }.
order-carrier = El pedido { $number } lo lleva { $carrier }{ $tracking_number ->
    [none] {""}
   *[other] , número de seguimiento { $tracking_number }
 }.
    .missing = El pedido { $number } ({ $items }) todavía no tiene transportista ni número de seguimiento: aún no se ha entregado a ninguno.
order-shipped = El pedido { $number } salió de nuestro almacén: { $shipped_on }.
    .missing = El pedido { $number } todavía no ha salido de nuestro almacén.
order-placed = Hizo el pedido { $number } ({ $items }) en esta fecha: { $placed_on }.
order-address = El pedido { $number } va a { $city }; la dirección completa está en Account → Orders.
    .missing = Aquí no consta ninguna dirección para el pedido { $number }.
order-lost = El transportista perdió el paquete de su pedido { $number } ({ $items }). Puede elegir entre un reenvío gratuito y el reembolso completo de { $total }.
orders-open-intro = Esto todavía no ha llegado:
orders-open-none = No hay nada en camino: ninguno de sus pedidos sigue abierto.
orders-all-intro = Estos son sus pedidos:
ask-which-order = ¿A qué pedido se refiere?
    .again = Elija uno de estos, por favor, o envíeme el número del pedido.

cancel-confirm = El pedido { $number } ({ $items }, { $total }) está { $status_text } y aún se puede cancelar sin coste. ¿Lo cancelo?
cancel-done = Hecho: el pedido { $number } ({ $items }) está cancelado, sin coste.
cancel-declined = { $status ->
    [cancelled] El pedido { $number } ya está cancelado.
    [delivered] El pedido { $number } ya se entregó ({ $delivered_on }), por lo que no se puede cancelar.
    [returned] El pedido { $number } ya fue devuelto, así que no queda nada que cancelar.
    [refunded] El pedido { $number } ya está reembolsado, así que no queda nada que cancelar.
   *[other] El pedido { $number } figura como { $status_text } y ya no se puede cancelar. Podrá devolverlo después de la entrega.
 }
cancel-why = { $status ->
    [pending] El pedido { $number } no ha salido de nuestro almacén, así que se puede cancelar.
    [processing] El pedido { $number } no ha salido de nuestro almacén, así que se puede cancelar.
   *[other] Porque el pedido { $number } figura como { $status_text }.
 }
cancel-cost = Cancelar el pedido { $number } es gratis mientras no haya salido de nuestro almacén.
cancel-passed = He pedido a nuestro equipo que cancele el pedido { $number } ({ $items }).
change-which-address = El pedido { $number } ({ $items }) está { $status_text }, así que aún se puede cambiar la dirección de entrega. ¿Cuál es la nueva dirección?
change-confirm = El pedido { $number } ({ $items }) irá a esta dirección: { $address }. ¿La cambio?
change-done = Hecho: el pedido { $number } ({ $items }) va ahora a { $address }.
change_address-passed = He trasladado a nuestro equipo el cambio para el pedido { $number }.
change-declined = El pedido { $number } figura como { $status_text }, así que ya no podemos modificarlo nosotros.
return-confirm = Sí, { $items } del pedido { $number } se puede devolver{ $delivered_on ->
    [none] {""}
   *[other] {" "}(fecha de entrega: { $delivered_on })
 }. ¿Registro la devolución?
return-done = Hecho: la devolución de { $items } del pedido { $number } está registrada.
return_items-passed = He pedido a nuestro equipo que registre la devolución del pedido { $number } ({ $items }).
return-declined = { $status ->
    [returned] El pedido { $number } ({ $items }) ya está de vuelta en nuestro almacén.
    [refunded] El pedido { $number } ({ $items }) ya está reembolsado.
    [delivered] Lo siento, el pedido { $number } ({ $items }) no se puede devolver. { $refund_reason ->
        [none] {""}
       *[other] En el pedido figura: «{ $refund_reason }»
     }
   *[other] El pedido { $number } ({ $items }) no se puede devolver ahora. { $refund_reason ->
        [none] {""}
       *[other] En el pedido figura: «{ $refund_reason }»
     }
 }
return-once = La devolución de { $items } del pedido { $number } ya está registrada.
return-why = { $refund_reason ->
    [none] El pedido { $number } se puede devolver.
   *[other] En el pedido { $number } figura esta nota: «{ $refund_reason }»
 }
refund-confirm = Puedo reembolsar { $amount } por el pedido { $number } ({ $items }), por el mismo medio con el que pagó. ¿Lo hago?
refund-done = Hecho: se han reembolsado { $amount } por el pedido { $number } ({ $items }), por el mismo medio con el que pagó.
refund-passed = He pedido a nuestro equipo que reembolse { $total } por el pedido { $number }.
refund-declined = { $refund_reason ->
    [none] Lo siento, el pedido { $number } ({ $items }) no se puede reembolsar.
   *[other] Lo siento, el pedido { $number } ({ $items }) no se puede reembolsar. En el pedido figura: «{ $refund_reason }»
 }
refund-late = Lo siento, el pedido { $number } ({ $items }) no se puede reembolsar: el plazo de devolución de { $refund_days } días después de la entrega ha pasado.
refund-all-back = Todo lo que se pagó por el pedido { $number } ({ $items }) ya está reembolsado; no se puede reembolsar otra vez.
refund-limit = Puedo hacer como máximo dos reembolsos por cliente y mes natural, y ya los ha tenido, así que no puedo hacer yo mismo el del pedido { $number } ({ $items }). Una persona de nuestro equipo puede revisarlo.
argument-amount = Importe
refund-why = { $refund_reason ->
    [none] { $refund_eligible ->
        [yes] El pedido { $number } se puede reembolsar; no consta nada en contra.
       *[no] No consta ningún motivo para el pedido { $number }.
     }
   *[other] Motivo que figura en el pedido { $number }: «{ $refund_reason }»
 }
refund-amount = { $refund_amount ->
    [none] El pedido { $number } costó { $total } en total.
   *[other] El reembolso del pedido { $number } es de { $refund_amount }.
 }
refund-none = No hay ningún reembolso registrado en sus pedidos.
refund-state = { $refund_status ->
    [done] El reembolso de { $refund_amount } por el pedido { $number } ({ $items }) ya se hizo. Fecha: { $refunded_on }.
    [pending] El reembolso de { $refund_amount } por el pedido { $number } ({ $items }) está iniciado ({ $refunded_on }) y sigue pendiente.
    [failed] El reembolso de { $refund_amount } por el pedido { $number } ({ $items }) falló ({ $refunded_on }). Tiene que verlo una persona.
   *[none] { $status ->
        [returned] El pedido { $number } ({ $items }, { $total }) fue devuelto y ya está de vuelta en nuestro almacén. Todavía no consta ningún reembolso.
       *[other] No consta ningún reembolso del pedido { $number } ({ $items }). Figura como { $status_text }.
     }
 }
replacement-confirm = Puedo hacer que le envíen de nuevo, sin coste, { $items } del pedido { $number }. ¿Lo hago?
replacement-done = Hecho: el reemplazo de { $items } del pedido { $number } está encargado, sin coste.
replace_items-passed = He pedido a nuestro equipo que estudie un reemplazo para el pedido { $number } ({ $items }).
replacement-once = El reemplazo de { $items } del pedido { $number } ya está encargado, y cada artículo se reemplaza una vez. Una persona de nuestro equipo puede revisarlo.
ask-which-item = ¿De cuál se trata: { $items }?

invoice-about = La factura { $number } ({ $description }) es de { $amount } y { $status ->
    [paid] está pagada{ $paid_on ->
        [none] {""}
       *[other] {" "}({ $paid_on })
     }{ $payment_method ->
        [none] {""}
       *[other] ; forma de pago: { $payment_method }
     }.
    [open] está pendiente de pago; vencimiento: { $due_on }.
    [overdue] está vencida; fecha de vencimiento: { $due_on }.
   *[other] figura como { $status_text }.
 }
invoice-line = - { $number } ({ $description }): { $amount }, { $status_text }
invoice-choice = { $number } ({ $description }, { $amount })
invoice-none = No hay ninguna factura en su cuenta.
invoice-not-found = No encuentro la factura { $number } en su cuenta. Compruebe el número, por favor.
invoice-when = Factura { $number }. Emisión: { $issued_on }. Vencimiento: { $due_on }.{ $paid_on ->
    [none] {""}
   *[other] {" "}Pago: { $paid_on }.
 }
invoice-amount = La factura { $number } es de { $amount }.
invoice-method = La factura { $number } ({ $description }) se pagó con { $payment_method }. Fecha del pago: { $paid_on }.
    .missing = No consta ningún pago de la factura { $number } ({ $description }).
invoice-payment = { $payments ->
    [0] Su última factura, { $number } ({ $description }, { $amount }), figura como { $status_text }; no consta ningún pago.
   *[other] Su último pago se realizó correctamente: { $amount } con { $payment_method } por { $description } (factura { $number }). Fecha: { $paid_on }.
 }
invoices-intro = Estas son sus últimas facturas:
invoices-open-intro = Estas facturas están sin pagar:
invoices-open-none = No tiene facturas pendientes: todas están pagadas.
ask-which-invoice = ¿A qué factura se refiere?
double-found = Tiene razón: en la factura { $number } ({ $description }, { $amount }) figuran dos pagos con la misma fecha ({ $paid_on }): { $payment_references }.
dispute-confirm = Puedo reclamar el pago { $payment } de la factura { $number } ({ $amount }), para que se revise y se devuelva. ¿Lo hago?
dispute-done = Hecho: el pago { $payment } de la factura { $number } ({ $amount }) está reclamado. Nuestro equipo lo revisa.
dispute_payment-passed = He pedido a nuestro equipo que revise el pago { $payment_reference } de la factura { $number }.
dispute-once = La factura { $number } ya está reclamada; nuestro equipo la revisa.
double-none = No encuentro ningún cobro doble: ninguna de sus últimas facturas tiene más de un pago.

subscription-about = { $status ->
    [active] Tiene la suscripción { $plan } por { $price } al { $interval ->
        [year] año
       *[month] mes
     }. Próxima renovación: { $renews_on }.
    [trialing] Está probando { $plan } gratis. Después costará { $price } al { $interval ->
        [year] año
       *[month] mes
     }, a partir de esta fecha: { $renews_on }.
    [past_due] El pago de su suscripción { $plan } ({ $price } al { $interval ->
        [year] año
       *[month] mes
     }) está atrasado. Fecha en la que vencía: { $renews_on }.
    [cancelled] Su suscripción { $plan } está cancelada. { $ends_past ->
        [yes] Terminó en esta fecha
       *[no] Termina en esta fecha
     }: { $ends_on }.
   *[other] Su suscripción { $plan } figura como «{ $status_text }».
 }
subscription-when = { $status ->
    [cancelled] Su suscripción { $plan } no se renueva. Fecha en la que termina: { $ends_on }.
   *[other] Próxima renovación de su suscripción { $plan }: { $renews_on }.
 }
subscription-price = Su suscripción { $plan } cuesta { $price } al { $interval ->
    [year] año
   *[month] mes
 }.
subscription-choice = { $plan }
subscription-none = No hay ninguna suscripción en su cuenta.
subscription-not-found = No encuentro la suscripción { $number } en su cuenta.
subscription-cancel-confirm = Si cancela ahora, su suscripción { $plan } ({ $price } al { $interval ->
    [year] año
   *[month] mes
 }) no se renueva y sigue activa hasta esta fecha: { $renews_on }. ¿La cancelo?
subscription-cancel-done = Hecho: su suscripción { $plan } está cancelada. No se renueva y sigue activa hasta esta fecha: { $ends_on }.
end_subscription-passed = He pedido a nuestro equipo que cancele su suscripción { $plan }.
ask-how-many-months = Su suscripción { $plan } se paga cada mes, así que puede pausarse uno, dos o tres meses. ¿Cuántos?
subscription-pause-confirm = Puedo pausar su suscripción { $number } durante { $months ->
    [one] un mes
   *[other] { $months } meses
 }; mientras tanto no se cobra nada. ¿Lo hago?
subscription-pause-done = Hecho: su suscripción { $plan } está en pausa y sigue por sí sola en esta fecha: { $paused_until }.
pause_plan-passed = He pedido a nuestro equipo que pause su suscripción { $plan }.
pause-monthly-only = Solo se pueden pausar las suscripciones que se pagan cada mes; su suscripción { $plan } se paga al { $interval ->
    [year] año
   *[month] mes
 }.
pause-too-long = Una suscripción puede pausarse { $pause_months } meses como máximo.
ask-which-plan = Ahora tiene la suscripción { $plan } por { $price } al { $interval ->
    [year] año
   *[month] mes
 }. ¿Qué suscripción quiere?
subscription-change-confirm = Puedo cambiarle a { $name } por { $price } al { $interval ->
    [year] año
   *[month] mes
 }. ¿Cambio su suscripción?
subscription-change-done = Hecho: ahora tiene la suscripción { $name } por { $price } al { $interval ->
    [year] año
   *[month] mes
 }.
switch_plan-passed = He trasladado a nuestro equipo el cambio de su suscripción { $plan }.
plan-already = Ya tiene la suscripción { $plan }.
ask-which-subscription = ¿A qué suscripción se refiere?
choice-basic = Basic
choice-plus = Plus
choice-pro = Pro
choice-1 = Un mes
choice-2 = Dos meses
choice-3 = Tres meses
argument-items = Artículos
argument-address = Dirección
argument-payment = Pago
argument-months = Meses
argument-plan = Suscripción
argument-name = Nombre
argument-price = Precio

ticket-about = El ticket { $number } («{ $subject }») está { $status_text }. Fecha de apertura: { $created_on }.
ticket-choice = { $number } ({ $subject })
ticket-none = No tiene ningún ticket.
ticket-not-found = No encuentro el ticket { $number } en su cuenta.
ask-which-ticket = ¿A qué ticket se refiere?
customer-about = Su cuenta está a nombre de { $name }, con el correo { $email }{ $phone ->
    [none] {""}
   *[other] {" "}y el teléfono { $phone }
 }. { $tier ->
    [none] {""}
   *[other] Su nivel es { $tier }.
 }
customer-none = Todavía no sé quién es usted. Inicie sesión primero, por favor.
customer-not-found = Todavía no sé quién es usted. Inicie sesión primero, por favor.
complaint-heard = Lamento que haya sido así.
    .again = Entiendo su enfado y lo lamento.

invoice-none-of = Todavía no consta ninguna factura ni ningún pago de { $number }.
subscription-started = { $started_on ->
    [none] No consta cuándo empezó su { $plan }.
   *[other] Inicio de su { $plan }: { $started_on }.
 }
order-tracking = { $tracking_number ->
    [none] El pedido { $number } ({ $items }) todavía no tiene número de seguimiento.
   *[other] El número de seguimiento del pedido { $number } es { $tracking_number }{ $carrier ->
        [none] {""}
       *[other] {" "}({ $carrier })
     }.
 }
order-count = { $count ->
    [0] No es ninguno de sus pedidos.
    [one] Es un pedido:
   *[other] Son { $count } pedidos:
 }
invoice-count = { $count ->
    [0] No es ninguna de sus facturas.
    [one] Es una factura:
   *[other] Son { $count } facturas:
 }

topic-order_status = Dónde está un pedido
topic-cancel_order = Cancelar un pedido
topic-return_item = Devolver un artículo
topic-refund_request = Un reembolso
topic-replacement = Un artículo defectuoso
topic-delivery_problem = Un paquete que no llegó
topic-invoice_question = Una factura o un pago
topic-subscription_details = Mi suscripción
topic-technical_problem = Un problema técnico
topic-account_access = El acceso a la cuenta
topic-talk_to_person = Hablar con una persona

# Nombres de registros, campos y acciones, como los muestran las páginas.
label-order = Pedido
label-invoice = Factura
label-subscription = Suscripción
several-order = Pedidos
several-invoice = Facturas
several-subscription = Suscripciones
label-number = Número
label-status = Estado
label-placed-on = Pedido el
label-shipped-on = Enviado
label-delivery-date = Previsto
label-delivered-on = Entregado
label-items = Artículos
label-total = Total
label-carrier = Transportista
label-tracking-number = Número de seguimiento
label-city = Ciudad
label-address = Dirección
label-refund-reason = Sobre el reembolso
label-refund-amount = Reembolsado
label-description = Por
label-amount = Importe
label-issued-on = Emitida
label-due-on = Vence
label-payments = Pagos
label-payment = Pago
label-payment-references = Referencias de pago
label-payment-reference = Último pago
label-paid = Pagado
label-paid-on = Pagada el
label-payment-method = Pagada con
label-plan = Plan
label-name = Nuevo plan
label-price = Precio
label-started-on = Desde
label-renews-on = Se renueva
label-ends-on = Termina
label-paused-until = En pausa hasta
label-months = Meses
label-cancel = Cancelar este pedido
label-refund = Pedir el reembolso
label-replace-items = Pedir otros artículos en su lugar
label-return-items = Devolver artículos
label-change-address = Cambiar la dirección
label-end-subscription = Cancelar la suscripción
label-switch-plan = Cambiar de plan
label-pause-plan = Ponerla en pausa
label-dispute-payment = Reclamar un pago
