#!/usr/bin/env python3
"""A check for signet in Python, with nothing but the standard library.

It redacts customer numbers (KD-123456) in requests, blocks what is marked as internal, and wants a person to approve tool calls
that delete something. The contract: docs/plugins.md and docs/schemas/signet-check-*-v1.json.

    python3 check.py [PORT]        prints the port that it listens on; 0, the default, takes a free one
"""

import json
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CUSTOMER_NUMBER = re.compile(r"\bKD-[0-9]{6}\b")
INTERNAL = re.compile(r"\bINTERNAL ONLY\b", re.IGNORECASE)
MAX_REQUEST = 2 * 1024 * 1024


def admit(request):
    """Judges a request before the model sees it. Python counts code points, so the edits say so."""
    edits = []
    for item in request["items"]:
        if INTERNAL.search(item["text"]):
            return {"decision": "block", "reason": "text is marked as internal", "metadata": {"rule": "internal"}}
        for match in CUSTOMER_NUMBER.finditer(item["text"]):
            edits.append({"item": item["item"], "start": match.start(), "length": len(match.group()), "replacement": "[customer]"})
    if not edits:
        return {"decision": "allow"}
    return {
        "decision": "redact",
        "reason": "customer numbers",
        "metadata": {"rule": "customer_number", "matches": str(len(edits))},
        "unit": "code_points",
        "edits": edits,
    }


def judge(request):
    """Judges a tool call. Its arguments are the model's own words, and needn't be JSON."""
    if request["call"]["name"].startswith("delete"):
        return {"decision": "escalate", "reason": "the tool deletes something", "metadata": {"rule": "delete"}}
    return {"decision": "allow"}


def record(request):
    """Is told how a request ended. The decision changes nothing."""
    return {"decision": "allow"}


class Handler(BaseHTTPRequestHandler):
    """One path for each stage. Whatever goes wrong is no answer, which signet takes for a failure of the check."""

    checks = {"/signet-check/v1/admit": admit, "/signet-check/v1/judge": judge, "/signet-check/v1/record": record}
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_POST(self):
        check = self.checks.get(self.path)
        length = self.headers.get("Content-Length", "")
        if check is None or not length.isdigit() or int(length) > MAX_REQUEST:
            self.close_connection = True
            return self.send_error(404 if check is None else 413)
        try:
            answer = json.dumps(check(json.loads(self.rfile.read(int(length))))).encode()
        except (ValueError, KeyError, TypeError):
            return self.send_error(400)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format, *args):
        """Requests hold content, so nothing of them is printed."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()
