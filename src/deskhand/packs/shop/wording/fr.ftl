# Ce que dit la boutique. Les valeurs viennent des enregistrements ; `none` est une valeur inconnue.
# Les dates suivent deux-points ou une parenthèse : « aujourd'hui, lundi… » ne supporte pas « le ».
noun-order = commande
noun-invoice = facture
noun-subscription = abonnement
noun-ticket = ticket
topic-order = votre commande { $number }

state-order-pending = reçue
state-order-processing = en préparation
state-order-shipped = expédiée
state-order-in_transit = en cours d'acheminement
state-order-out_for_delivery = en cours de livraison
state-order-delivered = livrée
state-order-delayed = en retard
state-order-cancelled = annulée
state-order-returned = retournée
state-order-refunded = remboursée
state-order-lost = perdue
state-invoice-paid = payée
state-invoice-open = à payer
state-invoice-overdue = en retard de paiement
state-invoice-void = annulée
state-subscription-active = actif
state-subscription-trialing = en période d'essai gratuit
state-subscription-past_due = en retard de paiement
state-subscription-cancelled = résilié
state-ticket-open = ouvert
state-ticket-pending = en attente
state-ticket-solved = résolu
state-ticket-closed = fermé

order-where = { $status ->
    [pending] Votre commande { $number } ({ $items }) est bien reçue ; le paiement est en cours de vérification. { $delivery_date ->
        [none] Il n'y a pas encore de date de livraison, je ne peux donc pas dire quand elle arrivera.
       *[other] Livraison prévue : { $delivery_date }.
     }
    [processing] Votre commande { $number } ({ $items }) est en préparation. { $delivery_date ->
        [none] Il n'y a pas encore de date de livraison, je ne peux donc pas dire quand elle arrivera.
       *[other] Livraison prévue : { $delivery_date }.
     }
    [shipped] Votre commande { $number } ({ $items }) est expédiée{ $carrier ->
        [none] {""}
       *[other] {" "}par { $carrier }
     }. { $delivery_date ->
        [none] Il n'y a pas encore de date de livraison, je ne peux donc pas dire quand elle arrivera.
       *[other] Livraison prévue : { $delivery_date }.
     } { $tracking_number ->
        [none] {""}
       *[other] Le numéro de suivi est { $tracking_number }.
     }
    [in_transit] Votre commande { $number } ({ $items }) est en route{ $carrier ->
        [none] {""}
       *[other] {" "}avec { $carrier }
     }. { $delivery_date ->
        [none] Il n'y a pas encore de date de livraison, je ne peux donc pas dire quand elle arrivera.
       *[other] Livraison prévue : { $delivery_date }.
     } { $tracking_number ->
        [none] {""}
       *[other] Le numéro de suivi est { $tracking_number }.
     }
    [out_for_delivery] Votre commande { $number } ({ $items }) est en cours de livraison{ $carrier ->
        [none] {""}
       *[other] {" "}avec { $carrier }
     }. { $delivery_date ->
        [none] {""}
       *[other] Livraison prévue : { $delivery_date }.
     } { $tracking_number ->
        [none] {""}
       *[other] Le numéro de suivi est { $tracking_number }.
     }
    [delayed] Votre commande { $number } ({ $items }) a du retard. { $delivery_date ->
        [none] Il n'y a pas encore de nouvelle date de livraison, je ne peux donc pas en promettre une.
       *[other] Nouvelle date prévue : { $delivery_date }.
     }
    [delivered] Votre commande { $number } ({ $items }) a été livrée{ $delivered_on ->
        [none] {""}
       *[other] {" "}({ $delivered_on })
     }.
    [cancelled] Votre commande { $number } ({ $items }) a été annulée.
    [returned] Votre commande { $number } ({ $items }) est revenue chez nous. { $refund_amount ->
        [none] Aucun remboursement n'est encore enregistré pour elle.
       *[other] Montant remboursé : { $refund_amount }{ $refunded_on ->
            [none] {""}
           *[other] {" "}({ $refunded_on })
         }.
     }
    [refunded] Votre commande { $number } ({ $items }) a été remboursée{ $refund_amount ->
        [none] {""}
       *[other] {" "}: { $refund_amount }{ $refunded_on ->
            [none] {""}
           *[other] {" "}({ $refunded_on })
         }
     }.
    [lost] Le colis de votre commande { $number } ({ $items }) a été perdu par le transporteur. Vous pouvez choisir entre un nouvel envoi et un remboursement complet.
   *[other] Votre commande { $number } ({ $items }) a le statut « { $status_text } ».
 }
    .brief = { $number } : { $status_text }{ $delivery_date ->
        [none] {""}
       *[other] , { $delivery_date }
     }.
