"""The pages of questionnaires, interviews and observations, and of their forms."""

import pytest

from portal.kernel import clock
from portal.prospecting import actions, queries
from tests.builders_prospecting import a_city, a_form, a_segment, a_study
from tests.proofs.filled import filled

covers = ("C06",)

pytestmark = pytest.mark.pages


@pytest.fixture
def asked(cast):
    """A city, and a form on whose page the answers are typed."""
    return a_city(), a_form()


def typed_into(form):
    names = [question.field for question in form.live_questions]
    answers = dict(zip(names, ["每天", ["小店", "网上"], "4", "36.5", "现磨豆腐", "钱大姐"], strict=True))
    return {**answers, "studied_on": clock.today().isoformat(), "place": "东门菜场"}


def test_a_manager_fills_a_form_in_and_sees_it_counted(cast, browse, visit, asked):
    file, form = asked
    browser, group = browse(cast.rm_north), a_segment()
    at = f"/prospecting/cities/{file.id}/studies"
    visit(browser, at)
    visit(browser, f"{at}/{form.id}/new")
    answer = browser.post(f"{at}/{form.id}", {**typed_into(form), "segment_id": group.id, "respondent": "钱大姐"})
    assert answer.status_code == 303
    page = visit(browser, answer.location).text
    assert "小店、网上" in page and "36.5元" in page and group.name in page and "钱大姐" in page
    counted = visit(browser, at).text
    assert "现磨豆腐" in counted and "钱大姐" not in counted
    assert "现磨豆腐" in visit(browser, f"/prospecting/study-forms/{form.id}/counts").text
    assert "现磨豆腐" not in visit(browse(cast.rm_south), f"/prospecting/study-forms/{form.id}/counts").text


def test_what_is_missing_is_said_beside_its_question_and_nothing_typed_is_lost(cast, browse, asked):
    file, form = asked
    typed = typed_into(form) | {form.live_questions[0].field: ""}
    answer = browse(cast.rm_north).post(f"/prospecting/cities/{file.id}/studies/{form.id}", typed)
    assert answer.status_code == 422 and "现磨豆腐" in answer.text and "东门菜场" in answer.text


def test_a_form_that_changes_while_it_is_filled_in_keeps_its_words(cast, browse, visit, asked):
    file, form = asked
    browser, old = browse(cast.rm_north), form.live_questions[0]
    opened = queries.mark_of(clock.now())
    actions.edit_question(old, text="一周来几次？", options=["三次", "一次"], by=cast.admin.viewer)
    typed = {old.field: "每周", "asked": opened, "studied_on": clock.today().isoformat()}
    answer = browser.post(f"/prospecting/cities/{file.id}/studies/{form.id}", typed)
    assert "多久来一次？" in visit(browser, answer.location).text


def test_studies_are_listed_found_by_pinyin_and_handed_out_without_names(cast, browse, visit, asked, count_statements):
    _file, form = asked
    browser = browse(cast.rm_north)
    a_study(form, place="东门菜场")
    for q in ("dmcc", "mkwj", "北京", "菜场"):
        assert "东门菜场" in browser.get(f"/prospecting/studies?q={q}").text, q
    visit(browser, f"/prospecting/studies?form={form.id}&kind=questionnaire")
    file = browser.get(f"/prospecting/studies?form={form.id}&format=csv").data.decode()
    assert "现磨豆腐" in file and "多久来一次？" in file and "钱大姐" not in file and "怎么称呼" not in file
    assert browser.get("/prospecting/studies?format=xlsx").status_code == 200
    assert "东门" not in browse(cast.rm_south).get("/prospecting/studies?format=csv").data.decode()

    def statements(path):
        with count_statements() as seen:
            assert browser.get(path).status_code == 200
        return len(seen)

    at = "/prospecting/studies"
    paths = (at, f"/prospecting/cities/{_file.id}/studies", f"{at}?form={form.id}&format=csv")
    few = [statements(path) for path in paths]
    for n in range(6):
        a_study(form, "每天", ["小店"], "5", 1000 * n, "醋")
    assert [statements(path) for path in paths] <= few


def test_answers_are_corrected_on_their_page_with_a_reason(cast, browse, visit, asked):
    _file, form = asked
    study = a_study(form, "每天", ["小店", "网上"], place="东门")
    path = f"/prospecting/studies/{study.id}"
    browser = browse(cast.rm_north)
    visit(browser, path)
    typed = filled(visit(browser, f"{path}/corrections/new").html, f"{path}/corrections")
    assert typed["place"] == ["东门"] and typed[form.live_questions[1].field] == ["小店", "网上"]
    typed |= {form.live_questions[0].field: ["每周"], "place": ["西门"]}
    answer = browser.post(f"{path}/corrections", typed | {"reason": [""]})
    assert answer.status_code == 422 and "西门" in answer.text
    answer = browser.post(f"{path}/corrections", typed | {"reason": ["勾错了"]})
    assert answer.status_code == 303
    assert "勾错了" in visit(browser, answer.location).text
    before = visit(browser, path)
    assert "勾错了" in before.text and "王建国" in before.text and "corrections/new" not in before.html
    listed = visit(browser, "/prospecting/studies").text
    assert "西门" in listed and "东门" not in listed
    assert browse(cast.rm_south).get(f"{path}/corrections/new").status_code == 404
    assert browse(cast.office).get(f"{path}/corrections/new").status_code == 403


def test_only_who_filled_it_in_takes_it_back(cast, browse, asked):
    study = a_study(asked[1])
    path = f"/prospecting/studies/{study.id}"
    assert "撤回" in browse(cast.rm_north).get(path).text and "撤回" not in browse(cast.office).get(path).text
    assert browse(cast.rm_north).post(f"{path}/removal", {}).status_code == 422
    assert browse(cast.rm_north).post(f"{path}/removal", {"reason": "填错了"}).status_code == 303
    assert browse(cast.rm_north).get(path).status_code == 404


def test_an_administrator_makes_a_form_without_code(cast, browse, visit):
    browser = browse(cast.admin)
    visit(browser, "/prospecting/study-forms")
    assert browser.post("/prospecting/study-forms/usual", {}).status_code == 303
    visit(browser, "/prospecting/study-forms"), visit(browser, "/prospecting/study-forms/new")
    answer = browser.post("/prospecting/study-forms", {"kind": "interview", "title": "房东访谈"})
    visit(browser, answer.location), visit(browser, f"{answer.location}/questions/new")
    question = {"text": "租金涨过吗？", "kind": "choice", "options": "涨过\n没涨过\n"}
    assert browser.post(f"{answer.location}/questions", question | {"options": "涨过"}).status_code == 422
    assert browser.post(f"{answer.location}/questions", question).status_code == 303
    page = visit(browser, answer.location)
    assert "涨过 / 没涨过" in page.text
    edit = page.html.partition("/prospecting/study-questions/")[2].partition("/")[0]
    visit(browser, f"/prospecting/study-questions/{edit}/edit")
    changed = question | {"text": "这两年涨过吗？"}
    assert browser.post(f"/prospecting/study-questions/{edit}", changed).status_code == 303
    assert "这两年涨过吗？" in visit(browser, answer.location).text
    for who in (cast.rm_north, cast.office):
        assert browse(who).get("/prospecting/study-forms").status_code == 403
