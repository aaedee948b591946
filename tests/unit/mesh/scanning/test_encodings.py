"""A text that is no UTF-8 is read in the encoding that makes words of it, and that is told."""

import gzip
import json

import pytest

from mesh.scanning.reasons import Reason, Status
from mesh.scanning.results import FileScan
from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.scanning.scanned import found, whole

RUSSIAN = (
    "Имя;Фамилия;Телефон;Почта",
    "Иван Сергеевич Петров Мария Ольга Дмитрий Анна Алексей Елена Павел",
    "Смирнов Иванова Кузнецов Попова Васильев Петрова Соколов Лебедева",
)
GREEK = (
    "Όνομα;Επώνυμο;Τηλέφωνο;Ταχυδρομείο",
    "Γιώργος Μαρία Δημήτρης Ελένη Κώστας Κατερίνα Νίκος Σοφία",
    "Παπαδόπουλος Παππάς Καραγιάννης Οικονόμου Γεωργίου Αντωνίου",
)
ARABIC = (
    "الاسم;اللقب;الهاتف;البريد",
    "محمد أحمد فاطمة خالد عائشة سعيد مريم يوسف عمر ليلى",
    "الحربي الغامدي القحطاني العتيبي الزهراني الشمري الدوسري",
)
CHINESE = (
    "姓名;地址;电话;邮箱",
    "王秀英 李建华 张志强 刘桂兰 陈晓明 杨丽娟 赵海燕 黄文静 周建国 吴玉梅",
    "北京市朝阳区 上海市浦东新区 广州市天河区 深圳市南山区 成都市武侯区 杭州市西湖区",
)
TAIWANESE = ("姓;名;電話;郵箱", "王 李 張 劉 陳 楊 趙 黃", "偉 雅婷 秀英 淑芬 怡君 志明 家豪 俊傑")
JAPANESE = (
    "姓;名;電話番号;メール",
    "佐藤 鈴木 高橋 田中 渡辺 伊藤",
    "太郎 花子 さくら 健太 直樹 陽子",
)
KOREAN = ("성;이름;전화번호;이메일", "김 이 박 최 정 강 조 윤", "민준 서연 지훈 하은 도윤 수빈")
POLISH = (
    "Imię;Nazwisko;Telefon;E-mail",
    "Paweł Łukasz Michał Małgorzata Stanisław Bożena Władysław Grażyna Jarosław",
    "Wiśniewski Wójcik Kamińska Zieliński Woźniak Dąbrowski Kozłowski Wróbel",
)
CZECH = "Novák Lubomír Brož\nÚdolí Kratochvílová\n"
TABLES = {
    "cp1251": RUSSIAN, "koi8_r": RUSSIAN, "cp866": RUSSIAN, "cp1253": GREEK, "cp1256": ARABIC,
    "gb18030": CHINESE, "gbk": CHINESE, "big5": TAIWANESE, "shift_jis": JAPANESE,
    "euc_jp": JAPANESE, "euc_kr": KOREAN, "cp1250": POLISH, "iso8859_2": POLISH,
}  # fmt: skip
READ_AS = {
    name: name for name in TABLES
} | {"gbk": "gb18030", "big5": "cp950", "shift_jis": "cp932", "euc_kr": "cp949"}  # fmt: skip
WESTERN = {
    "German": "Müller Jürgen Größe Straße Köln Düsseldorf Bärbel Schröder Weiß Jäger Grün",
    "French": "François Hélène Éléonore Léa Benoît Noël Île-de-France Évêque Garçon Où Cœur",
    "Spanish": "José María Peña Núñez Íñigo Álvarez Güell Ibáñez Muñoz Ramón ÁVILA CÓRDOBA",
    "Portuguese": "João Conceição Magalhães Inês SIMÕES GONÇALVES ASSUNÇÃO ANDRÉ Lourenço",
    "Danish": "Søren Åse Bjørn Kæthe Sørensen Nørgaard Ærø Østergård Højgaard Rømø",
    "signs": "50° §5 10€ £100 “so” 5½ Acme™ ©2020 naïve «là» m² m³ µg nº",
    "capitals": "ÄÖÜ ÅÄÖ ÆØÅ ÑANDÚ naïve É café à É cœur",
}