order-line = - { $number } ({ $items }) : { $status ->
    [refunded] { $status_text }
    [returned] { $status_text }
    [cancelled] { $status_text }
    [lost] { $status_text }
    [delivered] livrée{ $delivered_on ->
        [none] {""}
       *[other] , { $delivered_on }
     }
   *[other] { $status_text }{ $delivery_date ->
        [none] {""}
       *[other] , livraison prévue : { $delivery_date }
     }
 }
order-choice = { $number } ({ $items })
order-none = Il n'y a aucune commande dans votre compte.
order-not-found = Je ne trouve pas la commande { $number } dans votre compte. Vérifiez le numéro ; il figure dans votre e-mail de confirmation.
order-when = { $status ->
    [delivered] La commande { $number } a déjà été livrée{ $delivered_on ->
        [none] {""}
       *[other] {" "}({ $delivered_on })
     }.
    [cancelled] La commande { $number } a été annulée, elle ne sera donc pas livrée.
    [returned] La commande { $number } a été retournée{ $delivered_on ->
        [none] {""}
       *[other] {" "}; date de livraison : { $delivered_on }
     }.
    [refunded] La commande { $number } a été remboursée.
    [lost] La commande { $number } a été perdue par le transporteur et n'a donc pas de date de livraison. Vous pouvez choisir entre un nouvel envoi et un remboursement complet.
   *[other] { $delivery_date ->
        [none] La commande { $number } est { $status_text } et n'a pas encore de date de livraison, je ne peux donc pas dire quand elle arrivera.
       *[other] Livraison prévue de la commande { $number } : { $delivery_date }. Je ne connais pas l'heure.
     }
 }
order-why = { $status ->
    [delayed] Aucun motif n'est enregistré pour le retard de la commande { $number }. { $delivery_date ->
        [none] Il n'y a pas encore de nouvelle date de livraison.
       *[other] Nouvelle date prévue : { $delivery_date }.
     } { $shipped_on ->
        [none] Elle n'a pas quitté notre entrepôt, elle peut donc encore être annulée sans frais.
       *[other] Elle a déjà quitté notre entrepôt ({ $shipped_on }).
     }
    [pending] Le paiement de la commande { $number } est encore en cours de vérification ; elle sera préparée ensuite.
    [processing] La commande { $number } est encore en préparation, elle n'a donc pas quitté notre entrepôt.
    [shipped] La commande { $number } a quitté notre entrepôt{ $shipped_on ->
        [none] {""}
       *[other] {" "}({ $shipped_on })
     } et se trouve encore chez le transporteur.
    [in_transit] La commande { $number } a quitté notre entrepôt{ $shipped_on ->
        [none] {""}
       *[other] {" "}({ $shipped_on })
     } et est encore en route.
    [out_for_delivery] La commande { $number } est avec le livreur.
    [lost] La commande { $number } a été perdue par le transporteur ; rien de plus n'est enregistré sur le motif.
   *[other] { $refund_reason ->
        [none] Aucun motif n'est enregistré pour la commande { $number }.
       *[other] Pour la commande { $number }, il est noté : « { $refund_reason } »
     }
 }
