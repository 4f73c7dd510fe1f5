# Phrases de tous les métiers. Ce qu'un métier formule lui-même passe avant.
date-today = aujourd'hui, { $date }
date-tomorrow = demain, { $date }
date-yesterday = hier, { $date }

hello = Bonjour{ $name ->
    [none] {""}
   *[other] {" "}{ $name }
 } ! Comment puis-je vous aider ?
    .again = Oui, je suis là. Que puis-je faire pour vous ?
welcome = Avec plaisir ! Écrivez-moi si vous avez besoin d'autre chose.
    .again = Je vous en prie.
goodbye = Au revoir et bonne continuation ! Écrivez-nous quand vous voulez.
all-right = Très bien, j'en reste là. Puis-je faire autre chose pour vous ?
    .again = Entendu. Dites-moi simplement s'il y a autre chose.
dropped = Très bien, laissons cela. Que puis-je faire d'autre pour vous ?
what-else = Volontiers. Que souhaitez-vous savoir ?
    .again = Je vous écoute. De quoi s'agit-il ?
sorry = J'en suis désolé.
    .again = Je comprends que ce soit agaçant.
sorry-trouble = Je suis désolé pour ce désagrément.
    .again = Je comprends votre mécontentement.
bot = Je suis l'assistant automatique de ce chat, pas une personne. Je peux consulter vos informations et, si vous le souhaitez, faire appel à quelqu'un de l'équipe.
capability = Je peux consulter ce qui est enregistré pour vous, répondre à partir de nos pages d'aide et faire appel à une personne de notre équipe. Que souhaitez-vous savoir ?
your-words = Votre dernière question était : « { $text } »
nothing-earlier = Je ne connais que cette conversation et ne peux donc pas dire ce qui s'est dit avant. Dites-moi en une phrase de quoi il s'agissait et je regarde.
said-that = Comme je le disais :
meant-that = Je veux dire :
only-own = Je ne peux vous parler que de votre propre compte, pas des autres clients.
sign-in = Je peux le vérifier dès que je sais qui vous êtes : connectez-vous, puis reposez-moi la question.
sign-in-number = Je ne peux rien afficher ici sur { $number }. Connectez-vous avec le compte auquel ce numéro appartient et je pourrai regarder.
sign-in-address = Une adresse dans un message ne me permet pas de savoir qui écrit. Connectez-vous avec cette adresse, et je pourrai regarder.
take-your-time = Prenez votre temps ; écrivez-moi quand vous voulez continuer.
no-promise = Je ne peux pas vous le promettre : je sais seulement ce qui est enregistré.

unclear = Je ne suis pas sûr de comprendre. Pouvez-vous me dire en une phrase de quoi il s'agit ?
    .again = Je ne comprends toujours pas bien. S'agit-il de l'un de ces sujets ?
vague = Je vous aide volontiers. De quoi s'agit-il ? Une phrase suffit.
    .again = Dites-moi ce qui s'est passé, ou ce que vous cherchez, et je regarde.
not-in-documents = Je ne le sais pas : cela ne figure ni dans nos pages d'aide, ni dans vos informations. Voulez-vous que je demande à une personne de notre équipe ?
    .again = Je ne trouve pas de réponse à cela non plus. Voulez-vous que je demande à quelqu'un de l'équipe ?
besides-unknown = Je n'ai pas de réponse à l'autre partie de votre message. Voulez-vous que je demande à une personne de notre équipe ?
code-not-known = { $code } ne figure pas dans nos pages d'aide. Voulez-vous que je demande à une personne de notre équipe ?
not-known-here = Je ne le sais pas. Voulez-vous que je demande à une personne de notre équipe ?
may-help = Je ne suis pas certain que ce soit la réponse, mais cela peut vous aider :
may-help-offer = Si ce n'est pas le cas, voulez-vous que je demande à une personne de notre équipe ?
no-help = Je suis désolé que cela ne vous ait pas aidé.
no-help-offer = Voulez-vous que je demande à une personne de notre équipe de regarder ?
in-language = Voici ce que disent nos pages d'aide (langue : { $language }) :
cannot-language = Je suis désolé, je n'écris pas encore assez bien dans votre langue. Je peux répondre en français, et une personne de notre équipe peut vous aider pour la suite.
offer-person = Voulez-vous que je confie votre demande à une personne de notre équipe ?
    .again = Souhaitez-vous qu'une personne de notre équipe s'en occupe ?
