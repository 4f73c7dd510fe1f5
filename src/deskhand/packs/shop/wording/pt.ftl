# What the shop says in Portuguese. Values come from records; `none` is a value that is not known.
# A day stands after a colon or in brackets, because it may begin with "hoje" or with a weekday.
noun-order = pedido
noun-invoice = fatura
noun-subscription = assinatura
noun-ticket = ticket
topic-order = o seu pedido { $number }

state-order-pending = pendente
state-order-processing = em preparação
state-order-shipped = enviado
state-order-in_transit = a caminho
state-order-out_for_delivery = em rota de entrega
state-order-delivered = entregue
state-order-delayed = atrasado
state-order-cancelled = cancelado
state-order-returned = devolvido
state-order-refunded = reembolsado
state-order-lost = extraviado
state-invoice-paid = paga
state-invoice-open = em aberto
state-invoice-overdue = vencida
state-invoice-void = anulada
state-subscription-active = ativa
state-subscription-trialing = em período de teste gratuito
state-subscription-past_due = com pagamento em atraso
state-subscription-cancelled = cancelada
state-ticket-open = aberto
state-ticket-pending = pendente
state-ticket-solved = resolvido
state-ticket-closed = fechado

order-where = { $status ->
    [pending] Recebemos o seu pedido { $number } ({ $items }), que está pendente: o pagamento está sendo verificado. { $delivery_date ->
        [none] Ainda não há data de entrega, por isso não posso dizer quando chega.
       *[other] Entrega prevista: { $delivery_date }.
     }
    [processing] O seu pedido { $number } ({ $items }) está em preparação. { $delivery_date ->
        [none] Ainda não há data de entrega, por isso não posso dizer quando chega.
       *[other] Entrega prevista: { $delivery_date }.
     }
    [shipped] O seu pedido { $number } ({ $items }) já foi enviado{ $carrier ->
        [none] {""}
       *[other] ; transportadora: { $carrier }
     }. { $delivery_date ->
        [none] Ainda não há data de entrega, por isso não posso dizer quando chega.
       *[other] Entrega prevista: { $delivery_date }.
     } { $tracking_number ->
        [none] {""}
       *[other] Código de rastreio: { $tracking_number }.
     }
    [in_transit] O seu pedido { $number } ({ $items }) está a caminho{ $carrier ->
        [none] {""}
       *[other] ; transportadora: { $carrier }
     }. { $delivery_date ->
        [none] Ainda não há data de entrega, por isso não posso dizer quando chega.
       *[other] Entrega prevista: { $delivery_date }.
     } { $tracking_number ->
        [none] {""}
       *[other] Código de rastreio: { $tracking_number }.
     }
    [out_for_delivery] O seu pedido { $number } ({ $items }) saiu para entrega{ $carrier ->
        [none] {""}
       *[other] ; transportadora: { $carrier }
     }. { $delivery_date ->
        [none] {""}
       *[other] Entrega prevista: { $delivery_date }.
     } { $tracking_number ->
        [none] {""}
       *[other] Código de rastreio: { $tracking_number }.
     }
    [delayed] O seu pedido { $number } ({ $items }) está atrasado. { $delivery_date ->
        [none] Ainda não há nova data de entrega, por isso não posso prometer nenhuma.
       *[other] Nova previsão de entrega: { $delivery_date }.
     }
    [delivered] O seu pedido { $number } ({ $items }) já foi entregue{ $delivered_on ->
        [none] {""}
       *[other] {" "}({ $delivered_on })
     }.
    [cancelled] O seu pedido { $number } ({ $items }) está cancelado.
    [returned] O seu pedido { $number } ({ $items }) foi devolvido e já está conosco de novo.{ $refund_amount ->
        [none] {" "}Ainda não consta nenhum reembolso.
       *[other] {" "}Reembolso: { $refund_amount } ({ $refunded_on }).
     }
    [refunded] O seu pedido { $number } ({ $items }) está reembolsado{ $refund_amount ->
        [none] {""}
       *[other] : { $refund_amount } ({ $refunded_on })
     }.
    [lost] A transportadora perdeu o pacote do seu pedido { $number } ({ $items }). Você pode escolher entre um novo envio e o reembolso total.
   *[other] O seu pedido { $number } ({ $items }) consta como “{ $status_text }”.
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
    [delivered] entregue{ $delivered_on ->
        [none] {""}
       *[other] {" "}({ $delivered_on })
     }
   *[other] { $status_text }{ $delivery_date ->
        [none] {""}
       *[other] , entrega prevista: { $delivery_date }
     }
 }
