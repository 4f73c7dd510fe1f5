"""All tools, by name; agents, the model and the MCP server share them."""

from __future__ import annotations

from typing import Any

from deskhand.assistant.tools import (
    create_support_ticket,
    find_orders,
    find_records,
    get_customer_info,
    get_invoices,
    get_subscription_details,
    get_tickets,
    search_knowledge_base,
)
from deskhand.assistant.tools.port import Reader, Tool

TOOLS: dict[str, Tool[Any]] = {
    tool.name: tool
    for tool in (
        create_support_ticket.TOOL,
        find_orders.TOOL,
        find_records.TOOL,
        get_customer_info.TOOL,
        get_invoices.TOOL,
        get_subscription_details.TOOL,
        get_tickets.TOOL,
        search_knowledge_base.TOOL,
    )
}

READERS: dict[str, Reader] = {
    find_orders.TOOL.name: find_orders.read,
    find_records.TOOL.name: find_records.read,
    get_customer_info.TOOL.name: get_customer_info.read,
    get_invoices.TOOL.name: get_invoices.read,
    get_subscription_details.TOOL.name: get_subscription_details.read,
    get_tickets.TOOL.name: get_tickets.read,
}
"""How the records of a noun are read, by the name of the tool that its `read` gives."""