order-options = { $status ->
    [pending] La commande { $number } ({ $items }) n'a pas encore quitté notre entrepôt : elle peut encore être modifiée, ou annulée sans frais.
    [processing] La commande { $number } ({ $items }) n'a pas encore quitté notre entrepôt : elle peut encore être modifiée, ou annulée sans frais.
    [delayed] La commande { $number } ({ $items }) est en retard. { $shipped_on ->
        [none] Elle n'a pas quitté notre entrepôt : vous pouvez l'attendre ou la faire annuler sans frais.
       *[other] Elle est chez le transporteur et ne peut plus être arrêtée ; vous pouvez l'attendre et la retourner après la livraison.
     }
    [delivered] La commande { $number } ({ $items }) a été livrée. { $refund_eligible ->
        [yes] Vous pouvez la retourner ou demander un remboursement de { $total }.
       *[no] Elle ne peut pas être retournée : { $refund_reason }
     }
    [lost] La commande { $number } ({ $items }) a été perdue par le transporteur. Vous avez le choix entre un remplacement gratuit et un remboursement complet de { $total }.
    [cancelled] La commande { $number } est annulée ; il n'y a plus rien à faire.
    [returned] La commande { $number } est revenue chez nous. { $refund_amount ->
        [none] Aucun remboursement n'est encore enregistré.
       *[other] Remboursement : { $refund_amount } ; date : { $refunded_on }.
     }
    [refunded] La commande { $number } a été remboursée ; il n'y a plus rien à faire.
   *[other] La commande { $number } ({ $items }) a le statut « { $status_text } » et ne peut plus être arrêtée. Vous pourrez la retourner après la livraison.
 }
order-price = La commande { $number } ({ $items }) a coûté { $total }{ $refund_amount ->
    [none] {""}
   *[other] , dont { $refund_amount } remboursés
 }.
order-contents = La commande { $number } contient { $items }. Statut : { $status_text }.
order-carrier = La commande { $number } est confiée à { $carrier }{ $tracking_number ->
    [none] {""}
   *[other] , numéro de suivi { $tracking_number }
 }.
    .missing = La commande { $number } ({ $items }) n'a pas encore de transporteur ni de numéro de suivi : elle n'a pas encore été remise à un transporteur.
order-shipped = La commande { $number } a quitté notre entrepôt ({ $shipped_on }).
    .missing = La commande { $number } n'a pas encore quitté notre entrepôt.
order-placed = Date de la commande { $number } ({ $items }) : { $placed_on }.
order-address = La commande { $number } part vers cette ville : { $city }. L'adresse complète est sous « Account → Orders ».
    .missing = Aucune adresse n'est enregistrée ici pour la commande { $number }.
order-lost = Le colis de votre commande { $number } ({ $items }) a été perdu par le transporteur. Vous pouvez choisir entre un nouvel envoi gratuit et un remboursement complet de { $total }.
orders-open-intro = Voici ce qui n'est pas encore arrivé :
orders-open-none = Rien n'est en route : aucune de vos commandes n'est encore en cours.
orders-all-intro = Voici vos commandes :
ask-which-order = De quelle commande parlez-vous ?
    .again = Choisissez l'une d'elles ou envoyez-moi le numéro de la commande.

cancel-confirm = La commande { $number } ({ $items }, { $total }) est { $status_text } et peut encore être annulée sans frais. Voulez-vous que je l'annule ?
cancel-done = C'est fait : la commande { $number } ({ $items }) est annulée, sans frais.
cancel-declined = { $status ->
    [cancelled] La commande { $number } est déjà annulée.
    [delivered] La commande { $number } est déjà livrée{ $delivered_on ->
        [none] {""}
       *[other] {" "}({ $delivered_on })
     }, elle ne peut donc plus être annulée.
    [returned] La commande { $number } est déjà retournée ; il n'y a plus rien à annuler.
    [refunded] La commande { $number } est déjà remboursée ; il n'y a plus rien à annuler.
   *[other] La commande { $number } est { $status_text }, elle ne peut donc plus être annulée. Vous pourrez la retourner après la livraison.
 }
cancel-why = { $status ->
    [pending] La commande { $number } n'a pas quitté notre entrepôt, elle peut donc être annulée.
    [processing] La commande { $number } n'a pas quitté notre entrepôt, elle peut donc être annulée.
   *[other] Parce que la commande { $number } est { $status_text }.
 }
