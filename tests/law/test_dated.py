import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from law.dated import in_force, sentence
from law.sentence import Sentence

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Rule:
    valid_from: date
    valid_to: date | None


OLD = Rule(date(2021, 1, 1), date(2025, 8, 31))
NEW = Rule(date(2025, 9, 1), None)


def test_the_first_and_the_last_day_count() -> None:
    rules = (OLD, NEW)
    assert in_force(rules, date(2020, 12, 31)) == ()
    assert in_force(rules, date(2021, 1, 1)) == (OLD,)
    assert in_force(rules, date(2025, 8, 31)) == (OLD,)
    assert in_force(rules, date(2025, 9, 1)) == (NEW,)
    assert in_force(rules, date(2999, 1, 1)) == (NEW,)


def test_a_list_of_sentences_becomes_lines() -> None:
    assert sentence({"zh": ["甲。", "乙。"], "en": "A."}) == Sentence("甲。\n乙。", "A.")


PROBE = """
import sys
from datetime import date

import importlib.resources, json, stdnum.cn.ric, stdnum.cn.uscc

seen = []
watched = ("open", "socket", "subprocess")
sys.addaudithook(lambda event, args: seen.append((event, str(args[0]))) if event.startswith(watched) else None)

from law.causes import causes
from law.notice import notice
from law.people import NaturalPerson, findings

imported = [name for event, name in seen if not name.endswith((".py", ".pyc")) and ".pyc." not in name]
seen.clear()
causes(date(2026, 11, 22)), notice(date(2026, 11, 22))
findings(NaturalPerson("张三", "110101199003071233"), today=date(2026, 11, 22))
print(*sorted(name.replace("\\\\", "/").rsplit("law/", 1)[-1] for name in imported), seen)
"""


def test_the_data_files_are_read_at_import_and_nothing_ever_after() -> None:
    probe = subprocess.run([sys.executable, "-c", PROBE], cwd=ROOT, capture_output=True, text=True, check=True)
    assert probe.stdout == "data/causes.json data/entity_types.json data/id_types.json data/rights_notice.json []\n"
