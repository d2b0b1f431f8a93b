"""A product's photo: kept by head office, made harmless, seen by whoever sees the catalogue."""

import io

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage

from portal.goods import actions, queries
from portal.kernel.refusals import Refused
from tests.builders_goods import MILK, a_photo, a_product

covers = ("C31",)


def test_head_office_keeps_a_photo_and_a_clerk_of_any_store_sees_it_without_what_the_camera_noted(
    tea, cast, browse, visit, session
):
    office, path = browse(cast.office), f"/goods/products/{tea.id}"
    assert browse(cast.clerk).get(f"{path}/photo").status_code == 404
    answer = office.post(f"{path}/photo", {"photo": (a_photo().stream, "tea.jpg")})
    assert answer.status_code == 303
    for person in (cast.office, cast.clerk, cast.owner_south):
        page = visit(browse(person), path)
        assert f"{path}/photo?of=" in page.html
        seen = browse(person).get(f"{path}/photo?size=thumb")
        assert seen.mimetype == "image/webp" and not Image.open(io.BytesIO(seen.data)).getexif()
    a_product(barcode=MILK, name="牛奶")
    session.commit()
    listed = visit(office, "/goods/products").html
    assert listed.count(f'src="{path}/photo?of=') == 1 and listed.count('class="pic"') == 1
    assert office.post(f"{path}/photo/removal", {}).status_code == 303
    assert 'class="pic"' not in visit(office, "/goods/products").html
    assert browse(cast.clerk).get(f"{path}/photo").status_code == 404
    assert browse(cast.clerk).post(f"{path}/photo/removal", {}).status_code == 403


def test_a_paper_is_no_photo_and_none_is_taken_away_twice(tea, cast):
    paper = FileStorage(io.BytesIO(b"%PDF-1.7 x"), filename="tea.pdf")
    with pytest.raises(Refused):
        actions.keep_photo(tea, upload=paper, by=cast.office.viewer)
    with pytest.raises(Refused):
        actions.remove_photo(tea, by=cast.office.viewer)
    assert queries.photo_of(tea) is None
