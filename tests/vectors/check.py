#!/usr/bin/env python3
"""Checks the vectors beside this file: canonical form, tree, chain of MACs, links, seals and footers, from the description of the format alone.

A second implementation, small enough to read in one go. It leaves signatures, anchors and sealed keys to others, and expects of each
vector that it finds nothing in a log where nothing is expected, and something where the octets themselves were changed.
"""
import base64
import hashlib
import hmac
import json
import pathlib
import re
import sys

KEY = re.compile(r"[a-z0-9_]{1,64}\Z")


def canonical(value, depth=1):
    if depth > 8:
        raise ValueError("too deep")
    if isinstance(value, dict):
        if any(not KEY.match(key) for key in value):
            raise ValueError("key")
        return "{" + ",".join(canonical(k, depth) + ":" + canonical(value[k], depth + isinstance(value[k], (dict, list))) for k in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(v, depth + isinstance(v, (dict, list))) for v in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        if abs(value) > 2**53 - 1:
            raise ValueError("integer")
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    raise ValueError("null or fraction")


def read(octets):
    """An object from its canonical octets, or a ValueError."""
    value = json.loads(octets.decode("utf-8"))
    if not isinstance(value, dict) or canonical(value).encode() != octets:
        raise ValueError("not canonical")
    return value


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def mac(key, *parts):
    return hmac.new(key, b"".join(parts), hashlib.sha256).digest()


def u64(number):
    return number.to_bytes(8, "big")


def tree_head(leaves):
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha(b"\x01", tree_head(leaves[:split]), tree_head(leaves[split:]))


def epoch_key(secret, log_id, epoch):
    prk = mac(log_id.encode(), secret)
    return mac(prk, b"signet/epoch/v1\n", u64(epoch), b"\x01")


def ratchet(key, segment):
    return mac(key, b"signet/ratchet/v1\n", u64(segment), b"\x01")


def check(vector, segments):
    """The first thing that doesn't hold, or None."""
    secrets = {name: bytes.fromhex(secret) for name, secret in vector["root_secrets"].items()}
    leaves, last, link, key, epoch = [], bytes(32), bytes(32), None, 0
    for number, (stored, octets) in enumerate(segments):
        if stored != number:
            return "a segment is missing"
        lines = octets.split(b"\n")
        if lines[-1] != b"" or len(lines) < 5:
            return "segment form"
        try:
            header, footer = read(lines[0]), read(lines[-2])
            entries = []
            for line in lines[1:-2]:
                if not line.startswith(b'{"entry":') or line[-74:-66] != b',"mac":"':
                    return "line form"
                entry = line[len(b'{"entry":') : -74]
                entries.append((entry, read(entry), bytes.fromhex(line[-66:-2].decode())))
        except (ValueError, RecursionError):
            return "an object that is not canonical"
        if (header["log_id"], header["segment"], header["first_seq"]) != (vector["log_id"], number, len(leaves)) or header["prev_segment"] != link.hex():
            return "header"
        if header["epoch"] != epoch:
            epoch = header["epoch"]
            key = epoch_key(secrets[header["key_id"]], vector["log_id"], epoch) if header["key_id"] in secrets else None
        elif key:
            key = ratchet(key, number)
        before = last
        for entry, value, stated in entries:
            leaf = sha(b"\x00", entry)
            if value["seq"] != len(leaves):
                return "seq"
            if key and mac(key, b"signet/entry/v1\n", u64(len(leaves)), leaf, last) != stated:
                return "mac"
            leaves.append(leaf)
            before, last = last, stated
        seal = entries[-1][1].get("seal")
        if not seal or seal["head_mac"] != before.hex() or seal["prev_segment"] != link.hex() or seal["segment"] != number:
            return "seal"
        head = tree_head(leaves)
        if footer["root"] != head.hex() or footer["size"] != len(leaves):
            return "footer"
        body = octets[: -len(lines[-2]) - 1]
        if key and mac(key, b"signet/segment/v1\n", sha(body), u64(len(leaves)), head).hex() != footer["mac"]:
            return "segment mac"
        link = sha(octets)
    size, root = vector["checkpoint"].split("\n")[1:3]
    if int(size) != len(leaves) or base64.b64decode(root) != tree_head(leaves):
        return "checkpoint"
    return None


def main():
    folder = pathlib.Path(__file__).parent
    count = 0
    for path in sorted(folder.glob("*/vector.json")):
        vector = json.loads(path.read_text())
        segments = sorted((int(file.stem), file.read_bytes()) for file in (path.parent / vector["segments"]).iterdir())
        found = check(vector, segments)
        expected = any(finding["severity"] == "error" for finding in vector["expect"])
        if bool(found) != expected:
            sys.exit(f"{vector['name']}: found {found}, expected {vector['expect']}")
        count += 1
    print(f"{count} vectors")


if __name__ == "__main__":
    main()