cancel-cost = L'annulation de la commande { $number } est gratuite tant qu'elle n'a pas quitté notre entrepôt.
cancel-passed = J'ai demandé à notre équipe d'annuler la commande { $number } ({ $items }).
change-which-address = La commande { $number } ({ $items }) est { $status_text }, son adresse de livraison peut donc encore être modifiée. Quelle est la nouvelle adresse ?
change-confirm = La commande { $number } ({ $items }) partira à cette adresse : { $address }. Voulez-vous que je la modifie ?
change-done = C'est fait : la commande { $number } ({ $items }) part maintenant à { $address }.
change_address-passed = J'ai transmis à notre équipe votre demande de modification pour la commande { $number }.
change-declined = La commande { $number } est { $status_text }, nous ne pouvons plus la modifier nous-mêmes.
return-confirm = Oui, { $items } (commande { $number }) peut être retourné{ $delivered_on ->
    [none] {""}
   *[other] {" "}(date de livraison : { $delivered_on })
 }. Voulez-vous que j'enregistre le retour ?
return-done = C'est fait : le retour de { $items } (commande { $number }) est enregistré.
return_items-passed = J'ai demandé à notre équipe d'enregistrer le retour pour la commande { $number } ({ $items }).
return-declined = { $status ->
    [returned] La commande { $number } ({ $items }) est déjà revenue chez nous.
    [refunded] La commande { $number } ({ $items }) est déjà remboursée.
    [delivered] Je suis désolé, la commande { $number } ({ $items }) ne peut pas être retournée. { $refund_reason ->
        [none] {""}
       *[other] Le dossier indique : « { $refund_reason } »
     }
   *[other] La commande { $number } ({ $items }) ne peut pas être retournée pour le moment. { $refund_reason ->
        [none] {""}
       *[other] Le dossier indique : « { $refund_reason } »
     }
 }
return-once = Le retour de { $items } (commande { $number }) est déjà enregistré.
return-why = { $refund_reason ->
    [none] La commande { $number } peut être retournée.
   *[other] Pour la commande { $number }, il est noté : « { $refund_reason } »
 }
refund-confirm = Je peux rembourser { $amount } pour la commande { $number } ({ $items }), sur le moyen de paiement utilisé. Voulez-vous que je le fasse ?
refund-done = C'est fait : { $amount } ont été remboursés pour la commande { $number } ({ $items }), sur le moyen de paiement utilisé.
refund-passed = J'ai demandé à notre équipe de rembourser { $total } pour la commande { $number }.
refund-declined = { $refund_reason ->
    [none] Je suis désolé, la commande { $number } ({ $items }) ne peut pas être remboursée.
   *[other] Je suis désolé, la commande { $number } ({ $items }) ne peut pas être remboursée. Le dossier indique : « { $refund_reason } »
 }
refund-late = Je suis désolé, la commande { $number } ({ $items }) ne peut pas être remboursée : le délai de retour de { $refund_days } jours après la livraison est passé.
refund-all-back = Tout ce qui a été payé pour la commande { $number } ({ $items }) est déjà remboursé ; elle ne peut pas l'être une seconde fois.
refund-limit = Je peux faire au plus deux remboursements par client et par mois civil, et vous les avez déjà eus ; je ne peux donc pas faire moi-même celui de la commande { $number } ({ $items }). Une personne de notre équipe peut l'examiner.
argument-amount = Montant
refund-why = { $refund_reason ->
    [none] { $refund_eligible ->
        [yes] La commande { $number } peut être remboursée ; rien de ce qui est enregistré ne s'y oppose.
       *[no] Aucun motif n'est enregistré pour la commande { $number }.
     }
   *[other] Motif enregistré pour la commande { $number } : « { $refund_reason } »
 }
refund-amount = { $refund_amount ->
    [none] La commande { $number } a coûté { $total }.
   *[other] Le remboursement de la commande { $number } est de { $refund_amount }.
 }
