"""Pictures of products: what is taken, what is made of it, who sees it."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image, ImageFile

from apps.core.context import company_context
from apps.products import pictures
from apps.products.models import Picture, Product
from apps.products.pictures import PictureRefused, made_of
from apps.products.services import add_picture, lead_picture, remove_picture
from apps.products.services.pictures import MOST
from apps.products.tests.factories import a_picture, make_picture, make_product

pytestmark = pytest.mark.usefixtures("company")


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(bytes(content)))


def a_camera_picture() -> bytes:
    """Return a JPEG that lies on its side, with the words and the place a camera writes into it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "secret place"
    exif.get_ifd(0x8825)[1] = "N"
    kept = BytesIO()
    Image.new("RGB", (400, 200), "blue").save(kept, format="JPEG", exif=exif)
    return kept.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_made_anew_in_two_sizes(kind):
    made = made_of(a_picture(size=(3000, 1500), kind=kind), "tea")

    page, thumb = opened(made.page), opened(made.thumb)
    assert {page.format, thumb.format} == {"WEBP"}
    assert (page.size, thumb.size) == ((1200, 600), (160, 80))
    assert (made.width, made.height) == page.size


def test_a_small_picture_is_not_blown_up_and_stays_transparent():
    kept = BytesIO()
    Image.new("RGBA", (20, 10), (255, 0, 0, 0)).save(kept, format="PNG")

    page = opened(made_of(kept.getvalue(), "tea").page)

    assert (page.size, page.mode) == ((20, 10), "RGBA")


def test_what_a_camera_wrote_is_dropped_and_the_picture_stands_upright():
    content = a_camera_picture()
    assert b"secret place" in content

    made = made_of(content, "tea.jpg")

    assert b"secret" not in made.page + made.thumb
    assert b"Exif" not in made.page
    assert opened(made.page).size == (200, 400)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GIF = BytesIO()
Image.new("RGB", (9, 9)).save(GIF, format="GIF")


@pytest.mark.parametrize(
    "content",
    [
        SVG,
        GIF.getvalue(),
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0rubbish",
        b"RIFF\0\0\0\0WEBPVP8 ",
    ],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(content):
    with pytest.raises(PictureRefused, match="JPEG, PNG or WebP"):
        made_of(content, "tea.png")


@pytest.mark.parametrize("lenient", [False, True])
def test_a_picture_cut_short_is_refused_also_after_a_pdf_was_printed(monkeypatch, lenient):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)  # WeasyPrint sets it

    with pytest.raises(PictureRefused, match="none that can be read"):
        made_of(a_picture(size=(900, 900), kind="JPEG")[:-400], "tea.jpg")
    assert lenient == ImageFile.LOAD_TRUNCATED_IMAGES


def a_bomb(side: int) -> bytes:
    """Return a small PNG that says it is a large one."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    chunks = [chunk(b"IHDR", head), chunk(b"IDAT", body), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("side", [7000, 20000, 60000])
def test_a_bomb_is_refused_in_one_sentence_before_it_is_unpacked(side):
    with pytest.raises(PictureRefused, match="more than 40 million pixels"):
        made_of(a_bomb(side), "bomb.png")


def test_a_file_above_ten_megabytes_is_refused(monkeypatch):
    monkeypatch.setattr(pictures, "LARGEST", 100)

    with pytest.raises(PictureRefused, match="smaller than 10 MB"):
        made_of(b"x" * 101, "tea.png")


def order_of(product: Product) -> list[object]:
    return list(Picture.objects.filter(product=product).values_list("pk", flat=True))


def test_pictures_stand_in_order_and_one_is_put_first():
    tea = make_product()
    red, blue = make_picture(tea), make_picture(tea, a_picture("blue"))
    assert order_of(tea) == [red.pk, blue.pk]

    lead_picture(actor=None, pk=blue.pk)
    assert order_of(tea) == [blue.pk, red.pk]

    remove_picture(actor=None, pk=blue.pk)
    assert order_of(tea) == [red.pk]


def test_the_same_picture_twice_and_one_too_many_are_refused(monkeypatch):
    tea = make_product()
    make_picture(tea)
    with pytest.raises(PictureRefused, match="there already"):
        make_picture(tea)

    assert MOST > 1
    monkeypatch.setattr("apps.products.services.pictures.MOST", 1)
    with pytest.raises(PictureRefused, match="remove one first"):
        make_picture(tea, a_picture("blue"))
    with pytest.raises(PictureRefused, match="not empty"):
        add_picture(actor=None, pk=tea.pk, upload=None)


def test_the_database_keeps_the_bytes():
    picture = make_picture(make_product())

    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(thumb=b"other")
    Picture.objects.filter(pk=picture.pk).update(position=3)


def test_bytes_are_kept_by_browsers_and_answered_with_rights(client, user_in, other_company):
    picture = make_picture(make_product())
    page, thumb = (reverse(f"products:picture_{s}", args=[picture.pk]) for s in ("page", "thumb"))
    assert client.get(thumb).status_code == 302

    client.force_login(user_in("warehouse_manager"))
    answer = client.get(thumb)
    assert answer.content == bytes(Picture.objects.get().thumb)
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert client.get(thumb, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.get(page)["ETag"] != answer["ETag"]

    client.force_login(user_in("hr"))
    assert client.get(thumb).status_code == 403
    with company_context(other_company.pk):
        assert not Picture.objects.exists()


def test_a_picture_is_added_shown_and_removed_in_the_browser(client, user_in):
    client.force_login(user_in("buyer"))
    tea = make_product()
    add = reverse("products:product_picture", args=[tea.pk])

    def upload(content: bytes) -> str:
        file = SimpleUploadedFile("tea.png", content, content_type="image/png")
        return client.post(add, {"picture": file}, follow=True).content.decode()

    assert "none that can be read" in upload(SVG)
    assert "Added the picture" in upload(a_picture())
    picture = Picture.objects.get()
    listed = client.get(reverse("products:product_list"), {"cols": ["picture", "sku"]})
    assert reverse("products:picture_thumb", args=[picture.pk]) in listed.content.decode()

    client.post(reverse("products:picture_remove", args=[picture.pk]))
    assert not Picture.objects.exists()