def table(header: str, first: str, last: str, rows: int = 40) -> str:
    """Names that go together, telephones and mail addresses."""
    firsts, lasts = first.split(), last.split()
    lines = [
        f"{firsts[row % len(firsts)]};{lasts[row // 2 % len(lasts)]};"
        f"+7 495 {1234567 + 7919 * row};p{row}@mail{row}.org"
        for row in range(rows)
    ]
    return "\n".join((header, *lines, ""))


def seen(scan: FileScan) -> tuple[object, ...]:
    """What a scan tells of the content, whatever its bytes are."""
    return scan.status, scan.format, scan.rows, scan.columns, found(scan)


def note(codec: str) -> tuple[str, ...]:
    words = "by the words that this makes: if that is wrong, write it in UTF-8"
    return (f"bytes that are no UTF-8 were read as {codec}, {words}",)


@pytest.mark.parametrize("encoding", TABLES)
def test_names_in_any_encoding_are_found_as_in_utf8(scanner: FileScanner, encoding: str) -> None:
    text = table(*TABLES[encoding])
    in_utf8 = whole(scanner, text.encode())

    scan = whole(scanner, text.encode(encoding))

    assert seen(scan) == seen(in_utf8)
    assert len(found(scan)) >= 3
    assert (in_utf8.errors, scan.errors) == ((), note(READ_AS[encoding]))
    assert json.loads(json.dumps(scan.to_dict()))["errors"] == list(scan.errors)


@pytest.mark.parametrize("words", WESTERN.values(), ids=WESTERN)
def test_western_texts_stay_in_windows_1252(scanner: FileScanner, words: str) -> None:
    # A word at a time among plain ones, as few accents as such tables have.
    rows = "".join(f"{row},plain words,{word}\n" for row, word in enumerate(words.split() * 9))
    text = "Nr,Text,Straße\n" + rows

    scan = whole(scanner, text.encode("cp1252"))

    assert seen(scan) == seen(whole(scanner, text.encode()))
    assert scan.errors == note("cp1252")


@pytest.mark.parametrize("kind", ["text", "json lines", "json", "yaml", "csv.gzip"])
def test_every_kind_of_text_is_read_so(scanner: FileScanner, kind: str) -> None:
    header, *rows = table(*RUSSIAN).splitlines()
    names = header.split(";")
    records = [dict(zip(names, row.split(";"), strict=True)) for row in rows]
    lines = [json.dumps(one, ensure_ascii=False) for one in records]
    text = {
        "text": "".join(f"запись {row.replace(';', ' — ')}\n" for row in rows),
        "json lines": "\n".join(lines),
        "json": f"[{', '.join(lines)}]",
        "yaml": "---\n" + "".join(f"- {line}\n" for line in lines),
        "csv.gzip": "\n".join((header, *rows)),
    }[kind]
    pack = gzip.compress if kind == "csv.gzip" else bytes

    scan = whole(scanner, pack(text.encode("cp1251")))

    assert seen(scan) == seen(whole(scanner, pack(text.encode())))
    assert scan.errors == note("cp1251")


@pytest.mark.parametrize("encoding", ["cp1251", "gb18030"])
def test_words_far_behind_tell_the_encoding_and_no_block_cuts_a_sign(
    scanner: FileScanner, encoding: str
) -> None:
    _, *rows = table(*TABLES[encoding], rows=30_000).splitlines(keepends=True)
    ascii_rows = "".join(f"N{row};plain;words;here\n" for row in range(9_000))
    text = "a;b;c;d\n" + ascii_rows + "".join(rows)

    scan = whole(scanner, text.encode(encoding))

    assert seen(scan) == seen(whole(scanner, text.encode()))
    assert scan.errors == note(encoding)


@pytest.mark.parametrize("text", [table(*RUSSIAN), CZECH], ids=["Russian", "Czech"])
def test_few_wrong_bytes_in_utf8_change_nothing_else(scanner: FileScanner, text: str) -> None:
    wrong = "Sørensen"

    scan = whole(scanner, text.encode() + wrong.encode("cp1252"))

    assert seen(scan) == seen(whole(scanner, (text + wrong).encode()))
    assert scan.errors[-1:] == note("cp1252")


def test_signs_outside_the_guessed_encoding_make_a_file_partial(scanner: FileScanner) -> None:
    text = table(*CHINESE, rows=40_000).encode("gb18030")

    scan = whole(scanner, text + b"\xc1\xf5;\xff;1;x\n")

    assert (scan.status, scan.reason) == (Status.PARTIAL, Reason.MALFORMED)
    assert scan.errors[0].startswith("1 signs are not in gb18030")
    assert len(found(scan)) >= 3