refund-none = Aucun remboursement n'est enregistré pour vos commandes.
refund-state = { $refund_status ->
    [done] Le remboursement de { $refund_amount } pour la commande { $number } ({ $items }) a été effectué{ $refunded_on ->
        [none] {""}
       *[other] {" "}({ $refunded_on })
     }.
    [pending] Un remboursement de { $refund_amount } pour la commande { $number } ({ $items }) est en cours.{ $refunded_on ->
        [none] {""}
       *[other] {" "}Date de lancement : { $refunded_on }.
     }
    [failed] Le remboursement de { $refund_amount } pour la commande { $number } ({ $items }) a échoué{ $refunded_on ->
        [none] {""}
       *[other] {" "}({ $refunded_on })
     }. Une personne de notre équipe doit s'en occuper.
   *[none] { $status ->
        [returned] La commande { $number } ({ $items }, { $total }) est revenue chez nous. Aucun remboursement n'est encore enregistré pour elle.
       *[other] Aucun remboursement n'est enregistré pour la commande { $number } ({ $items }). Elle est { $status_text }.
     }
 }
replacement-confirm = Je peux faire renvoyer gratuitement, en remplacement, { $items } de la commande { $number }. Voulez-vous que je le fasse ?
replacement-done = C'est fait : le remplacement de { $items } (commande { $number }) est commandé, sans frais.
replace_items-passed = J'ai demandé à notre équipe d'examiner un remplacement pour la commande { $number } ({ $items }).
replacement-once = Un remplacement de { $items } (commande { $number }) est déjà commandé, et chaque article n'est remplacé qu'une fois. Une personne de notre équipe peut l'examiner.
ask-which-item = De quoi s'agit-il : { $items } ?

invoice-about = La facture { $number } ({ $description }) de { $amount } { $status ->
    [paid] a été payée{ $paid_on ->
        [none] {""}
       *[other] {" "}({ $paid_on })
     }{ $payment_method ->
        [none] {""}
       *[other] . Moyen de paiement : { $payment_method }
     }.
    [open] est à payer ; échéance : { $due_on }.
    [overdue] est en retard de paiement ; échéance : { $due_on }.
   *[other] est { $status_text }.
 }
invoice-line = - { $number } ({ $description }) : { $amount }, { $status_text }
invoice-choice = { $number } ({ $description }, { $amount })
invoice-none = Il n'y a aucune facture dans votre compte.
invoice-not-found = Je ne trouve pas la facture { $number } dans votre compte. Vérifiez le numéro.
invoice-when = Facture { $number } – émission : { $issued_on } ; échéance : { $due_on }{ $paid_on ->
    [none] {""}
   *[other] {" "}; paiement : { $paid_on }
 }.
invoice-amount = La facture { $number } est de { $amount }.
invoice-method = La facture { $number } ({ $description }) est payée. Moyen de paiement : { $payment_method } ; date : { $paid_on }.
    .missing = Aucun paiement n'est enregistré pour la facture { $number } ({ $description }).
invoice-payment = { $payments ->
    [0] Votre dernière facture { $number } ({ $description }, { $amount }) est { $status_text } ; aucun paiement n'est enregistré pour elle.
   *[other] Votre dernier paiement est bien passé : { $amount } pour { $description } (facture { $number }).{ $paid_on ->
        [none] {""}
       *[other] {" "}Date : { $paid_on }.
     }{ $payment_method ->
        [none] {""}
       *[other] {" "}Moyen de paiement : { $payment_method }.
     }
 }
invoices-intro = Voici vos dernières factures :
invoices-open-intro = Ces factures ne sont pas encore payées :
invoices-open-none = Vous n'avez aucune facture à payer : toutes sont réglées.
ask-which-invoice = De quelle facture parlez-vous ?
double-found = Vous avez raison : pour la facture { $number } ({ $description }, { $amount }), il y a deux paiements ({ $paid_on }) : { $payment_references }.
dispute-confirm = Je peux contester le paiement { $payment } de la facture { $number } ({ $amount }), pour qu'il soit vérifié et rendu. Voulez-vous que je le fasse ?
dispute-done = C'est fait : le paiement { $payment } de la facture { $number } ({ $amount }) est contesté. Notre équipe le vérifie.
dispute_payment-passed = J'ai demandé à notre équipe de vérifier le paiement { $payment_reference } de la facture { $number }.
dispute-once = La facture { $number } est déjà contestée ; notre équipe la vérifie.
double-none = Je ne trouve pas de double paiement : chacune de vos dernières factures en a un au plus.

