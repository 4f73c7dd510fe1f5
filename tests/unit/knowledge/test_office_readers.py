"""PDF, DOCX, tables, workbooks and JSON become the same sections as any document."""

from __future__ import annotations

import pytest

from deskhand.domain.knowledge.readers.port import Block, DocumentUnreadable, Section
from deskhand.domain.knowledge.readers.registry import check_readable, read_document
from tests.support.files import archive, docx, paragraph, pdf, workbook

RETURNS = Section(("Can I return a lamp?",), (Block("paragraph", "Yes, within 45 days."),))


def test_a_pdf_has_its_large_lines_as_headings_and_knows_its_pages() -> None:
    document = read_document(
        pdf(
            [
                (20, "Returns"),
                (10, "A lamp can be returned within 45 days of its delivery, in a"),
                (10, "box that protects it."),
            ],
            [(10, "A carpet cannot."), (20, "Repairs"), (10, "Repairs take ten days.")],
        ),
        "guide.pdf",
    )
    assert document.title == "Guide"
    assert [(one.heading_path, one.page) for one in document.sections] == [
        (("Returns",), 1),
        (("Returns",), 2),
        (("Repairs",), 2),
    ]
    lamp = document.sections[0].blocks[0].text
    assert lamp.startswith("A lamp can be returned within 45 days of its delivery, in a box that")


def test_what_stands_on_every_page_of_a_pdf_is_left_out() -> None:
    pages = [[(10, "Lampworks handbook"), (10, f"Rule {n}."), (10, f"Page {n}")] for n in range(5)]
    text = repr(read_document(pdf(*pages), "x.pdf"))
    assert "Rule 3." in text
    assert "handbook" not in text
    assert "Page 3" not in text


def test_a_pdf_of_pictures_is_refused() -> None:
    with pytest.raises(DocumentUnreadable, match="pictures"):
        read_document(pdf([]), "scan.pdf")


def test_a_pdf_with_too_many_pages_is_refused() -> None:
    with pytest.raises(DocumentUnreadable, match="10,000 pages"):
        read_document(pdf([(10, "One page.")], times=10_000), "long.pdf")


def test_a_docx_keeps_headings_lists_and_tables_and_drops_what_is_hidden() -> None:
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    cell = "<w:tc>{}</w:tc>".format
    row = "<w:tr>{}{}</w:tr>".format
    body = (
        paragraph("Returns", '<w:pStyle w:val="h1"/>')
        + paragraph("Lamps", '<w:pStyle w:val="h2"/>')
        + "<w:p><w:r><w:t>Within 45 </w:t></w:r><w:r><w:t>days.</w:t></w:r>"
        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>SECRET</w:t></w:r>"
        + "<w:del><w:r><w:delText>GONE</w:delText></w:r></w:del></w:p>"
        + paragraph("Pack it.", item)
        + paragraph("Send it.", item)
        + "<w:tbl>"
        + row(cell(paragraph("Country")), cell(paragraph("Cost")))
        + row(cell(paragraph("Spain")), cell(paragraph("4 EUR")))
        + "</w:tbl>"
    )
    sections = read_document(docx(body), "x.docx").sections
    assert sections == (
        Section(("Returns",), ()),
        Section(
            ("Returns", "Lamps"),
            (
                Block("paragraph", "Within 45 days."),
                Block("list", "- Pack it.\n- Send it."),
                Block("table", "| Country | Cost |\n|-|-|\n| Spain | 4 EUR |"),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.csv", b"Question,Answer\nCan I return a lamp?,\"Yes, within 45 days.\"\n"),
        ("x.csv", b"Answer;Id;Frage\nYes, within 45 days.;1;Can I return a lamp?\n"),
        ("x.tsv", b"Can I return a lamp?\tYes, within 45 days.\n"),
        ("x.json", b'[{"question": "Can I return a lamp?", "answer": "Yes, within 45 days."}]'),
        ("x.json", b'{"faq": [{"title": "Can I return a lamp?", "text": "Yes, within 45 days."}]}'),
        (
            "x.xlsx",
            workbook(
                {"A": [["Question", "Answer"], ["Can I return a lamp?", "Yes, within 45 days."]]}
            ),
        ),
    ],
)  # fmt: skip
def test_questions_and_answers_become_sections_whatever_they_are_written_in(
    name: str, data: bytes
) -> None:
    assert read_document(data, name).sections == (RETURNS,)


def test_the_category_of_a_question_is_the_heading_above_it() -> None:
    data = workbook(
        {
            "Shop": [["Category", "Question", "Answer"], ["Post", "How much?", 4.0], [None] * 3],
            "Prices": [["Lamp", "Price"], ["Small", 12.5]],
        }
    )
    assert read_document(data, "x.xlsx").sections == (
        Section(("Shop", "Post", "How much?"), (Block("paragraph", "4"),)),
        Section(("Prices",), (Block("table", "| Lamp | Price |\n|-|-|\n| Small | 12.5 |"),)),
    )


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("x.csv", b'Question,Answer\nA?,"open', "Line 2"),
        ("x.json", b'[\n{"question": 1,}]', "Line 2"),
        ("x.json", b'[{"question": "A?", "answer": "b"}, {"question": "C?"}]', "Item 2"),
        ("x.json", b'{"a": 1}', "list of objects"),
        ("x.json", b"[" * 100_000, "nested too deeply"),
        ("x.pdf", b"%PDF-1.7\nnothing of the kind", "damaged"),
        ("x.pdf", b"Only text.", "called pdf, but holds something else"),
        ("x.docx", archive({"other.txt": b"text"}), "archive"),
        ("x.docx", archive({"word/document.xml": b"<open"}), "damaged"),
        ("x.xlsx", archive({"xl/workbook.xml": b"<open"}), "damaged"),
        ("x.md", b"\xd0\xcf\x11\xe0 old", "save it as DOCX"),
        ("x.md", b"text \x00 text", "NUL"),
        ("x.md", b"a" * 4_000_000, "endless word"),
        ("x.md", b"", "no text"),
        ("x.docx", archive({"word/document.xml": b" " * 150_000_000}), "unpack to 150,000,000"),
    ],
)
def test_what_cannot_be_read_says_why_and_where(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(DocumentUnreadable, match=reason):
        read_document(data, name)


@pytest.mark.parametrize(
    ("data", "reader"),
    [
        (pdf([(10, "Text.")]), "pdf"),
        (docx(paragraph("Text.")), "docx"),
        (workbook({"A": [["Text."]]}), "workbook"),
        (b"\n<!DOCTYPE html><title>T</title>", "html"),
    ],
)
def test_the_content_tells_the_format_whatever_the_file_is_called(data: bytes, reader: str) -> None:
    assert check_readable(data, "notes.md", "text/markdown").name == reader
    assert check_readable(data, "nothing").name == reader