order-choice = { $number } ({ $items })
order-none = Não há nenhum pedido na sua conta.
order-not-found = Não encontro o pedido { $number } na sua conta. Confira o número, por favor; ele está no seu e-mail de confirmação.
order-when = { $status ->
    [delivered] O pedido { $number } já foi entregue. Data da entrega: { $delivered_on }.
    [cancelled] O pedido { $number } está cancelado, por isso não será entregue.
    [returned] O pedido { $number } foi devolvido; antes disso tinha sido entregue ({ $delivered_on }).
    [refunded] O pedido { $number } está reembolsado.
    [lost] A transportadora perdeu o pedido { $number }, por isso ele não tem data de entrega. Você pode escolher entre um novo envio e o reembolso total.
   *[other] { $delivery_date ->
        [none] O pedido { $number } consta como { $status_text } e ainda não tem data de entrega, por isso não posso dizer quando chega.
       *[other] Entrega prevista do pedido { $number }: { $delivery_date }. A hora eu não sei.
     }
 }
order-why = { $status ->
    [delayed] O motivo do atraso do pedido { $number } não está registrado, e ainda não há nova data de entrega. { $shipped_on ->
        [none] Ele não saiu do nosso armazém, então ainda pode ser cancelado sem custo.
       *[other] Ele saiu do nosso armazém nesta data: { $shipped_on }.
     }
    [pending] O pedido { $number } continua pendente: o pagamento é verificado antes da preparação.
    [processing] O pedido { $number } ainda está em preparação, por isso não saiu do nosso armazém.
    [shipped] O pedido { $number } já saiu do nosso armazém{ $shipped_on ->
        [none] {""}
       *[other] {" "}({ $shipped_on })
     } e continua com a transportadora.
    [in_transit] O pedido { $number } já saiu do nosso armazém{ $shipped_on ->
        [none] {""}
       *[other] {" "}({ $shipped_on })
     } e continua a caminho.
    [out_for_delivery] O pedido { $number } já está com o entregador.
    [lost] A transportadora perdeu o pedido { $number }; nada mais está registrado sobre o motivo.
   *[other] { $refund_reason ->
        [none] Não há motivo registrado para o pedido { $number }.
       *[other] No pedido { $number } consta esta nota: “{ $refund_reason }”
     }
 }
order-options = { $status ->
    [pending] O pedido { $number } ({ $items }) não saiu do nosso armazém: ainda pode ser alterado ou cancelado sem custos.
    [processing] O pedido { $number } ({ $items }) não saiu do nosso armazém: ainda pode ser alterado ou cancelado sem custos.
    [delayed] O pedido { $number } ({ $items }) está atrasado. { $shipped_on ->
        [none] Não saiu do nosso armazém: pode esperar por ele ou cancelá-lo sem custos.
       *[other] Está com a transportadora e já não pode ser parado; pode esperar por ele e devolvê-lo depois da entrega.
     }
    [delivered] O pedido { $number } ({ $items }) foi entregue. { $refund_eligible ->
        [yes] Pode devolvê-lo ou pedir um reembolso de { $total }.
       *[no] Não pode ser devolvido: { $refund_reason }
     }
    [lost] O pedido { $number } ({ $items }) foi perdido pela transportadora. Pode escolher entre uma reposição gratuita e o reembolso completo de { $total }.
    [cancelled] O pedido { $number } está cancelado; não há mais nada a fazer.
    [returned] O pedido { $number } está de volta conosco. { $refund_amount ->
        [none] Ainda não consta nenhum reembolso.
       *[other] Reembolso: { $refund_amount }; data: { $refunded_on }.
     }
    [refunded] O pedido { $number } foi reembolsado; não há mais nada a fazer.
   *[other] O pedido { $number } ({ $items }) está com o estado "{ $status_text }" e já não pode ser parado. Pode devolvê-lo depois da entrega.
 }
order-price = O pedido { $number } ({ $items }) custou { $total } no total{ $refund_amount ->
    [none] {""}
   *[other] , dos quais { $refund_amount } foram reembolsados
 }.
