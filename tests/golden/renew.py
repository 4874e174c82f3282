"""The BASELINE: what came out when it was last pinned. It is pinned, not derived; that it is right is for the other
tests to say. It says whether anything has moved.

    python tests/golden/renew.py [worlds] [tables] [texts]    pin anew what has changed, and say what; no word: all

Worlds are pinned anew only under a raised MODEL_VERSION. Tables and texts may change without that, as when their
English is mended: git shows what did.
"""

import sys

import tables
import texts
import worlds

RENEW = {"worlds": worlds.renew, "tables": tables.renew, "texts": texts.renew}


def main(words: list[str]) -> int:
    if unknown := [word for word in words if word not in RENEW]:
        print(f"{unknown[0]}: not known; expected some of {', '.join(RENEW)}", file=sys.stderr)
        return 2
    for word in words or RENEW:
        try:
            changes = RENEW[word]()
        except ValueError as refused:
            print(f"{word}: {refused}", file=sys.stderr)
            return 2
        print(f"{word}: as before" if not changes else f"{word}: {len(changes)} changed\n  " + "\n  ".join(changes))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
