# Lo que dicen las páginas de los clientes y los correos, en cualquier negocio.
page-skip = Ir al contenido
page-ways = Páginas
page-overview = Resumen
page-chat = Chat
page-account = Su cuenta
page-sign-out = Cerrar sesión
page-dark = Tema oscuro
page-all = Ver todo
page-home-hello = Hola, { $name }
page-home-lead = Esto es lo que está en marcha.
page-home-ask = Pregúntenos
page-list-empty = Aquí todavía no hay nada.
page-list-older = Ver anteriores
page-item-deeds = Lo que puede hacer
page-item-not-now = Lo que ahora no es posible, y por qué
page-item-question = ¿Alguna pregunta?
page-item-ask = Preguntar sobre esto
page-item-print = Imprimir

page-act-lead = Aún no ocurre nada: la página siguiente muestra exactamente lo que se hará.
page-act-go-on = Continuar
page-act-leave = Cancelar
page-act-preview = Esto es exactamente lo que se hará
page-act-yes = Sí, hágalo
page-act-no = No, déjelo como está
page-act-see = Ver { $title }
page-act-done = Hecho.
page-act-waiting = Alguien de nosotros lo revisa antes. No tiene que hacer nada.
page-act-unknown = Aún no sabemos si ha salido bien. Alguien de nosotros lo está mirando.
page-act-refused = Tal como está, no es posible.
page-act-withdrawn = No se ha cambiado nada.

page-sign-in = Iniciar sesión
page-sign-in-title = Iniciar sesión en { $shop }
page-sign-in-lead = Vea lo que pidió, lo que pagó y lo que hablamos.
page-sign-in-by-code = Prefiero recibir un código
page-sign-in-question = ¿Ya tiene una cuenta?
page-sign-up = Crear una cuenta
page-sign-up-title = Cree su cuenta
page-sign-up-lead = Enviamos un código a su dirección. Lo que le pertenece se muestra solo cuando lo haya introducido.
page-sign-up-question = ¿Aún no tiene cuenta?
page-sign-up-password = Elija una contraseña (o déjela vacía y entre con código)
page-forgotten = ¿Olvidó la contraseña?
page-forgotten-title = Una contraseña nueva
page-forgotten-lead = Enviamos un código a su dirección; con él elige una contraseña nueva.
page-forgotten-password = Contraseña nueva, al menos 10 caracteres
page-field-name = Su nombre
page-field-email = Correo electrónico
page-field-password = Contraseña
page-code = Código
page-code-send = Enviar el código
page-code-title = Mire su correo
page-code-lead = Hemos enviado un código de ocho cifras a { $email }. Vale durante 15 minutos.
page-code-again = ¿No ha llegado nada?
page-code-again-link = Enviar otro
page-sample-hint = En este ejemplo:
page-sample-mail = Este ejemplo no envía correos. Sería:

page-problem-credentials-wrong = La dirección o la contraseña no es correcta.
page-problem-too-many-requests = Demasiados intentos. Espere un momento.
page-problem-address-invalid = Esto no es una dirección de correo.
page-problem-password-weak = Use al menos 10 caracteres, y nada que cualquiera probaría primero.
page-problem-code-wrong = Este código no es correcto, o ha caducado.
page-problem-account-closed = Esta cuenta no se puede usar aquí.
page-problem-unavailable = Ahora mismo entra demasiada gente. Inténtelo de nuevo enseguida.

page-mail-code-subject = { $code } es su código para { $shop }
page-mail-code-body = Su código es { $code }

    Introdúzcalo en la página de { $shop } en los próximos { $minutes } minutos.
    Si no lo ha pedido, no tiene que hacer nada: sin él nadie puede entrar.
