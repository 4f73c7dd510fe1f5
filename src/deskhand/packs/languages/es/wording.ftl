# Sentences of any trade, in Spanish (usted). A pack's own wording replaces what it names again.
# A day may read "mañana, martes, 24 de noviembre": sentences put it after a colon or in brackets,
# so that no article has to stand before it.
date-today = hoy, { $date }
date-tomorrow = mañana, { $date }
date-yesterday = ayer, { $date }

hello = ¡Hola{ $name ->
    [none] {""}
   *[other] , { $name }
 }! ¿En qué puedo ayudarle?
    .again = Sí, aquí sigo. ¿Qué puedo hacer por usted?
welcome = ¡De nada! Escríbame si necesita algo más.
    .again = Cuando quiera. Es un placer ayudarle.
goodbye = ¡Hasta luego y cuídese! Escríbanos siempre que lo necesite.
all-right = De acuerdo, lo dejo así. ¿Puedo ayudarle en algo más?
    .again = Muy bien. Si surge algo más, aquí estoy.
dropped = De acuerdo, dejemos eso. ¿En qué más puedo ayudarle?
what-else = Con gusto. ¿Qué desea saber?
    .again = Le escucho. ¿De qué se trata?
sorry = Lamento lo ocurrido.
    .again = Entiendo que esto es muy molesto.
sorry-trouble = Lamento las molestias.
    .again = Comprendo su malestar.
bot = Soy el asistente automático de este chat, no una persona. Puedo consultar sus datos y, cuando quiera, avisar a una persona.
capability = Puedo consultar lo que consta a su nombre, responder con nuestras páginas de ayuda y avisar a una persona de nuestro equipo. ¿Qué desea saber?
your-words = Su última pregunta fue: «{ $text }»
nothing-earlier = Solo conozco lo que se ha escrito en este chat, así que no sé qué se dijo antes. Cuénteme en una frase de qué se trataba y lo consulto.
said-that = Como le decía:
meant-that = Quiero decir:
only-own = Solo puedo informarle de lo que pertenece a su propia cuenta, no de otros clientes.
sign-in = Puedo consultarlo en cuanto sepa quién es usted: inicie sesión, por favor, y vuelva a preguntarme.
sign-in-number = No puedo mostrar aquí nada sobre { $number }. Inicie sesión con la cuenta a la que pertenece, por favor, y lo consulto.
sign-in-address = Una dirección en un mensaje no me permite saber quién escribe. Inicie sesión con ella y podré consultarlo.
take-your-time = Tómese su tiempo; escríbame cuando quiera seguir.
no-promise = No se lo puedo prometer: solo sé lo que está registrado.

unclear = No sé si le he entendido bien. ¿Puede decirme en una frase de qué se trata?
    .again = Sigo sin entenderlo del todo. ¿Se trata de alguno de estos temas?
vague = Me gustaría ayudarle. ¿De qué se trata? Basta con una frase.
    .again = Cuénteme qué ha pasado o qué busca, y lo consulto.
not-in-documents = No lo sé: no aparece en nuestras páginas de ayuda ni en sus datos. ¿Quiere que pregunte a una persona de nuestro equipo?
    .again = Tampoco encuentro respuesta a eso. ¿Desea que pregunte a una persona?
besides-unknown = No tengo respuesta para la otra parte de su mensaje. ¿Quiere que pregunte a una persona de nuestro equipo?
code-not-known = { $code } no aparece en nuestras páginas de ayuda. ¿Quiere que pregunte a una persona de nuestro equipo?
not-known-here = No lo sé. ¿Quiere que pregunte a una persona de nuestro equipo?
may-help = No sé con certeza si esta es la respuesta, pero puede servirle:
may-help-offer = Si no lo es, ¿pregunto a una persona?
no-help = Siento que no le haya servido.
no-help-offer = ¿Quiere que pida a una persona de nuestro equipo que lo revise?
in-language = Nuestras páginas de ayuda lo dicen en { $language }:
cannot-language = { $sorry ->
    [none] Lo siento, todavía no puedo escribir en su idioma.
   *[other] { $sorry }
 } Puedo responderle en español, y una persona de nuestro equipo puede seguir ayudándole.
