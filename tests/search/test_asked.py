"""What readers ask, in one file or in many."""

from __future__ import annotations

import json
from collections.abc import Mapping

from anliku.search import Document, Tuning
from anliku.search.asked import AskBook, Asks
from anliku.search.build import Index
from anliku.search.telling import tells

ASKS = (
    Asks(0, "", ("办证跑好几趟", "村里的钱谁管")),
    Asks(3, "全程代办", ("办证不用自己跑",)),
    Asks(5, "", ("有没有24小时的",)),
)


def test_all_are_looked_at_while_they_fit_one_file() -> None:
    book = AskBook(ASKS, whole=1_000)
    assert (book.files, book.looked_at(["趟"]), book.divided()) == (0, ASKS, [])
    assert book.table() == {
        "files": 0,
        "rows": [[0, "", "办证跑好几趟", "村里的钱谁管"], [3, "全程代办", "办证不用自己跑"], [5, "", "有没有24小时的"]],
    }


def test_more_are_looked_at_by_their_two_rarest_characters() -> None:
    book = AskBook(ASKS, whole=0, part=60)
    assert book.files > 2
    found = {char: [entry.asks for entry in book.looked_at([char])] for char in "趟办好管己时"}
    assert found == {
        "趟": [], "办": [], "好": [("办证跑好几趟",)], "管": [("村里的钱谁管",)], "己": [("办证不用自己跑",)], "时": [("有没有24小时的",)],
    }  # fmt: skip
    assert book.table()["total"] == 4
    filed = {key: [ask[3:] for ask in mine] for part in book.divided() for key, *mine in part}
    assert filed["好"] == ["办证跑好几趟"] and sum(map(len, filed.values())) == 8
    assert all(tells(key) and all(key in ask for ask in mine) for key, mine in filed.items())


def asked(count: int) -> Mapping[str, bytes]:
    words = [chr(0x4E00 + number) for number in range(count * 8)]
    asks = [("".join(words[i : i + 4]), "".join(words[i + 4 : i + 8])) for i in range(0, len(words), 8)]
    documents = [Document(f"d{i}", "case", f"cases/d{i}.html", "题", asks=mine) for i, mine in enumerate(asks)]
    files = Index(documents, None, Tuning(asks_whole=4_000, asks_part=500)).files({}, {})
    return {file.name: file.data() for file in files if file.name == "asks" or file.name.startswith("a/")}


def test_what_a_query_reads_does_not_grow_with_the_library() -> None:
    few, more, many = asked(20), asked(200), asked(800)
    assert few.keys() == {"asks"}
    assert len(many) > 3 * len(more) > 30
    assert max(len(data) for name, data in many.items() if name != "asks") < 4_000
    assert json.loads(few["asks"].decode("utf-16")[len('anliku.shard("asks",-1,') : -2])["files"] == 0
