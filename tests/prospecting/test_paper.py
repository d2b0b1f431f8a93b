"""The proposal's paper: four pages however much is said, its photos, its drawing of the three cases (C19)."""

import re
import zlib
from base64 import b64decode
from io import BytesIO
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image
from weasyprint import CSS, HTML

from portal.kernel import press
from portal.prospecting import paper, queries
from portal.prospecting.models import Outlook, Stage
from portal.prospecting.payback_drawn import BOTTOM, NOUGHT, RIGHT, TOP, course_of, drawn_course, x_of
from tests.builders_onboarding import a_photo
from tests.builders_prospecting import a_proposal, a_prospect, a_survey

covers = ("C19",)


def a_line(**facts):
    return {"title": "牌匾", "quantity": 1000, "price": 24_000_00, "company": 18_000_00} | facts


def sheets_of(content):
    """Return how many pages a PDF has; what says so lies in its packed streams."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S)
    plain = b"".join(zlib.decompressobj().decompress(one) for one in packed if one[:1] == b"x")
    return len(re.findall(rb"/Type ?/Page\b", plain))


LONG = {"goods_note": "货" * 300, "training_note": "训" * 300, "changes": "改" * 600}


@pytest.mark.parametrize(
    ("lines", "findings"), [(6, "门头旧。"), (16, "店" * 600), (30, "短句\n" * 200)], ids=("usual", "long", "most")
)
@pytest.mark.pages  # paper is the same from both databases
def test_the_paper_has_four_pages_however_much_is_said(cast, app, session, lines, findings):
    long = {} if lines == 6 else LONG
    rows = [a_line(title=(f"第{n:02d}项" + "很长的项目名" * 6) if long else "牌匾") for n in range(lines)]
    survey = a_survey(photos=[a_photo() for _ in range(12)])
    prospect = a_prospect(survey=survey, name="店" * (120 if long else 6), address="址" * (200 if long else 9))
    proposal = a_proposal(prospect, lines=rows, findings=findings, **long)
    session.commit()
    photos = queries.photos_of(proposal, cast.rm_north.viewer)
    with app.test_request_context():
        content = paper.proposal_as_pdf(proposal, photos)
    assert len(photos) == 12 and content.startswith(b"%PDF-") and sheets_of(content) == 4


def test_somebody_who_asks_for_papers_again_and_again_leaves_a_server_to_others(browse, cast, session):
    proposal = a_proposal(a_prospect())
    session.commit()
    asked = [press.places.acquire(blocking=False) for _ in range(press.MOST_ASKED)]
    try:
        answer = browse(cast.rm_north).get(f"/prospecting/proposals/{proposal.id}/pdf")
    finally:
        for _ in asked:
            press.places.release()
    assert answer.status_code == 503
    assert "前面还有几份 PDF 正在生成" in answer.get_data(as_text=True)


def html_of(app, proposal, photos=()):
    with app.test_request_context():
        return paper.proposal_as_html(proposal, photos)


def test_it_shows_four_photos_small_enough_to_send_and_says_how_many_were_taken(cast, app, session):
    proposal = a_proposal(a_prospect(survey=a_survey(photos=[a_photo() for _ in range(6)])))
    session.commit()
    photos = queries.photos_of(proposal, cast.rm_north.viewer)
    Image.new("RGB", (1600, 1200), "#88aacc").save(photos[0].path(), "WEBP")
    html = html_of(app, proposal, photos)
    shown = re.findall(r'src="data:image/jpeg;base64,([^"]+)"', html)
    assert len(shown) == 4 and "共 6 张" in html
    with Image.open(BytesIO(b64decode(shown[0]))) as first:
        assert first.size == (paper.PRINTED_SIDE, paper.PRINTED_SIDE * 3 // 4)


def test_text_of_many_short_lines_is_one_paragraph_and_loses_no_word():
    assert paper.paragraphs("门头旧。\n晚上不亮") == "门头旧。\n晚上不亮"
    assert paper.paragraphs("\n\n".join(["门头旧", "不亮。"] * 10)) == "门头旧；不亮。" * 10


def test_more_lines_than_a_page_holds_run_on_before_the_support(cast, app, session):
    few = a_proposal(lines=[a_line() for _ in range(30)])
    many = a_proposal(a_prospect(), lines=[a_line(title="很长的项目名" * 6) for _ in range(30)])
    session.commit()
    assert 'class="runs-on"' in html_of(app, many) and 'class="runs-on"' not in html_of(app, few)


def test_the_paper_is_chinese_and_names_no_phone(cast, app, session):
    proposal = a_proposal(a_prospect(stage=Stage.PITCHED))
    session.commit()
    html = html_of(app, proposal)
    assert "贰万玖仟陆佰元整" in html and "陆万肆仟元整" in html
    assert "草稿" in html and "每月销售额" in html and "恒客隆超市" in html and "公司盖章" in html
    assert "13900002290" not in html and "任建军" not in html


def test_what_stands_above_the_line_of_each_page_does_not_run_over_it(cast, app, session):
    proposal = a_proposal(a_prospect())
    session.commit()
    sheet = CSS(filename=Path(app.root_path, app.template_folder, paper.SHEET))
    first = HTML(string=html_of(app, proposal)).render(stylesheets=[sheet]).pages[0]
    boxes = list(first._page_box.descendants())
    head = next(box for box in boxes if box.element_tag == "header")
    words = [box for box in head.descendants() if hasattr(box, "text")]
    assert "草稿" in [box.text for box in words]
    assert max(box.position_y + box.height for box in words) <= head.content_box_y() + head.height


def test_each_case_is_drawn_to_where_its_money_is_back(cast):
    back = course_of(Outlook.MIDDLE, 10, 120)
    assert (back.end, back.back) == ((RIGHT, TOP), round(x_of(12), 1))
    assert course_of(Outlook.HIGH, 20, 120).end == (round(x_of(12), 1), TOP)
    assert course_of(Outlook.LOW, 5, 120).end == (RIGHT, NOUGHT)
    for gain in (0, -5):
        never = course_of(Outlook.LOW, gain, 120)
        assert (never.end, never.back) == ((RIGHT, BOTTOM), None)


def test_names_of_cases_never_stand_on_one_another(cast):
    good = {"footfall": 600, "buyers": 50_000, "basket": 20_00, "margin": 20_000}
    for cases in ({}, {"low": good, "middle": good, "high": good}):
        labels = [one.label for one in drawn_course(a_proposal(a_prospect(), cases=cases))]
        assert all(abs(a[0] - b[0]) + abs(a[1] - b[1]) >= 5 for a, b in combinations(labels, 2))


@pytest.mark.pages
def test_the_paper_is_for_whoever_sees_the_proposal(browse, cast, session):
    proposal = a_proposal()
    session.commit()
    answer = browse(cast.director).get(f"/prospecting/proposals/{proposal.id}/pdf")
    assert (answer.status_code, answer.mimetype, answer.data[:5]) == (200, "application/pdf", b"%PDF-")
    said = answer.headers["Content-Disposition"]
    assert "filename=hengkelongchaoshi-yidianyifangan-1.pdf" in said and said.startswith("attachment")
    assert browse(cast.rm_south).get(f"/prospecting/proposals/{proposal.id}/pdf").status_code == 404


def test_a_paper_that_takes_too_long_blames_nobody_who_was_faster(browse, cast, session, monkeypatch):
    proposal = a_proposal()
    session.commit()
    monkeypatch.setattr(press, "LONGEST", 0.01)
    answer = browse(cast.rm_north).get(f"/prospecting/proposals/{proposal.id}/pdf")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    assert "PDF 没有生成" in answer.text and "别人先办了" not in answer.text
