# O que está nas páginas dos clientes e nos e-mails, em qualquer ramo.
page-skip = Ir para o conteúdo
page-ways = Páginas
page-overview = Resumo
page-chat = Conversa
page-account = A sua conta
page-sign-out = Sair
page-dark = Tema escuro
page-all = Ver tudo
page-home-hello = Olá, { $name }
page-home-lead = Isto é o que está em curso.
page-home-ask = Pergunte-nos
page-list-empty = Ainda não há nada aqui.
page-list-older = Ver anteriores
page-item-deeds = O que pode fazer
page-item-not-now = O que agora não é possível, e porquê
page-item-question = Alguma pergunta?
page-item-ask = Perguntar sobre isto
page-item-print = Imprimir

page-act-lead = Ainda nada acontece: a página seguinte mostra exatamente o que será feito.
page-act-go-on = Continuar
page-act-leave = Cancelar
page-act-preview = Isto é exatamente o que será feito
page-act-yes = Sim, pode fazer
page-act-no = Não, deixe como está
page-act-see = Ver { $title }
page-act-done = Feito.
page-act-waiting = Alguém da nossa equipa vê isto primeiro. Não precisa de fazer nada.
page-act-unknown = Ainda não sabemos se resultou. Alguém da nossa equipa está a ver.
page-act-refused = Tal como está, não é possível.
page-act-withdrawn = Nada foi alterado.

page-sign-in = Entrar
page-sign-in-title = Entrar em { $shop }
page-sign-in-lead = Veja o que pediu, o que pagou e o que conversámos.
page-sign-in-by-code = Prefiro receber um código
page-sign-in-question = Já tem uma conta?
page-sign-up = Criar uma conta
page-sign-up-title = Crie a sua conta
page-sign-up-lead = Enviamos um código para o seu endereço. O que lhe pertence só é mostrado depois de o introduzir.
page-sign-up-question = Ainda não tem conta?
page-sign-up-password = Escolha uma senha (ou deixe vazio e entre com código)
page-forgotten = Esqueceu a senha?
page-forgotten-title = Uma senha nova
page-forgotten-lead = Enviamos um código para o seu endereço; com ele escolhe uma senha nova.
page-forgotten-password = Senha nova, pelo menos 10 caracteres
page-field-name = O seu nome
page-field-email = Endereço de e-mail
page-field-password = Senha
page-code = Código
page-code-send = Enviar o código
page-code-title = Veja o seu e-mail
page-code-lead = Enviámos um código de oito algarismos para { $email }. É válido por 15 minutos.
page-code-again = Não chegou nada?
page-code-again-link = Enviar outro
page-sample-hint = Neste exemplo:
page-sample-mail = Este exemplo não envia e-mails. Seria:

page-problem-credentials-wrong = O endereço ou a senha não está certo.
page-problem-too-many-requests = Demasiadas tentativas. Espere um pouco.
page-problem-address-invalid = Isto não é um endereço de e-mail.
page-problem-password-weak = Use pelo menos 10 caracteres, e nada que alguém tentaria primeiro.
page-problem-code-wrong = Este código não está certo, ou já expirou.
page-problem-account-closed = Esta conta não pode ser usada aqui.
page-problem-unavailable = Há demasiadas pessoas a entrar agora. Tente de novo daqui a pouco.

page-mail-code-subject = { $code } é o seu código para { $shop }
page-mail-code-body = O seu código é { $code }

    Introduza-o na página de { $shop } nos próximos { $minutes } minutos.
    Se não o pediu, não precisa de fazer nada: sem ele ninguém pode entrar.
