"""Every operation on the built-in records; a new one is a file, a line here, one in the data.

`packs/operations.yaml` says what each takes, so that packs are checked against it.
"""

from __future__ import annotations

from deskhand.domain.commerce.operations import cancel_order, change_record, refund_order
from deskhand.domain.commerce.operations.port import Operation

OPERATIONS: dict[str, Operation] = {
    operation.name: operation
    for operation in (
        cancel_order.OPERATION,
        change_record.OPERATION,
        refund_order.OPERATION,
    )
}
