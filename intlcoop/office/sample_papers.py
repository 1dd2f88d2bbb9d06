"""Writes the PDFs of the showcase: short papers with real text in the reader's own Helvetica, so that each weighs little.

The files are in git: `python -m intlcoop.office.sample_papers` writes them anew.
"""

from pathlib import Path

FOLDER = Path(__file__).parent / "samples" / "showcase" / "files"
NOTE = "Sample paper of an invented faculty: University of Zelengora."
# Name → title and pages; a page is paragraphs, a line that begins with # is a heading.
PAPERS: dict[str, tuple[str, list[list[str]]]] = {
    "prospectus": (
        "Studying in Zelengora",
        [
            [
                "# Studying in Zelengora",
                "Medicine takes six years, nursing four, medical physics five.",
                "Guests come for a term, a summer or some weeks of practice.",
                "# What a month costs",
                "With room, food, bus and coffee: 600 to 700 marks.",
            ],
            [
                "# Whom to ask",
                "International Cooperation Office, Javorova 12, room 14",
                "international@zelengora.example",
                "+387 00 000 100",
            ],
        ],
    ),
    "prospectus-old": (
        "Studying in Zelengora (first edition)",
        [
            ["# Studying in Zelengora", "Medicine takes six years, nursing three.", "This edition has been replaced by a newer one."],
        ],
    ),
    "application-form": (
        "Application for a stay abroad",
        [
            [
                "# Application for a stay abroad",
                "Name: ______________________   Year of study: ______",
                "Partner, first choice: ______________________",
                "Partner, second choice: ______________________",
                "# Add",
                "- transcript of records",
                "- certificate of the language",
                "- one page in which you say why",
            ],
        ],
    ),
    "policy": (
        "Internationalisation policy, version 2",
        [
            [
                "# Internationalisation policy",
                "Adopted by the Faculty Council. Version 2.",
                "Main objective: every student of the Faculty learns with people",
                "from other countries, whether abroad or at home.",
            ],
            [
                "# Objectives",
                "1. Double the number of students on clinical practice abroad.",
                "2. Train every new clinical teacher together with partners.",
                "3. Open one course of study with a joint diploma.",
                "4. Join research on health in villages and mountains.",
                "5. Host at least ten visiting professors a year.",
                "6. Publish every agreement, project and number.",
            ],
        ],
    ),
    "report": (
        "Report on international cooperation",
        [
            [
                "# The year in short",
                "Students out: 91. Students in: 88. Teachers out: 41. Teachers in: 38.",
                "New agreements: 11. One agreement was ended before its time.",
                "# What did not go well",
                "Two students waited half a year for their marks.",
            ],
        ],
    ),
    "handbook": (
        "Feedback in three sentences",
        [
            [
                "# Feedback in three sentences",
                "Say what you saw. Say what it did. Say what you would like to see next.",
                "# When",
                "At once, and never in front of the patient.",
            ],
        ],
    ),
    "agreement-krakow": (
        "Agreement on clinical practice",
        [
            [
                "# Agreement on clinical practice",
                "1. Eight students a summer in each direction.",
                "2. Four weeks on the wards; the host names a teacher.",
                "3. Each side insures its own students.",
                "Signed twice, in English.",
            ],
        ],
    ),
    "agreement-graz": (
        "Agreement on cooperation",
        [
            [
                "# Agreement on cooperation",
                "1. Six students and four teachers a year in each direction.",
                "2. The host finds the room, the sender pays the journey.",
                "Not public: kept for the staff of the office.",
            ],
        ],
    ),
}


def _text(lines: list[str]) -> bytes:
    """What a page draws: headings large, the rest in lines beneath."""
    drawn = ["BT", "60 780 Td"]
    for line in [*lines, "", NOTE]:
        is_heading = line.startswith("# ")
        words = line.removeprefix("# ").replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        drawn += [f"/{'B 18' if is_heading else 'R 12'} Tf", f"0 {-34 if is_heading else -22} Td", f"({words}) Tj"]
    return "\n".join([*drawn, "ET"]).encode("cp1252")


def written(title: str, pages: list[list[str]]) -> bytes:
    """A PDF 1.4 of A4 pages: catalogue, fonts, and for each page its frame and its text."""
    frames = range(5, 5 + 2 * len(pages), 2)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{number} 0 R' for number in frames)}] /Count {len(pages)} >>".encode(),
        b"<< /R << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
        b" /B << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >> >>",
        f"<< /Title ({title.replace('(', '').replace(')', '')}) /Author (University of Zelengora, sample) >>".encode(),
    ]
    for number, lines in zip(frames, pages, strict=True):
        text = _text(lines)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font 3 0 R >> /Contents {number + 1} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text))
    file, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    ending = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\n"
    return bytes(file) + f"{ending}startxref\n{len(file)}\n%%EOF\n".encode()


def write_all(folder: Path) -> None:
    """Every paper of the showcase into the folder."""
    for name, (title, pages) in PAPERS.items():
        (folder / f"{name}.pdf").write_bytes(written(title, pages))


if __name__ == "__main__":
    write_all(FOLDER)
