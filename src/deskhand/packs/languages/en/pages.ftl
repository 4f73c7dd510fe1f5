# What stands on customers' pages and in mail, in any trade.
page-skip = To the content
page-ways = Pages
page-overview = Overview
page-chat = Chat
page-account = Your account
page-sign-out = Sign out
page-dark = Dark theme
page-all = All
page-home-hello = Hello, { $name }
page-home-lead = Here is what is under way.
page-home-ask = Ask us anything
page-list-empty = There is nothing here yet.
page-list-older = Show older ones
page-item-deeds = What you can do
page-item-not-now = What is not possible now, and why
page-item-question = Any questions?
page-item-ask = Ask about this
page-item-print = Print

page-act-lead = Nothing happens yet: the next page shows exactly what will be done.
page-act-go-on = Continue
page-act-leave = Cancel
page-act-preview = This is exactly what will be done
page-act-yes = Yes, do it
page-act-no = No, leave it as it is
page-act-see = Show { $title }
page-act-done = Done.
page-act-waiting = One of us looks at this first. You need not do anything.
page-act-unknown = We cannot say yet whether this worked. One of us is looking.
page-act-refused = This is not possible as it stands.
page-act-withdrawn = Nothing was changed.

page-sign-in = Sign in
page-sign-in-title = Sign in to { $shop }
page-sign-in-lead = See what you ordered, what you paid and what we talked about.
page-sign-in-by-code = Send me a code instead
page-sign-in-question = You have an account?
page-sign-up = Create an account
page-sign-up-title = Create your account
page-sign-up-lead = We send a code to your address. What belongs to it is shown only once you have entered it.
page-sign-up-question = No account yet?
page-sign-up-password = Choose a password (or leave it out, and sign in by code)
page-forgotten = Forgotten your password?
page-forgotten-title = A new password
page-forgotten-lead = We send a code to your address; with it you choose a new password.
page-forgotten-password = New password, at least 10 characters
page-field-name = Your name
page-field-email = E-mail address
page-field-password = Password
page-code = Code
page-code-send = Send the code
page-code-title = Look into your mail
page-code-lead = We have sent a code of eight digits to { $email }. It is good for 15 minutes.
page-code-again = Nothing came?
page-code-again-link = Send another one
page-sample-hint = In this sample:
page-sample-mail = This sample sends no mail. It would be:

page-problem-credentials-wrong = The address or the password is wrong.
page-problem-too-many-requests = Too many tries. Please wait a while.
page-problem-address-invalid = This is not an e-mail address.
page-problem-password-weak = Take at least 10 characters, and nothing that anybody would try first.
page-problem-code-wrong = This code is not right, or it has expired.
page-problem-account-closed = This account cannot be used here.
page-problem-unavailable = Too many people sign in just now. Please try again shortly.

page-mail-code-subject = { $code } is your code for { $shop }
page-mail-code-body = Your code is { $code }

    Enter it on the page of { $shop } within { $minutes } minutes.
    If you did not ask for it, you need not do anything: nobody can sign in without it.
