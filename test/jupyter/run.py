"""Executes a notebook with nbclient and prints what became of each cell as JSON; the tests beside it read that.

Usage: run.py NOTEBOOK [--timeout SECONDS] [--allow-errors]
"""

import argparse
import json

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

parser = argparse.ArgumentParser()
parser.add_argument("notebook")
parser.add_argument("--timeout", type=int, default=None)
parser.add_argument("--allow-errors", action="store_true")
options = parser.parse_args()

notebook = nbformat.read(options.notebook, as_version=4)
replies = []
client = NotebookClient(
    notebook,
    # Only cells that never end get a limit, so that a slow machine interrupts no other.
    timeout_func=lambda cell: options.timeout if "endless" in cell.source else None,
    interrupt_on_timeout=True,
    allow_errors=options.allow_errors,
    resources={"metadata": {"path": "/"}},
    on_cell_executed=lambda cell, cell_index, execute_reply: replies.append(execute_reply["content"]["status"]),
    on_cell_error=lambda cell, cell_index, execute_reply: replies.append(execute_reply["content"].get("ename")),
)
raised = None
try:
    client.execute()
except CellExecutionError as error:
    raised = {"ename": error.ename, "evalue": error.evalue}

nbformat.validate(notebook)
cells = [
    {"source": cell.source, "executionCount": cell.execution_count, "outputs": cell.outputs}
    for cell in notebook.cells
    if cell.cell_type == "code"
]
print(json.dumps({"cells": cells, "replies": replies, "raised": raised}))
