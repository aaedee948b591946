"""User name."""

from mesh.pii.detectors.model import LETTERS, ColumnDetector
from mesh.pii.words import NEGATIVE

_WORDS = (
    "username", "user name", "login", "screen name", "nickname", "user handle", "login name",
    "usernames", "logon", "benutzername", "nutzername", "nombre usuario", "nome usuario",
    "nome utente", "nom utilisateur", "pseudo", "gebruikersnaam", "brukernavn", "brugernavn",
    "användarnamn", "anvandarnamn", "nazwa uzytkownika", "samaccountname", "用户名", "ユーザー名",
)  # fmt: skip
DETECTOR = ColumnDetector(
    entity="USERNAME",
    source="https://gdpr-info.eu/recitals/no-30/",
    validator="2 to 64 signs without a space",
    header=_WORDS,
    negative=(*NEGATIVE, "time", "date", "last", "at", "attempts"),
    shape=rf"@?[{LETTERS}\d][{LETTERS}\d._@+-]{{1,63}}",
    least_share=0.5,
)