order-contents = O pedido { $number } contém: { $items }. Consta como { $status_text }.
order-carrier = Transportadora do pedido { $number }: { $carrier }{ $tracking_number ->
    [none] {""}
   *[other] ; código de rastreio: { $tracking_number }
 }.
    .missing = O pedido { $number } ({ $items }) ainda não tem transportadora nem código de rastreio: ainda não foi entregue a nenhuma.
order-shipped = O pedido { $number } saiu do nosso armazém: { $shipped_on }.
    .missing = O pedido { $number } ainda não saiu do nosso armazém.
order-placed = Você fez o pedido { $number } ({ $items }) nesta data: { $placed_on }.
order-address = O pedido { $number } vai para { $city }; o endereço completo está em Account → Orders.
    .missing = Aqui não consta nenhum endereço para o pedido { $number }.
order-lost = A transportadora perdeu o pacote do seu pedido { $number } ({ $items }). Você pode escolher entre um novo envio gratuito e o reembolso total de { $total }.
orders-open-intro = Isto ainda não chegou:
orders-open-none = Não há nada a caminho: nenhum dos seus pedidos está em aberto.
orders-all-intro = Estes são os seus pedidos:
ask-which-order = A qual pedido você se refere?
    .again = Escolha um destes, por favor, ou envie o número do pedido.

cancel-confirm = O pedido { $number } ({ $items }, { $total }) está { $status_text } e ainda pode ser cancelado sem custo. Posso cancelá-lo?
cancel-done = Feito: o pedido { $number } ({ $items }) está cancelado, sem custo.
cancel-declined = { $status ->
    [cancelled] O pedido { $number } já está cancelado.
    [delivered] O pedido { $number } já foi entregue ({ $delivered_on }), por isso não pode mais ser cancelado.
    [returned] O pedido { $number } já foi devolvido, não há mais nada a cancelar.
    [refunded] O pedido { $number } já está reembolsado, não há mais nada a cancelar.
   *[other] O pedido { $number } consta como { $status_text } e não pode mais ser cancelado. Você pode devolvê-lo depois da entrega.
 }
cancel-why = { $status ->
    [pending] O pedido { $number } não saiu do nosso armazém, por isso pode ser cancelado.
    [processing] O pedido { $number } não saiu do nosso armazém, por isso pode ser cancelado.
   *[other] Porque o pedido { $number } consta como { $status_text }.
 }
cancel-cost = Cancelar o pedido { $number } não custa nada enquanto ele não sair do nosso armazém.
cancel-passed = Pedi à nossa equipe que cancele o pedido { $number } ({ $items }).
change-which-address = O pedido { $number } ({ $items }) está { $status_text }, então o endereço de entrega ainda pode ser alterado. Qual é o novo endereço?
change-confirm = O pedido { $number } ({ $items }) irá para este endereço: { $address }. Altero?
change-done = Feito: o pedido { $number } ({ $items }) vai agora para { $address }.
change_address-passed = Repassei à nossa equipe a alteração do pedido { $number }.
change-declined = O pedido { $number } consta como { $status_text }, por isso já não podemos alterá-lo nós mesmos.
return-confirm = Sim, { $items } do pedido { $number } pode ser devolvido{ $delivered_on ->
    [none] {""}
   *[other] {" "}(data da entrega: { $delivered_on })
 }. Registro a devolução?
return-done = Feito: a devolução de { $items } do pedido { $number } está registrada.
return_items-passed = Pedi à nossa equipe que registre a devolução do pedido { $number } ({ $items }).
return-declined = { $status ->
    [returned] O pedido { $number } ({ $items }) já está conosco de novo.
    [refunded] O pedido { $number } ({ $items }) já está reembolsado.
    [delivered] Lamento, o pedido { $number } ({ $items }) não pode ser devolvido. { $refund_reason ->
        [none] {""}
       *[other] No pedido consta: “{ $refund_reason }”
     }
   *[other] O pedido { $number } ({ $items }) não pode ser devolvido agora. { $refund_reason ->
        [none] {""}
       *[other] No pedido consta: “{ $refund_reason }”
     }
 }
return-once = A devolução de { $items } do pedido { $number } já está registrada.
return-why = { $refund_reason ->
    [none] O pedido { $number } pode ser devolvido.
   *[other] No pedido { $number } consta esta nota: “{ $refund_reason }”
 }