which = De quoi parlez-vous exactement ?

handed-over = J'ai demandé à notre équipe de prendre le relais ; votre ticket est { $ticket }. { $open ->
    [yes] En général, quelqu'un vous rejoint en quelques minutes.
   *[no] L'équipe sera de nouveau joignable : { $when }.
 }
    .again = Votre demande est chez notre équipe sous { $ticket }. { $open ->
    [yes] Quelqu'un devrait bientôt vous rejoindre.
   *[no] L'équipe sera de nouveau joignable : { $when }.
 }
handed-over-ask = Y a-t-il quelque chose que l'équipe devrait savoir ? Écrivez-le ici ; je reste là pour vos autres questions.
still-waiting = Votre demande ({ $ticket }) est chez notre équipe et n'a pas encore reçu de réponse. L'équipe sera de nouveau joignable : { $when }.
    .open = Votre demande ({ $ticket }) est chez notre équipe ; quelqu'un devrait vous rejoindre sous peu.
noted = Merci, je l'ai ajouté à votre demande ({ $ticket }).
gave-up = Je suis désolé, je n'ai pas pu résoudre cela. J'ai ouvert le ticket { $ticket } et une personne de notre équipe prend le relais.
when-open = maintenant
when-later = { $day } à { $time } ({ $zone })
sum-of = Cela fait { $sum } au total : { $parts }.
count-of = { $count ->
    [0] Je n'ai rien trouvé.
    [one] J'ai trouvé un résultat.
   *[other] J'ai trouvé { $count } résultats.
 }
pieces-of = { $count ->
    [one] Cela fait une pièce, dans { $numbers } : { $list }.
   *[other] Cela fait { $count } pièces, dans { $numbers } : { $list }.
 }
days-until = { $days ->
    [0] C'est { $date }.
    [one] Il reste un jour : { $date }.
   *[other] Il reste { $days } jours : { $date }.
 }
days-since = { $days ->
    [one] Un jour s'est écoulé depuis : { $date }.
   *[other] { $days } jours se sont écoulés depuis : { $date }.
 }
yes = Oui
no = Non
language-name-en = anglais
language-name-de = allemand
language-name-fr = français
language-name-es = espagnol
language-name-pt = portugais
language-name-it = italien

step-identify = Je vérifie qui vous êtes
step-understand = Je lis votre message
step-retrieve = Je consulte les informations
step-act = Je cherche la réponse
step-phrase = Je rédige la réponse
step-audit = Je vérifie la réponse
stuck = Je suis désolé, je ne comprends toujours pas ce qu'il vous faut. Voulez-vous que je demande à une personne de notre équipe ?
    .again = { offer-person.again }
which-section = Je ne suis pas sûr de vous avoir compris. S'agit-il de l'un de ces sujets : { $choices } ?
all-of-them = Tout
action-unknown = Je ne peux pas dire avec certitude si cela a abouti{ $ticket ->
    [none] . Je le saurai dans un instant ; redemandez-moi, s'il vous plaît.
   *[other] , je ne vais donc pas réessayer. Une personne le vérifie sous { $ticket }.
 }
action-waiting = Je l'ai transmis : une personne de notre équipe doit d'abord donner son accord. Ce n'est pas encore fait ; nous vous tiendrons au courant.
action-still-waiting = Ce n'est pas encore fait : une personne de notre équipe doit d'abord donner son accord. Nous vous préviendrons dès que ce sera décidé.

action-refused = Je ne peux pas faire cela.
action-expired = Cette proposition a expiré, rien n’a donc été fait. Si vous le souhaitez toujours, dites-le-moi et je vérifierai de nouveau.
action-changed = Quelque chose a changé entre-temps, rien n’a donc été fait. Si vous le souhaitez toujours, dites-le-moi et je vérifierai de nouveau.
action-not-approved = Notre équipe a examiné la demande et n’a pas pu l’accepter ; rien n’a été fait.
