"""A made-up shop of any size, as its own system would export it: orders, and documents."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

FIRST_NUMBER = 20_001
_COLUMNS = (
    "Order Number",
    "Order Date",
    "Order Status",
    "Customer ID",
    "Customer Name",
    "Email",
    "Currency",
    "Total",
    "Items",
    "Carrier",
    "Tracking Number",
    "Delivery Date",
)
_DAY = date(2026, 11, 1)
_PRODUCTS = ("Clay Mug", "Linen Apron", "Oak Board", "Wool Rug", "Brass Lamp")
_STATES = ("Processing", "Shipped", "Delivered", "Cancelled", "Waiting at our kiln")
_TOPICS = ("Glazing", "Kiln care", "Gift wrapping", "Workshops", "Firing times")


def write_orders(file: Path, count: int) -> None:
    """`count` orders of a quarter as many customers; every state in turn, one of them its own."""
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(_COLUMNS)
        for index in range(count):
            state = _STATES[index % len(_STATES)]
            placed = _DAY - timedelta(days=index % 90)
            sent = state in ("Shipped", "Delivered")
            buyer = index // 4
            writer.writerow(
                [
                    FIRST_NUMBER + index,
                    placed.isoformat(),
                    state,
                    f"K-{buyer}",
                    f"Buyer {buyer} Sample",
                    f"buyer{buyer}@example.com",
                    "EUR",
                    f"{1000 + index % 5000}.{index % 100:02d}",
                    f"2 x {_PRODUCTS[index % 5]}; {_PRODUCTS[(index + 1) % 5]}",
                    "Sample Parcel" if sent else "",
                    f"SP{index:08d}" if sent else "",
                    (placed + timedelta(days=6)).isoformat() if sent else "",
                ]
            )


def write_documents(folder: Path, count: int) -> None:
    """`count` documents, each with a fact that stands in no other."""
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(count):
        topic = f"{_TOPICS[index % 5]} {index // 5 + 1}"
        (folder / f"document-{index + 1}.md").write_text(
            f"# {topic}\n\n## How long does {topic.lower()} take?\n\n"
            f"{topic} takes {index + 3} days in our pottery. We start every Monday.\n",
            encoding="utf-8",
        )