refund-confirm = Posso reembolsar { $amount } pelo pedido { $number } ({ $items }), pela mesma forma de pagamento que você usou. Faço isso?
refund-done = Feito: foram reembolsados { $amount } pelo pedido { $number } ({ $items }), pela mesma forma de pagamento que você usou.
refund-passed = Pedi à nossa equipe o reembolso de { $total } pelo pedido { $number }.
refund-declined = { $refund_reason ->
    [none] Lamento, o pedido { $number } ({ $items }) não pode ser reembolsado.
   *[other] Lamento, o pedido { $number } ({ $items }) não pode ser reembolsado. No pedido consta: “{ $refund_reason }”
 }
refund-late = Lamento, o pedido { $number } ({ $items }) não pode ser reembolsado: o prazo de devolução de { $refund_days } dias após a entrega já passou.
refund-all-back = Tudo o que foi pago pelo pedido { $number } ({ $items }) já está reembolsado; não pode ser reembolsado de novo.
refund-limit = Posso fazer no máximo dois reembolsos por cliente e mês, e você já teve dois, por isso não posso fazer eu mesmo o do pedido { $number } ({ $items }). Uma pessoa da nossa equipe pode avaliar.
argument-amount = Valor
refund-why = { $refund_reason ->
    [none] { $refund_eligible ->
        [yes] O pedido { $number } pode ser reembolsado; não consta nada contra.
       *[no] Não há motivo registrado para o pedido { $number }.
     }
   *[other] Motivo que consta no pedido { $number }: “{ $refund_reason }”
 }
refund-amount = { $refund_amount ->
    [none] O pedido { $number } custou { $total } no total.
   *[other] O reembolso do pedido { $number } é de { $refund_amount }.
 }
refund-none = Não há nenhum reembolso registrado nos seus pedidos.
refund-state = { $refund_status ->
    [done] O reembolso de { $refund_amount } pelo pedido { $number } ({ $items }) já foi feito. Data: { $refunded_on }.
    [pending] O reembolso de { $refund_amount } pelo pedido { $number } ({ $items }) foi iniciado ({ $refunded_on }) e continua pendente.
    [failed] O reembolso de { $refund_amount } pelo pedido { $number } ({ $items }) falhou ({ $refunded_on }). Uma pessoa precisa verificar.
   *[none] { $status ->
        [returned] O pedido { $number } ({ $items }, { $total }) foi devolvido e já está conosco de novo. Ainda não consta nenhum reembolso.
       *[other] Não consta nenhum reembolso do pedido { $number } ({ $items }). Ele consta como { $status_text }.
     }
 }
replacement-confirm = Posso mandar enviar de novo, sem custo, { $items } do pedido { $number }. Faço isso?
replacement-done = Feito: a substituição de { $items } do pedido { $number } está encomendada, sem custo.
replace_items-passed = Pedi à nossa equipe que avalie a substituição do pedido { $number } ({ $items }).
replacement-once = A substituição de { $items } do pedido { $number } já está encomendada, e cada item é substituído uma vez. Uma pessoa da nossa equipe pode avaliar.
ask-which-item = De qual se trata: { $items }?

invoice-about = A fatura { $number } ({ $description }) é de { $amount } e { $status ->
    [paid] está paga{ $paid_on ->
        [none] {""}
       *[other] {" "}({ $paid_on })
     }{ $payment_method ->
        [none] {""}
       *[other] ; forma de pagamento: { $payment_method }
     }.
    [open] está em aberto; vencimento: { $due_on }.
    [overdue] está vencida; data de vencimento: { $due_on }.
   *[other] consta como { $status_text }.
 }
invoice-line = - { $number } ({ $description }): { $amount }, { $status_text }
invoice-choice = { $number } ({ $description }, { $amount })
invoice-none = Não há nenhuma fatura na sua conta.
invoice-not-found = Não encontro a fatura { $number } na sua conta. Confira o número, por favor.
invoice-when = Fatura { $number }. Emissão: { $issued_on }. Vencimento: { $due_on }.{ $paid_on ->
    [none] {""}
   *[other] {" "}Pagamento: { $paid_on }.
 }
invoice-amount = A fatura { $number } é de { $amount }.
invoice-method = A fatura { $number } ({ $description }) foi paga com { $payment_method }. Data do pagamento: { $paid_on }.
    .missing = Não consta nenhum pagamento da fatura { $number } ({ $description }).
