#!/usr/bin/env python3
"""Compares the cases beside this script with the Python package jsonschema (4.x), another implementation of JSON Schema.

Cases of formats are left out: that package asserts them by other packages, and not in the strict forms that signet asks for. So are
cases of patterns that Python's expressions read in another way than ECMAScript's.
"""
import decimal
import json
import pathlib
import sys

import jsonschema

decimal.getcontext().prec = 1000


def number(text):
    value = decimal.Decimal(text)
    return int(value) if value == value.to_integral_value() else value


def main():
    checked = wrong = 0
    for line in pathlib.Path(__file__).with_name("cases.ndjson").read_text(encoding="utf-8").splitlines():
        case = json.loads(line, parse_float=number)
        if case.get("format") or case.get("oracle") is False:
            continue
        validator = jsonschema.Draft202012Validator(case["schema"])
        for expected, values in ((True, case["valid"]), (False, case["invalid"])):
            for value in values:
                checked += 1
                if validator.is_valid(value) != expected:
                    wrong += 1
                    print(f"{case['about']}: {value!r} should be {'valid' if expected else 'invalid'}")
    print(f"{checked} values, {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
