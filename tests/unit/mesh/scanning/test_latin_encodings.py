"""Latin letters are read as their language has them, and Western ones stay as they are."""

import pytest

from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.scanning.scanned import found, whole
from tests.unit.mesh.scanning.test_encodings import note, seen, table

TURKISH = (
    "Ad;Soyad;Telefon;E-posta",
    "Ayşe Çağla Işıl Oğuz Şükrü Gül",  # noqa: RUF001 - this letter is meant
    "Yılmaz Şahin Doğan Kılıç Aydın",  # noqa: RUF001
)
CAPITALS = (
    "AD;SOYAD;TELEFON;MAIL",
    "İBRAHİM İSMET EMİNE SEVİM AHMET ALİ",
    "KILIÇ AYDIN DEMİR ÇELİK KAYA",
)
LITHUANIAN = (
    "Vardas;Pavardė;Telefonas;Paštas",
    "Jonas Živilė Eglė Rūta Šarūnas Eimantas",
    "Kazlauskienė Jankauskaitė Petrauskas Žukauskas Stankevičius",
)
LATVIAN = (
    "Vārds;Uzvārds;Tālrunis;Pasts",
    "Jānis Līga Ilze Kārlis Pēteris Zane",
    "Bērziņš Kalniņa Ozoliņš Liepiņa Krūmiņš",
)
ESTONIAN = (
    "Nimi;Perekonnanimi;Telefon;Post",
    "Jüri Õie Šarlotta Ženja Kärt Mihkel",
    "Mägi Tamm Põder Kõiv Šults",
)
CZECH = (
    "Jméno;Příjmení;Telefon;E-mail",
    "Jiří Tomáš Kateřina Věra Zdeněk Pavel",
    "Dvořák Černý Růžička Němcová Svoboda",
)
SLOVAK = (
    "Meno;Priezvisko;Telefón;E-mail",
    "Ľubomír Žofia Matúš Štefan Mária Peter",
    "Kováč Tóth Horváthová Šimko Ďurica",
)
HUNGARIAN = (
    "Keresztnév;Vezetéknév;Telefon;E-mail",
    "Győző Gergő Erzsébet Ernő Fülöp Anna",
    "Szűcs Erdős Kovács Nagy Fekete",
)
ROMANIAN = (
    "Prenume;Nume;Telefon;Poşta",
    "Ştefan Răzvan Ioniţă Cătălina Mihai Ana",
    "Mureşan Pătraşcu Nistor Constantin Rădulescu",
)
CROATIAN = (
    "Ime;Prezime;Telefon;E-pošta",
    "Željko Đurđa Ivan Šime Nikša Ana",
    "Kovačević Babić Horvat Marković Jurić",
)
TABLES = (
    *((rows, codec, "cp1254") for rows in (TURKISH, CAPITALS) for codec in ("cp1254", "iso8859_9")),
    *(
        (rows, codec, "cp1257")
        for rows in (LITHUANIAN, LATVIAN)
        for codec in ("cp1257", "iso8859_13")
    ),
    (ESTONIAN, "cp1257", "cp1257"),
    *(
        (rows, codec, codec)
        for rows in (CZECH, SLOVAK, CROATIAN)
        for codec in ("cp1250", "iso8859_2")
    ),
    # Their letters have the same bytes in both.
    *(
        (rows, codec, "cp1250")
        for rows in (HUNGARIAN, ROMANIAN)
        for codec in ("cp1250", "iso8859_2")
    ),
)
WESTERN = {
    "Icelandic": "Þór Guðrún Sigurður Ýmir Ásgeirsdóttir Æsa Hafþór Gunnþórunn Ðe Öxnadalsheiði",
    "Finnish": "Väinö Äijälä Hämäläinen Mäkinen Åström Päivi Järvinen Töölö Pyykkö Köyliö",
    "Italian": "Niccolò Città Libertà Nicolò così perché Università Forlì più Cantù Mondovì",
    "Dutch": "Daniël Zoë België Curaçao Noël Ruïne Coëlho Hélène Açores Suriname",
    "Catalan": "Núria Mònica Òscar Güell Sòria Lluís Andorrà Lleó França Saül Adrià Vendrell",
    "Irish": "Seán Ó Muireadhaigh Siobhán Máire Ní Dhónaill Éamonn Pádraig Róisín Cúán",
    "several": "Müller Søren Ångström Núñez João Hélène Þór Škoda Citroën Zoë Çelik",
    "of guests": "Segrè Omán Heinävesi Kivimäki Foà Capitán Rendón Valentín Cámara García",
    "signs": "¿Qué ¿Cómo ¿Por ¿Para «uno» «dos» «tres» 1º Nº Mª ¡Hola señor aquí m² 5£ cm³",
}


@pytest.mark.parametrize(("rows", "encoding", "read_as"), TABLES)
def test_names_of_short_tables_are_found_as_in_utf8(
    scanner: FileScanner, rows: tuple[str, str, str], encoding: str, read_as: str
) -> None:
    text = table(*rows, rows=8)
    in_utf8 = whole(scanner, text.encode())

    scan = whole(scanner, text.encode(encoding))

    assert seen(scan) == seen(in_utf8)
    assert len(found(scan)) >= 3
    assert scan.errors == note(read_as)


@pytest.mark.parametrize("words", WESTERN.values(), ids=WESTERN)
@pytest.mark.parametrize("times", [1, 30])
def test_western_letters_stay_in_windows_1252(scanner: FileScanner, words: str, times: int) -> None:
    # What comes again proves nothing more.
    rows = "".join(f"{row},plain words,{word}\n" for row, word in enumerate(words.split() * times))
    text = "Nr,Text,Name\n" + rows

    scan = whole(scanner, text.encode("cp1252", "ignore"))

    assert scan.errors == note("cp1252")


def test_few_words_are_enough_where_their_letters_tell(scanner: FileScanner) -> None:
    text = "Imie;Telefon\n" + "Paweł;1\nŁucja;2\nElżbieta;3\n" * 3

    assert whole(scanner, text.encode("cp1250")).errors == note("cp1250")


def test_few_words_beside_others_in_utf8_are_no_reason_to_read_these_anew(
    scanner: FileScanner,
) -> None:
    text, wrong = "Imie;Telefon\nPrzemysław;0\n", "Paweł;1\nŁucja;2\nElżbieta;3\n".encode("cp1250")

    scan = whole(scanner, text.encode() + wrong)

    assert scan.errors == note("cp1252")
    assert seen(scan) == seen(whole(scanner, (text + wrong.decode("cp1252")).encode()))


def test_a_long_word_takes_no_longer_than_short_ones(scanner: FileScanner) -> None:
    text = f"a;b\né;1\n{'x' * 200_000}_é;1\n"

    scan = whole(scanner, text.encode("cp1252"))

    assert scan.errors == note("cp1252")
    assert scan.seconds < 20