invoice-payment = { $payments ->
    [0] A sua última fatura, { $number } ({ $description }, { $amount }), consta como { $status_text }; nenhum pagamento está registrado.
   *[other] O seu último pagamento deu certo: { $amount } com { $payment_method } por { $description } (fatura { $number }). Data: { $paid_on }.
 }
invoices-intro = Estas são as suas últimas faturas:
invoices-open-intro = Estas faturas ainda não foram pagas:
invoices-open-none = Você não tem faturas em aberto: todas estão pagas.
ask-which-invoice = A qual fatura você se refere?
double-found = Você tem razão: na fatura { $number } ({ $description }, { $amount }) constam dois pagamentos com a mesma data ({ $paid_on }): { $payment_references }.
dispute-confirm = Posso contestar o pagamento { $payment } da fatura { $number } ({ $amount }), para que seja verificado e devolvido. Faço isso?
dispute-done = Feito: o pagamento { $payment } da fatura { $number } ({ $amount }) está contestado. A nossa equipe o verifica.
dispute_payment-passed = Pedi à nossa equipe que verifique o pagamento { $payment_reference } da fatura { $number }.
dispute-once = A fatura { $number } já está contestada; a nossa equipe a verifica.
double-none = Não encontro nenhuma cobrança dupla: nenhuma das suas últimas faturas tem mais de um pagamento.

subscription-about = { $status ->
    [active] Você tem a assinatura { $plan } por { $price } ao { $interval ->
        [year] ano
       *[month] mês
     }. Próxima renovação: { $renews_on }.
    [trialing] Você está testando { $plan } de graça. Depois custará { $price } ao { $interval ->
        [year] ano
       *[month] mês
     }, a partir desta data: { $renews_on }.
    [past_due] O pagamento da sua assinatura { $plan } ({ $price } ao { $interval ->
        [year] ano
       *[month] mês
     }) está em atraso. Data em que vencia: { $renews_on }.
    [cancelled] A sua assinatura { $plan } está cancelada. { $ends_past ->
        [yes] Terminou nesta data
       *[no] Termina nesta data
     }: { $ends_on }.
   *[other] A sua assinatura { $plan } consta como “{ $status_text }”.
 }
subscription-when = { $status ->
    [cancelled] A sua assinatura { $plan } não será renovada. Data em que termina: { $ends_on }.
   *[other] Próxima renovação da sua assinatura { $plan }: { $renews_on }.
 }
subscription-price = A sua assinatura { $plan } custa { $price } ao { $interval ->
    [year] ano
   *[month] mês
 }.
subscription-choice = { $plan }
subscription-none = Não há nenhuma assinatura na sua conta.
subscription-not-found = Não encontro a assinatura { $number } na sua conta.
subscription-cancel-confirm = Se cancelar agora, a sua assinatura { $plan } ({ $price } ao { $interval ->
    [year] ano
   *[month] mês
 }) não se renova e continua valendo até esta data: { $renews_on }. Posso cancelá-la?
subscription-cancel-done = Feito: a sua assinatura { $plan } está cancelada. Ela não se renova e continua valendo até esta data: { $ends_on }.
end_subscription-passed = Pedi à nossa equipe que cancele a sua assinatura { $plan }.
ask-how-many-months = A sua assinatura { $plan } é paga por mês, por isso pode ser pausada por um, dois ou três meses. Por quantos?
subscription-pause-confirm = Posso pausar a sua assinatura { $number } por { $months ->
    [one] um mês
   *[other] { $months } meses
 }; nesse tempo nada é cobrado. Faço isso?
subscription-pause-done = Feito: a sua assinatura { $plan } está pausada e continua sozinha nesta data: { $paused_until }.
pause_plan-passed = Pedi à nossa equipe que pause a sua assinatura { $plan }.
pause-monthly-only = Só assinaturas pagas por mês podem ser pausadas; a sua assinatura { $plan } é paga ao { $interval ->
    [year] ano
   *[month] mês
 }.
pause-too-long = Uma assinatura pode ser pausada por { $pause_months } meses no máximo.
ask-which-plan = Hoje você tem a assinatura { $plan } por { $price } ao { $interval ->
    [year] ano
   *[month] mês
 }. Qual assinatura você quer?
subscription-change-confirm = Posso mudar você para { $name } por { $price } ao { $interval ->
    [year] ano
   *[month] mês
 }. Mudo a sua assinatura?
subscription-change-done = Feito: agora você tem a assinatura { $name } por { $price } ao { $interval ->
    [year] ano
   *[month] mês
 }.
