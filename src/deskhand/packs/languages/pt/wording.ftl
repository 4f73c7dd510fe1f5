# Sentences of any trade, in Portuguese (você). A pack's own wording replaces what it names again.
# A day may read "amanhã, terça-feira, 24 de novembro": sentences put it after a colon or in
# brackets, so that neither "no" nor "na" has to stand before it.
date-today = hoje, { $date }
date-tomorrow = amanhã, { $date }
date-yesterday = ontem, { $date }

hello = Olá{ $name ->
    [none] {""}
   *[other] , { $name }
 }! Como posso ajudar?
    .again = Sim, continuo aqui. O que posso fazer por você?
welcome = De nada! É só escrever se precisar de mais alguma coisa.
    .again = Sempre às ordens.
goodbye = Até logo, e tudo de bom! Escreva sempre que precisar.
all-right = Tudo bem, deixo como está. Posso ajudar em mais alguma coisa?
    .again = Certo. Se surgir mais alguma coisa, é só dizer.
dropped = Tudo bem, vamos deixar isso de lado. Em que mais posso ajudar?
what-else = Com prazer. O que gostaria de saber?
    .again = Pode dizer. Do que se trata?
sorry = Lamento pelo ocorrido.
    .again = Entendo que isso incomoda bastante.
sorry-trouble = Lamento pelo transtorno.
    .again = Entendo o seu aborrecimento.
bot = Sou o assistente automático deste chat, não uma pessoa. Posso consultar os seus dados e, quando quiser, chamar uma pessoa.
capability = Posso consultar o que está registrado para você, responder com as nossas páginas de ajuda e chamar uma pessoa da nossa equipe. O que gostaria de saber?
your-words = A sua última pergunta foi: “{ $text }”
nothing-earlier = Só conheço o que foi escrito neste chat, por isso não sei o que foi dito antes. Conte em uma frase do que se tratava e eu consulto.
said-that = Como eu disse:
meant-that = O que eu quero dizer:
only-own = Só posso informar o que pertence à sua própria conta, nada sobre outros clientes.
sign-in = Posso consultar isso assim que souber quem é você: por favor, entre na sua conta e pergunte de novo.
sign-in-number = Não posso mostrar nada sobre { $number } aqui. Por favor, entre na conta a que esse número pertence, e então eu consulto.
sign-in-address = Um endereço numa mensagem não me mostra quem está escrevendo. Entre na sua conta com ele e poderei consultar.
take-your-time = Fique à vontade; escreva quando quiser continuar.
no-promise = Isso não posso prometer: só sei o que está registrado.

unclear = Não sei se entendi bem. Pode dizer em uma frase do que se trata?
    .again = Ainda não entendi direito. É sobre um destes assuntos?
vague = Quero ajudar. Do que se trata? Uma frase já basta.
    .again = Conte o que aconteceu, ou o que procura, e eu consulto.
not-in-documents = Isso eu não sei: não consta nas nossas páginas de ajuda nem nos seus dados. Quer que eu pergunte a uma pessoa da nossa equipe?
    .again = Também não encontro resposta para isso. Prefere que eu pergunte a uma pessoa?
besides-unknown = Não tenho resposta para a outra parte da sua mensagem. Quer que eu pergunte a uma pessoa da nossa equipe?
code-not-known = { $code } não aparece nas nossas páginas de ajuda. Quer que eu pergunte a uma pessoa da nossa equipe?
not-known-here = Isso eu não sei. Quer que eu pergunte a uma pessoa da nossa equipe?
may-help = Não sei ao certo se esta é a resposta, mas pode ajudar:
may-help-offer = Se não for, pergunto a uma pessoa?
no-help = Lamento que não tenha ajudado.
no-help-offer = Quer que eu peça a uma pessoa da nossa equipe para ver isso?
in-language = As nossas páginas de ajuda dizem isto em { $language }:
cannot-language = { $sorry ->
    [none] Lamento, ainda não posso escrever no seu idioma.
   *[other] { $sorry }
 } Posso responder em português, e uma pessoa da nossa equipe pode continuar a ajudar.
offer-person = Quer que eu peça a uma pessoa da nossa equipe para assumir a partir daqui?
    .again = Prefere que uma pessoa veja isso?
which = A qual você se refere?

handed-over = Pedi à nossa equipe que cuide disto; o seu ticket é { $ticket }. { $open ->
    [yes] Normalmente uma pessoa entra no chat em poucos minutos.
   *[no] A equipe volta a atender: { $when }.
 }
    .again = A nossa equipe está com o ticket { $ticket }. { $open ->
    [yes] Uma pessoa deve entrar em breve.
   *[no] Próximo atendimento: { $when }.
 }
handed-over-ask = Há algo que essa pessoa deva saber? Escreva aqui mesmo; continuo à disposição para outras perguntas.
still-waiting = A nossa equipe está com o seu pedido de atendimento ({ $ticket }), e ninguém respondeu ainda. Próximo atendimento: { $when }.
    .open = A nossa equipe está com o seu pedido de atendimento ({ $ticket }); uma pessoa deve entrar em breve.
noted = Obrigado, acrescentei isso ao seu pedido de atendimento ({ $ticket }).
gave-up = Lamento, não consegui resolver isto. Abri o ticket { $ticket }, e uma pessoa da nossa equipe continua daqui.
when-open = agora
when-later = { $day } às { $time } ({ $zone })
sum-of = No total são { $sum }: { $parts }.
count-of = { $count ->
    [0] Não encontrei nenhum.
    [one] Encontrei um.
   *[other] Encontrei { $count }.
 }
pieces-of = { $count ->
    [one] É uma unidade, em { $numbers }: { $list }.
   *[other] São { $count } unidades, em { $numbers }: { $list }.
 }
days-until = { $days ->
    [0] É { $date }.
    [one] Falta um dia: { $date }.
   *[other] Faltam { $days } dias: { $date }.
 }
days-since = { $days ->
    [one] Passou um dia desde então: { $date }.
   *[other] Passaram { $days } dias desde então: { $date }.
 }
yes = Sim
no = Não
language-name-en = inglês
language-name-de = alemão
language-name-fr = francês
language-name-es = espanhol
language-name-pt = português
language-name-it = italiano

step-identify = Verificando quem é você
step-understand = Lendo a sua mensagem
step-retrieve = Consultando os dados
step-act = Procurando a resposta
step-phrase = Escrevendo a resposta
step-audit = Conferindo a resposta
stuck = Desculpe, ainda não percebi o que você precisa. Quer que eu peça ajuda a uma pessoa da nossa equipe?
    .again = { offer-person.again }
which-section = Não tenho a certeza de ter entendido. É sobre um destes temas: { $choices }?
all-of-them = Tudo
action-unknown = Não posso dizer com certeza se deu certo{ $ticket ->
    [none] . Saberei em instantes; pergunte de novo, por favor.
   *[other] , por isso não vou tentar duas vezes. Uma pessoa verifica isso em { $ticket }.
 }
action-waiting = Encaminhei: uma pessoa da nossa equipe precisa aprovar primeiro. Ainda não está feito; você terá notícias nossas.
action-still-waiting = Ainda não está feito: uma pessoa da nossa equipe precisa aprovar primeiro. Avisaremos assim que for decidido.

action-refused = Não posso fazer isso.
action-expired = Essa proposta expirou, por isso nada foi feito. Se ainda o quiser, diga-me e verifico de novo.
action-changed = Algo mudou entretanto, por isso nada foi feito. Se ainda o quiser, diga-me e verifico de novo.
action-not-approved = A nossa equipa analisou o pedido e não o pôde aceitar, por isso nada foi feito.
