"""The font of the pages has every letter that our languages and our partners' names need, and weighs what it may."""

import base64

from django.conf import settings
from playwright.sync_api import Browser

FONT = settings.BASE_DIR / "static" / "fonts" / "inter.woff2"
MOST_BYTES = 23_000
LETTERS = {
    "English": "The quick brown fox jumps over the lazy dog 0123456789 &@#%/()[]!?;:*+=<>_|~^$",
    "Serbian": "Љубав Његош Ђорђе Ћирић џак, ж ш ч; ljubav Đorđe Ćirić Š Ž č",
    "Ukrainian and Belarusian": "Київ Єгор їжак Ґанок ґ Ўўё Ё э ы щ ъ ь",
    "Polish, Czech, Slovak": "Łódź Żółć ąęćńś Příbram ď ť ň ů Ľ ľ ĺ ŕ Ô",
    "Hungarian, Romanian, Turkish": "Győr Ű ű Iași Țară Brașov Ş ş Ţ ţ Ă Â Î Çağrı Işık İ",
    "Baltic": "Santariškių ėęūį Rīga āēķļņģ õ",
    "Western and Nordic": "Straße København Ångström Æ æ Ñ ñ ¿ ç Œ œ ÿ ø Þ ð",
    "signs": "“quoted” ‘x’ „српски“ ‚x‘ «fr» – — … € × ÷ · § © ® ° № › →",
}


def test_it_weighs_little() -> None:
    assert FONT.stat().st_size <= MOST_BYTES


def test_no_letter_comes_from_another_font(chromium: Browser) -> None:
    data = base64.b64encode(FONT.read_bytes()).decode()
    face = f"@font-face {{ font-family: Ours; src: url(data:font/woff2;base64,{data}); font-weight: 400 650; }} p {{ font-family: Ours; }}"
    lines = "".join(f"<p>{letter}</p>" for text in LETTERS.values() for letter in sorted(set(text) - set(" <&")))
    with chromium.new_context() as context:
        page = context.new_page()
        page.set_content(f"<!doctype html><style>{face}</style>{lines}")
        page.evaluate("document.fonts.ready")
        tools = context.new_cdp_session(page)
        tools.send("DOM.enable")
        tools.send("CSS.enable")
        root = tools.send("DOM.getDocument")["root"]["nodeId"]
        nodes = tools.send("DOM.querySelectorAll", {"nodeId": root, "selector": "p"})["nodeIds"]
        used = [tools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"] for node in nodes]
        foreign = [text for text, fonts in zip(page.locator("p").all_text_contents(), used, strict=True) if not fonts[0]["isCustomFont"]]
    assert len(nodes) > 250
    assert foreign == []