switch_plan-passed = Repassei à nossa equipe a mudança da sua assinatura { $plan }.
plan-already = Você já tem a assinatura { $plan }.
ask-which-subscription = A qual assinatura você se refere?
choice-basic = Basic
choice-plus = Plus
choice-pro = Pro
choice-1 = Um mês
choice-2 = Dois meses
choice-3 = Três meses
argument-items = Itens
argument-address = Endereço
argument-payment = Pagamento
argument-months = Meses
argument-plan = Assinatura
argument-name = Nome
argument-price = Preço

ticket-about = O ticket { $number } (“{ $subject }”) está { $status_text }. Data de abertura: { $created_on }.
ticket-choice = { $number } ({ $subject })
ticket-none = Você não tem nenhum ticket.
ticket-not-found = Não encontro o ticket { $number } na sua conta.
ask-which-ticket = A qual ticket você se refere?
customer-about = A sua conta está em nome de { $name }, com o e-mail { $email }{ $phone ->
    [none] {""}
   *[other] {" "}e o telefone { $phone }
 }. { $tier ->
    [none] {""}
   *[other] O seu nível é { $tier }.
 }
customer-none = Ainda não sei quem é você. Entre na sua conta primeiro, por favor.
customer-not-found = Ainda não sei quem é você. Entre na sua conta primeiro, por favor.
complaint-heard = Lamento que tenha sido assim.
    .again = Entendo a sua indignação e lamento.

invoice-none-of = Ainda não consta nenhuma fatura nem nenhum pagamento de { $number }.
subscription-started = { $started_on ->
    [none] Não consta quando começou a sua assinatura { $plan }.
   *[other] Início da sua assinatura { $plan }: { $started_on }.
 }
order-tracking = { $tracking_number ->
    [none] O pedido { $number } ({ $items }) ainda não tem número de rastreio.
   *[other] O número de rastreio do pedido { $number } é { $tracking_number }{ $carrier ->
        [none] {""}
       *[other] {" "}({ $carrier })
     }.
 }
order-count = { $count ->
    [0] Não é nenhum dos seus pedidos.
    [one] É um pedido:
   *[other] São { $count } pedidos:
 }
invoice-count = { $count ->
    [0] Não é nenhuma das suas faturas.
    [one] É uma fatura:
   *[other] São { $count } faturas:
 }

topic-order_status = Onde está um pedido
topic-cancel_order = Cancelar um pedido
topic-return_item = Devolver um produto
topic-refund_request = Um reembolso
topic-replacement = Um produto com defeito
topic-delivery_problem = Um pacote que não chegou
topic-invoice_question = Uma fatura ou um pagamento
topic-subscription_details = A minha assinatura
topic-technical_problem = Um problema técnico
topic-account_access = O acesso à conta
topic-talk_to_person = Falar com uma pessoa

# Nomes de registos, campos e ações, como as páginas os mostram.
label-order = Pedido
label-invoice = Fatura
label-subscription = Assinatura
several-order = Pedidos
several-invoice = Faturas
several-subscription = Assinaturas
label-number = Número
label-status = Estado
label-placed-on = Pedido em
label-shipped-on = Enviado
label-delivery-date = Previsto
label-delivered-on = Entregue
label-items = Artigos
label-total = Total
label-carrier = Transportadora
label-tracking-number = Número de rastreio
label-city = Cidade
label-address = Endereço
label-refund-reason = Sobre o reembolso
label-refund-amount = Reembolsado
label-description = Referente a
label-amount = Valor
label-issued-on = Emitida
label-due-on = Vencimento
label-payments = Pagamentos
label-payment = Pagamento
label-payment-references = Referências de pagamento
label-payment-reference = Último pagamento
label-paid = Pago
label-paid-on = Paga em
label-payment-method = Paga com
label-plan = Plano
label-name = Novo plano
label-price = Preço
label-started-on = Desde
label-renews-on = Renova
label-ends-on = Termina
label-paused-until = Em pausa até
label-months = Meses
label-cancel = Cancelar este pedido
label-refund = Pedir reembolso
label-replace-items = Pedir a troca de artigos
label-return-items = Devolver artigos
label-change-address = Mudar o endereço
label-end-subscription = Cancelar a assinatura
label-switch-plan = Mudar de plano
label-pause-plan = Pôr em pausa
label-dispute-payment = Contestar um pagamento
