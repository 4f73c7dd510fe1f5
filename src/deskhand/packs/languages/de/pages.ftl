# Was auf den Seiten der Kunden und in Mails steht, in jeder Branche.
page-skip = Zum Inhalt
page-ways = Seiten
page-overview = Übersicht
page-chat = Chat
page-account = Ihr Konto
page-sign-out = Abmelden
page-dark = Dunkle Farben
page-all = Alle
page-home-hello = Guten Tag, { $name }
page-home-lead = Das ist gerade unterwegs.
page-home-ask = Fragen Sie uns
page-list-empty = Hier ist noch nichts.
page-list-older = Ältere zeigen
page-item-deeds = Was Sie tun können
page-item-not-now = Was gerade nicht geht, und warum
page-item-question = Fragen?
page-item-ask = Dazu etwas fragen
page-item-print = Drucken

page-act-lead = Noch geschieht nichts: Die nächste Seite zeigt genau, was getan wird.
page-act-go-on = Weiter
page-act-leave = Abbrechen
page-act-preview = Genau das wird getan
page-act-yes = Ja, so machen
page-act-no = Nein, alles lassen
page-act-see = { $title } ansehen
page-act-done = Erledigt.
page-act-waiting = Das sieht sich erst jemand von uns an. Sie müssen nichts tun.
page-act-unknown = Wir wissen noch nicht, ob es geklappt hat. Jemand von uns sieht nach.
page-act-refused = So, wie es steht, geht das nicht.
page-act-withdrawn = Es wurde nichts geändert.

page-sign-in = Anmelden
page-sign-in-title = Anmelden bei { $shop }
page-sign-in-lead = Sehen Sie, was Sie bestellt und bezahlt haben und was wir besprochen haben.
page-sign-in-by-code = Lieber einen Code schicken
page-sign-in-question = Sie haben ein Konto?
page-sign-up = Konto anlegen
page-sign-up-title = Ihr Konto anlegen
page-sign-up-lead = Wir schicken einen Code an Ihre Adresse. Was zu ihr gehört, zeigen wir erst, wenn Sie ihn eingegeben haben.
page-sign-up-question = Noch kein Konto?
page-sign-up-password = Passwort wählen (oder weglassen und mit Code anmelden)
page-forgotten = Passwort vergessen?
page-forgotten-title = Ein neues Passwort
page-forgotten-lead = Wir schicken einen Code an Ihre Adresse; damit wählen Sie ein neues Passwort.
page-forgotten-password = Neues Passwort, mindestens 10 Zeichen
page-field-name = Ihr Name
page-field-email = E-Mail-Adresse
page-field-password = Passwort
page-code = Code
page-code-send = Code schicken
page-code-title = Sehen Sie in Ihre Mail
page-code-lead = Wir haben einen Code aus acht Ziffern an { $email } geschickt. Er gilt 15 Minuten.
page-code-again = Nichts gekommen?
page-code-again-link = Noch einen schicken
page-sample-hint = In diesem Beispiel:
page-sample-mail = Dieses Beispiel verschickt keine Mail. Sie wäre:

page-problem-credentials-wrong = Die Adresse oder das Passwort stimmt nicht.
page-problem-too-many-requests = Zu viele Versuche. Bitte warten Sie eine Weile.
page-problem-address-invalid = Das ist keine E-Mail-Adresse.
page-problem-password-weak = Nehmen Sie mindestens 10 Zeichen, und nichts, was man zuerst versuchen würde.
page-problem-code-wrong = Dieser Code stimmt nicht, oder er gilt nicht mehr.
page-problem-account-closed = Dieses Konto kann hier nicht benutzt werden.
page-problem-unavailable = Gerade melden sich zu viele an. Bitte versuchen Sie es gleich noch einmal.

page-mail-code-subject = { $code } ist Ihr Code für { $shop }
page-mail-code-body = Ihr Code ist { $code }

    Geben Sie ihn innerhalb von { $minutes } Minuten auf der Seite von { $shop } ein.
    Wenn Sie ihn nicht verlangt haben, müssen Sie nichts tun: Ohne ihn kann sich niemand anmelden.