subscription-about = { $status ->
    [active] Votre abonnement est { $plan }, à { $price } par { $interval ->
        [year] an
       *[month] mois
     }. Prochain renouvellement : { $renews_on }.
    [trialing] Vous essayez { $plan } gratuitement. Il coûtera ensuite { $price } par { $interval ->
        [year] an
       *[month] mois
     }. Fin de l'essai : { $renews_on }.
    [past_due] Le paiement de votre abonnement { $plan } ({ $price } par { $interval ->
        [year] an
       *[month] mois
     }) est en retard. Échéance : { $renews_on }.
    [cancelled] Votre abonnement { $plan } est résilié. { $ends_past ->
        [yes] Dernier jour : { $ends_on }.
       *[no] Date de fin : { $ends_on }.
     }
   *[other] Votre abonnement { $plan } a le statut « { $status_text } ».
 }
subscription-when = { $status ->
    [cancelled] Votre abonnement { $plan } ne se renouvelle pas. Date de fin : { $ends_on }.
   *[other] Prochain renouvellement de votre abonnement { $plan } : { $renews_on }.
 }
subscription-price = Votre abonnement { $plan } coûte { $price } par { $interval ->
    [year] an
   *[month] mois
 }.
subscription-choice = { $plan }
subscription-none = Il n'y a pas d'abonnement dans votre compte.
subscription-not-found = Je ne trouve pas l'abonnement { $number } dans votre compte.
subscription-cancel-confirm = Si vous résiliez maintenant, votre abonnement { $plan } ({ $price } par { $interval ->
    [year] an
   *[month] mois
 }) ne se renouvelle pas ; il reste actif jusqu'à l'échéance ({ $renews_on }). Voulez-vous que je le résilie ?
subscription-cancel-done = C'est fait : votre abonnement { $plan } est résilié. Il reste actif jusqu'à l'échéance ({ $ends_on }) et ne se renouvelle pas.
end_subscription-passed = J'ai demandé à notre équipe de résilier votre abonnement { $plan }.
ask-how-many-months = Votre abonnement { $plan } est payé chaque mois, il peut donc être suspendu pendant un, deux ou trois mois. Pendant combien de temps ?
subscription-pause-confirm = Je peux suspendre votre abonnement { $number } pendant { $months } mois ; rien n'est facturé pendant ce temps. Voulez-vous que je le fasse ?
subscription-pause-done = C'est fait : votre abonnement { $plan } est suspendu et reprend de lui-même ({ $paused_until }).
pause_plan-passed = J'ai demandé à notre équipe de suspendre votre abonnement { $plan }.
pause-monthly-only = Seuls les abonnements payés chaque mois peuvent être suspendus ; votre abonnement { $plan } est payé par { $interval ->
    [year] an
   *[month] mois
 }.
pause-too-long = Un abonnement peut être suspendu { $pause_months } mois au plus.
ask-which-plan = Votre abonnement est { $plan }, à { $price } par { $interval ->
    [year] an
   *[month] mois
 }. Quel abonnement souhaitez-vous ?
subscription-change-confirm = Je peux passer votre abonnement à { $name }, à { $price } par { $interval ->
    [year] an
   *[month] mois
 }. Voulez-vous que je le change ?
subscription-change-done = C'est fait : votre abonnement est maintenant { $name }, à { $price } par { $interval ->
    [year] an
   *[month] mois
 }.
switch_plan-passed = J'ai transmis à notre équipe votre demande de changement pour l'abonnement { $plan }.
plan-already = Votre abonnement est déjà { $plan }.
ask-which-subscription = De quel abonnement parlez-vous ?
choice-basic = Basic
choice-plus = Plus
choice-pro = Pro
choice-1 = Un mois
choice-2 = Deux mois
choice-3 = Trois mois
argument-items = Articles
argument-address = Adresse
argument-payment = Paiement
argument-months = Mois
argument-plan = Formule
argument-name = Nom
argument-price = Prix

