"""Files of every make, and hostile ones: read, or refused in a sentence."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest

from deskhand.domain.commerce.importing.columns import chosen, language_of
from deskhand.domain.commerce.importing.faults import (
    ColumnsMissing,
    ColumnUnknown,
    FileTooLarge,
    FileUnreadable,
)
from deskhand.domain.commerce.importing.reading import read_sheet
from deskhand.domain.commerce.importing.rows import rows_of
from deskhand.domain.commerce.importing.running import Options, prepared
from deskhand.domain.commerce.kinds import KINDS, kind_of_noun
from deskhand.domain.commerce.planned import FieldInvalid
from deskhand.packs.loader import built_in

ORDERS = KINDS["orders"]
SHOP = built_in("shop").nouns["order"]


def cells(content: bytes, name: str = "orders.csv", **told: Any) -> list[dict[str, Any]]:
    return [line.cells for line in read_sheet(content, name, **told).lines()]


def rows(content: bytes, name: str = "orders.csv", **told: Any) -> list[tuple[int, Any]]:
    found = prepared(ORDERS, SHOP, content, name, Options(**told), 10**6)
    return list(rows_of(found.recipe, found.sheet.lines()))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_delimiter_and_encoding_are_found(delimiter: str, encoding: str) -> None:
    text = f"Größe{delimiter}Ort\n1{delimiter}Zürich\n2{delimiter}Köln\n"
    assert cells(text.encode(encoding)) == [
        {"Größe": "1", "Ort": "Zürich"},
        {"Größe": "2", "Ort": "Köln"},
    ]


def test_a_line_that_names_the_delimiter_is_not_the_header() -> None:
    sheet = read_sheet(b"sep=;\nA;B\n1;2,5\n", "x.csv")
    assert [(line.number, line.cells) for line in sheet.lines()] == [(3, {"A": "1", "B": "2,5"})]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"A,B,A\n1,2,3\n", "'A'"),
        (b'A,B\n"1,2\n' + b"x" * 200_000, "Line 2"),
        (b"PK\x03\x04 and nothing more", "archive"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(FileUnreadable, match=said):
        list(read_sheet(content, "x.csv").lines())


def test_a_file_in_another_encoding_than_told_is_refused() -> None:
    with pytest.raises(FileUnreadable, match="byte 0"):
        read_sheet("Ä".encode("cp1252"), "x.csv", encoding="utf-8")
    with pytest.raises(FileUnreadable, match="no encoding"):
        read_sheet(b"A", "x.csv", encoding="utf-99")


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(FileTooLarge):
        prepared(ORDERS, SHOP, b"x" * 11, "x.csv", Options(), 10)


def test_json_lines_keep_lists_and_tell_of_broken_lines() -> None:
    content = b'{"number": 7, "items": [{"name": "Mug"}]}\nnot json\n[1]\n'
    read = rows(content, "orders.jsonl")
    assert read[0] == (1, {"number": "7", "items": [{"name": "Mug"}]})
    assert [(line, str(fault)) for line, fault in read[1:]] == [
        (2, "The line is not valid JSON."),
        (3, "The line is not a JSON object."),
    ]


def workbook(*table: tuple[Any, ...]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in table:
        book.active.append(row)
    opened = io.BytesIO()
    book.save(opened)
    return opened.getvalue()


def test_a_workbook_is_read_with_its_own_numbers_and_days() -> None:
    content = workbook(
        ("Bestellnummer", "Bestelldatum", "Gesamtbetrag", "Währung", "Bestellstatus"),
        (20001.0, date(2026, 11, 3), 49.9, "EUR", "versendet"),
    )
    assert rows(content, "orders.xlsx") == [
        (
            2,
            {
                "number": "20001",
                "placed_on": "2026-11-03",
                "total_minor": 4990,
                "currency": "EUR",
                "status": "shipped",
            },
        )
    ]


def test_a_formula_without_a_saved_value_is_refused_and_one_in_csv_is_text() -> None:
    content = workbook(("Order Number", "City"), ("1", "=1+1"))
    [(line, fault)] = rows(content, "orders.xlsx")
    assert (line, "formula without a saved value in B2" in str(fault)) == (2, True)
    assert rows(b"Order Number,City\n1,=cmd|calc\n") == [(2, {"number": "1", "city": "=cmd|calc"})]


def test_an_archive_that_holds_no_workbook_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(FileUnreadable):
        list(read_sheet(packed.getvalue(), "x.xlsx").lines())


def test_a_workbook_with_entities_or_of_enormous_size_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]>")
    with pytest.raises(FileUnreadable, match="entities"):
        list(read_sheet(packed.getvalue(), "x.xlsx").lines())
    path = "deskhand.domain.commerce.importing.workbook._UNPACKED_BYTES"
    monkeypatch.setattr(path, 10)
    with pytest.raises(FileTooLarge):
        read_sheet(packed.getvalue(), "x.xlsx")


def test_nul_bytes_and_rows_of_another_width_are_refused_by_their_line() -> None:
    read = rows(b"Order Number,City\n1,a\x00b\n2,Bonn,more\n3\n4,Bonn\n")
    assert [line for line, row in read if isinstance(row, FieldInvalid)] == [2, 3]
    # A cell that is not there says nothing, so that nothing is emptied by it.
    assert read[2:] == [(4, {"number": "3"}), (5, {"number": "4", "city": "Bonn"})]


def test_lines_of_one_order_are_its_items_and_an_empty_cell_empties_a_field() -> None:
    content = (
        b"Name,Email,Currency,Total,Lineitem name,Lineitem quantity,Lineitem price,Delivery Date\n"
        b"#1001,a@example.com,EUR,30.00,Mug,2,10.00,\n"
        b"#1001,,,,Lamp,1,10.00,\n"
        b"#1002,b@example.com,EUR,5.00,Mug,1,5.00,2026-11-09\n"
        b"#1002,c@example.com,EUR,5.00,Mug,1,5.00,2026-11-09\n"
    )
    (first, order), (second, fault) = rows(content)
    assert (first, second) == (2, 4)
    assert order["items"] == [
        {"name": "Mug", "quantity": 2, "unit_minor": 1000},
        {"name": "Lamp", "quantity": 1, "unit_minor": 1000},
    ]
    assert (order["total_minor"], order["delivery_date"]) == (3000, None)
    assert "`customer_email` differs" in str(fault)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("de", ["Bestellnummer", "Bestelldatum", "Kundennummer", "E-Mail-Adresse", "Gesamtbetrag"]),
        ("fr", ["N° commande", "Date de commande", "Numéro client", "Courriel", "Montant total"]),
        ("es", ["Nº pedido", "Fecha del pedido", "Número de cliente", "Correo", "Importe total"]),
        (
            "pt",
            ["Número do pedido", "Data do pedido", "Código do cliente", "E-mail", "Valor"],
        ),
        ("it", ["Numero ordine", "Data dell'ordine", "Codice cliente", "Email", "Totale"]),
        ("en", ["Order numbr", "Order Date", "Customer ID", "contact", "Order Total"]),
    ],
)
def test_columns_are_known_in_six_languages(language: str, names: list[str]) -> None:
    samples = {names[3]: ["ann@example.com", "bob@example.com"]}
    found = [one.field for one in chosen(ORDERS, names, samples, {})]
    assert found == ["number", "placed_on", "customer", "customer_email", "total"]
    assert language_of(names, ORDERS) in (language, None)


def test_what_is_told_goes_before_what_is_guessed() -> None:
    told = {"Ref": "number", "Order Number": "-"}
    found = {one.column: one.field for one in chosen(ORDERS, ["Order Number", "Ref"], {}, told)}
    assert found == {"Order Number": None, "Ref": "number"}
    for wrong in ({"Nothing": "number"}, {"Ref": "nothing"}):
        with pytest.raises(ColumnUnknown):
            chosen(ORDERS, ["Order Number", "Ref"], {}, wrong)
    with pytest.raises(ColumnsMissing):
        rows(b"Colour\nred\n")


def test_the_fields_of_a_packs_own_noun_are_columns_too() -> None:
    noun = built_in("hotel").nouns["reservation"]
    kind = kind_of_noun("reservation", noun)
    content = (
        b"number;guest email;arrives on;price;status;breakfast\n"
        b"RES-1;a@b.de;3.12.26;99,50;confirmed;ja\n"
    )
    found = prepared(kind, noun, content, "r.csv", Options(constants={"currency": "EUR"}), 10**6)
    assert list(rows_of(found.recipe, found.sheet.lines())) == [
        (
            2,
            {
                "number": "RES-1",
                "customer_email": "a@b.de",
                "fields": {
                    "arrives_on": "2026-12-03",
                    "price": {"minor": 9950, "currency": "EUR"},
                    "status": "confirmed",
                    "breakfast": True,
                },
            },
        )
    ]