offer-person = ¿Quiere que pida a una persona de nuestro equipo que se ocupe de esto?
    .again = ¿Prefiere que lo vea una persona?
which = ¿A cuál se refiere?

handed-over = He pedido a nuestro equipo que se ocupe de esto; su ticket es { $ticket }. { $open ->
    [yes] Normalmente una persona se incorpora en pocos minutos.
   *[no] El equipo vuelve a atender: { $when }.
 }
    .again = Nuestro equipo lo tiene en el ticket { $ticket }. { $open ->
    [yes] Una persona debería incorporarse pronto.
   *[no] Próxima atención: { $when }.
 }
handed-over-ask = ¿Hay algo que esa persona deba saber? Escríbalo aquí mismo; mientras tanto sigo a su disposición para otras preguntas.
still-waiting = Nuestro equipo tiene su solicitud ({ $ticket }) y todavía nadie ha respondido. Próxima atención: { $when }.
    .open = Nuestro equipo tiene su solicitud ({ $ticket }); una persona debería incorporarse en breve.
noted = Gracias, lo he añadido a su solicitud ({ $ticket }).
gave-up = Lo siento, no he podido resolverlo. He abierto el ticket { $ticket } y una persona de nuestro equipo continúa desde aquí.
when-open = ahora
when-later = { $day } a las { $time } ({ $zone })
sum-of = En total son { $sum }: { $parts }.
count-of = { $count ->
    [0] No he encontrado nada.
    [one] He encontrado uno.
   *[other] He encontrado { $count }.
 }
pieces-of = { $count ->
    [one] Es una unidad, en { $numbers }: { $list }.
   *[other] Son { $count } unidades, en { $numbers }: { $list }.
 }
days-until = { $days ->
    [0] Es { $date }.
    [one] Falta un día: { $date }.
   *[other] Faltan { $days } días: { $date }.
 }
days-since = { $days ->
    [one] Ha pasado un día desde entonces: { $date }.
   *[other] Han pasado { $days } días desde entonces: { $date }.
 }
yes = Sí
no = No
language-name-en = inglés
language-name-de = alemán
language-name-fr = francés
language-name-es = español
language-name-pt = portugués
language-name-it = italiano

step-identify = Compruebo quién es usted
step-understand = Leo su mensaje
step-retrieve = Consulto los datos
step-act = Busco la respuesta
step-phrase = Redacto la respuesta
step-audit = Reviso la respuesta
stuck = Lo siento, sigo sin entender lo que necesita. ¿Quiere que pregunte a una persona de nuestro equipo?
    .again = { offer-person.again }
which-section = No estoy seguro de haberle entendido. ¿Se trata de uno de estos temas: { $choices }?
all-of-them = Todo
action-unknown = No puedo decir con seguridad si ha salido bien{ $ticket ->
    [none] . Lo sabré enseguida; pregúntemelo otra vez, por favor.
   *[other] , así que no lo intentaré dos veces. Una persona lo comprueba con { $ticket }.
 }
action-waiting = Lo he trasladado: antes tiene que aprobarlo una persona de nuestro equipo. Todavía no está hecho; le avisaremos.
action-still-waiting = Todavía no está hecho: antes tiene que aprobarlo una persona de nuestro equipo. Le avisaremos en cuanto se decida.

action-refused = No puedo hacer eso.
action-expired = Esa propuesta ha caducado, así que no se ha hecho nada. Si aún lo quiere, dígamelo y lo comprobaré de nuevo.
action-changed = Algo ha cambiado entretanto, así que no se ha hecho nada. Si aún lo quiere, dígamelo y lo comprobaré de nuevo.
action-not-approved = Nuestro equipo lo ha revisado y no ha podido aceptarlo, así que no se ha hecho nada.
