"""The worksheet, one page, and its answers, each a file of HTML that holds all it needs and is made to be printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dashboard.common.qr_code import qr_code
from dashboard.lessons.teaching.teaching import Task, Vote

LONGEST_PRINTED = 90  # characters of an address that somebody may type
LETTERS = "ABCD"  # of the options, as in a lesson's panel
STYLE = """
@page { size: A4; margin: 10mm 14mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 182mm; color: #000;
  font: 10pt/1.35 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
h1 { margin: 0; font-size: 15pt; } h2 { margin: 0 0 1mm; font-size: 11pt; } p { margin: 0; }
.head { display: flex; justify-content: space-between; align-items: baseline; gap: 6mm; margin-bottom: 3mm; }
.name { flex: 1; max-width: 90mm; border-bottom: 0.3mm solid #555; color: #555; }
.sheet { display: flex; flex-direction: column; height: 258mm; } /* of A4, and of Letter */
.task { flex: 1 1 0; min-height: 0; overflow: hidden; display: flex; flex-direction: column; padding: 2mm 0;
  border-top: 0.3mm solid #000; }
.asked { display: flex; gap: 5mm; align-items: flex-start; } .asked > div { flex: 1; min-width: 0; }
.asked img { flex: none; width: 22mm; height: 22mm; image-rendering: pixelated; }
.where { display: inline-block; color: #00458a; font-size: 8.5pt; overflow-wrap: anywhere; }
.lines { flex: 1; min-height: 0; display: flex; flex-direction: column; }
.lines i { flex: 1; border-bottom: 0.2mm solid #888; }
.answers section { margin: 0 0 4mm; break-inside: avoid; }
.task-answer + .vote { break-before: page; }
.right { margin-top: 1mm; padding-left: 3mm; border-left: 1mm solid #00458a; }
@media screen { body { padding: 8mm; } }
"""


@dataclass(frozen=True)
class Asked:
    """A task with the number and the name of its lesson, and the whole address at which to do it."""

    number: int
    heading: str
    task: Task
    address: str


def worksheet(tasks: Sequence[Asked]) -> str:
    """The tasks on one page, each with its address, its code and lines for the answer; no answer in it."""
    body = "".join(_task(asked) for asked in tasks)
    head = '<div class="head"><h1>EM, seen for yourself</h1><p class="name">Name</p></div>'
    return _page("Worksheet: the EM algorithm", f'<main class="sheet">{head}{body}</main>')


def answers(tasks: Sequence[Asked], votes: Sequence[tuple[str, Vote]]) -> str:
    """The answers to the tasks, and to the votes by their headings, for the teacher alone."""
    told = "".join(
        _answer(f"Task {asked.number}: {asked.heading}", asked.task.text, asked.task.answer) for asked in tasks
    )
    voted = "".join(
        _answer(
            f"Vote: {heading}", vote.question, f"{LETTERS[vote.right]}: {vote.options[vote.right]} {vote.why}", "vote"
        )
        for heading, vote in votes
    )
    return _page("Answers: the EM algorithm", f'<main class="answers"><h1>Answers</h1>{told}{voted}</main>')


def _task(asked: Asked) -> str:
    link = escape(asked.address)
    seen = link.partition("://")[2] if len(asked.address) <= LONGEST_PRINTED else "Scan the code, or click here."
    return (
        f'<section class="task"><div class="asked"><div><h2>{asked.number} {escape(asked.heading)}</h2>'
        f'<p>{escape(asked.task.text)}</p><a class="where" href="{link}">{seen}</a></div>'
        f'<a href="{link}"><img src="{qr_code(asked.address)}" alt="Code of the link of task {asked.number}"></a></div>'
        f'<div class="lines">{"<i></i>" * asked.task.lines}</div></section>'
    )


def _answer(heading: str, question: str, answer: str, kind: str = "task-answer") -> str:
    return (
        f'<section class="{kind}"><h2>{escape(heading)}</h2><p>{escape(question)}</p>'
        f'<p class="right">{escape(answer)}</p></section>'
    )


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>'
        f"<body>{body}</body></html>\n"
    )