ticket-about = Le ticket { $number } (« { $subject } ») est { $status_text } ; date d'ouverture : { $created_on }.
ticket-choice = { $number } ({ $subject })
ticket-none = Vous n'avez aucun ticket.
ticket-not-found = Je ne trouve pas le ticket { $number } dans votre compte.
ask-which-ticket = De quel ticket parlez-vous ?
customer-about = Votre compte est au nom de { $name }, avec l'adresse e-mail { $email }{ $phone ->
    [none] {""}
   *[other] {" "}et le numéro de téléphone { $phone }
 }. { $tier ->
    [none] {""}
   *[other] Votre niveau : { $tier }.
 }
customer-none = Je ne sais pas encore qui vous êtes. Connectez-vous d'abord.
customer-not-found = Je ne sais pas encore qui vous êtes. Connectez-vous d'abord.
complaint-heard = Je suis désolé que cela se soit passé ainsi.
    .again = Je comprends votre mécontentement, et j'en suis désolé.

invoice-none-of = Aucune facture ni aucun paiement n'est encore enregistré pour { $number }.
subscription-started = { $started_on ->
    [none] La date de début de votre abonnement { $plan } n'est pas enregistrée.
   *[other] Début de votre abonnement { $plan } : { $started_on }.
 }
order-tracking = { $tracking_number ->
    [none] La commande { $number } ({ $items }) n'a pas encore de numéro de suivi.
   *[other] Le numéro de suivi de la commande { $number } est { $tracking_number }{ $carrier ->
        [none] {""}
       *[other] {" "}({ $carrier })
     }.
 }
order-count = { $count ->
    [0] Ce n'est le cas d'aucune de vos commandes.
    [one] Cela fait une commande :
   *[other] Cela fait { $count } commandes :
 }
invoice-count = { $count ->
    [0] Ce n'est le cas d'aucune de vos factures.
    [one] Cela fait une facture :
   *[other] Cela fait { $count } factures :
 }

# Les sujets possibles d'une question, en boutons.
topic-order_status = Où en est une commande
topic-cancel_order = Annuler une commande
topic-return_item = Retourner un article
topic-refund_request = Un remboursement
topic-replacement = Un article défectueux
topic-delivery_problem = Un colis non reçu
topic-invoice_question = Une facture ou un paiement
topic-subscription_details = Mon abonnement
topic-technical_problem = Un problème technique
topic-account_access = La connexion au compte
topic-talk_to_person = Parler à une personne

# Noms des dossiers, des champs et des démarches, tels que les pages les montrent.
label-order = Commande
label-invoice = Facture
label-subscription = Abonnement
several-order = Commandes
several-invoice = Factures
several-subscription = Abonnements
label-number = Numéro
label-status = État
label-placed-on = Commandée
label-shipped-on = Expédiée
label-delivery-date = Prévue
label-delivered-on = Livrée
label-items = Articles
label-total = Total
label-carrier = Transporteur
label-tracking-number = Numéro de suivi
label-city = Ville
label-address = Adresse
label-refund-reason = Au sujet du remboursement
label-refund-amount = Remboursé
label-description = Pour
label-amount = Montant
label-issued-on = Émise
label-due-on = Échéance
label-payments = Paiements
label-payment = Paiement
label-payment-references = Références de paiement
label-payment-reference = Dernier paiement
label-paid = Payé
label-paid-on = Payée le
label-payment-method = Payée par
label-plan = Formule
label-name = Nouvelle formule
label-price = Prix
label-started-on = Depuis
label-renews-on = Se renouvelle
label-ends-on = Prend fin
label-paused-until = En pause jusqu'au
label-months = Mois
label-cancel = Annuler cette commande
label-refund = Se faire rembourser
label-replace-items = Faire remplacer des articles
label-return-items = Renvoyer des articles
label-change-address = Changer l'adresse
label-end-subscription = Résilier l'abonnement
label-switch-plan = Changer de formule
label-pause-plan = Mettre en pause
label-dispute-payment = Contester un paiement
