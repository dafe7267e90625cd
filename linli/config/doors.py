"""Which of our forms stand in allauth's pages."""

_FORMS = "linli.base.people.forms"

ACCOUNT_FORMS = {
    "login": f"{_FORMS}.LogInForm",
    "change_password": f"{_FORMS}.NewPasswordForm",
    "reauthenticate": f"{_FORMS}.PasswordAgainForm",
}
MFA_FORMS = {
    "authenticate": f"{_FORMS}.FactorForm",
    "reauthenticate": f"{_FORMS}.FactorAgainForm",
    "activate_totp": f"{_FORMS}.AuthenticatorForm",
    "authenticate_webauthn": f"{_FORMS}.KeyForm",
    "reauthenticate_webauthn": f"{_FORMS}.KeyAgainForm",
    "add_webauthn": f"{_FORMS}.NewKeyForm",
    "edit_webauthn": f"{_FORMS}.KeyNameForm",
}
