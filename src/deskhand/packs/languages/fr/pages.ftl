# Ce qui figure sur les pages des clients et dans les courriels, dans tout métier.
page-skip = Aller au contenu
page-ways = Pages
page-overview = Aperçu
page-chat = Discussion
page-account = Votre compte
page-sign-out = Se déconnecter
page-dark = Thème sombre
page-all = Tout voir
page-home-hello = Bonjour { $name }
page-home-lead = Voici ce qui est en cours.
page-home-ask = Posez-nous une question
page-list-empty = Il n'y a encore rien ici.
page-list-older = Voir les plus anciens
page-item-deeds = Ce que vous pouvez faire
page-item-not-now = Ce qui n'est pas possible pour l'instant, et pourquoi
page-item-question = Des questions ?
page-item-ask = Poser une question à ce sujet
page-item-print = Imprimer

page-act-lead = Rien ne se passe encore : la page suivante montre exactement ce qui sera fait.
page-act-go-on = Continuer
page-act-leave = Annuler
page-act-preview = Voici exactement ce qui sera fait
page-act-yes = Oui, faites-le
page-act-no = Non, ne rien changer
page-act-see = Voir { $title }
page-act-done = C'est fait.
page-act-waiting = L'un de nous regarde d'abord. Vous n'avez rien à faire.
page-act-unknown = Nous ne savons pas encore si cela a abouti. L'un de nous vérifie.
page-act-refused = Ce n'est pas possible en l'état.
page-act-withdrawn = Rien n'a été changé.

page-sign-in = Se connecter
page-sign-in-title = Se connecter à { $shop }
page-sign-in-lead = Retrouvez vos commandes, vos paiements et nos échanges.
page-sign-in-by-code = Recevoir plutôt un code
page-sign-in-question = Vous avez un compte ?
page-sign-up = Créer un compte
page-sign-up-title = Créer votre compte
page-sign-up-lead = Nous envoyons un code à votre adresse. Ce qui s'y rattache n'est montré qu'une fois le code saisi.
page-sign-up-question = Pas encore de compte ?
page-sign-up-password = Choisissez un mot de passe (ou laissez vide et connectez-vous par code)
page-forgotten = Mot de passe oublié ?
page-forgotten-title = Un nouveau mot de passe
page-forgotten-lead = Nous envoyons un code à votre adresse ; il vous permet de choisir un nouveau mot de passe.
page-forgotten-password = Nouveau mot de passe, 10 caractères au moins
page-field-name = Votre nom
page-field-email = Adresse e-mail
page-field-password = Mot de passe
page-code = Code
page-code-send = Envoyer le code
page-code-title = Consultez vos messages
page-code-lead = Nous avons envoyé un code de huit chiffres à { $email }. Il est valable 15 minutes.
page-code-again = Rien reçu ?
page-code-again-link = En envoyer un autre
page-sample-hint = Dans cet exemple :
page-sample-mail = Cet exemple n'envoie pas de courriel. Ce serait :

page-problem-credentials-wrong = L'adresse ou le mot de passe est incorrect.
page-problem-too-many-requests = Trop d'essais. Veuillez patienter un peu.
page-problem-address-invalid = Ce n'est pas une adresse e-mail.
page-problem-password-weak = Prenez au moins 10 caractères, et rien que l'on essaierait en premier.
page-problem-code-wrong = Ce code est incorrect, ou il a expiré.
page-problem-account-closed = Ce compte ne peut pas être utilisé ici.
page-problem-unavailable = Trop de connexions en ce moment. Réessayez dans un instant.

page-mail-code-subject = { $code } est votre code pour { $shop }
page-mail-code-body = Votre code est { $code }

    Saisissez-le sur la page de { $shop } dans les { $minutes } minutes.
    Si vous ne l'avez pas demandé, vous n'avez rien à faire : sans lui, personne ne peut se connecter.
