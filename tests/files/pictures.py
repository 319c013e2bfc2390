"""Pictures for the tests, with and without what cameras and programs write into them."""

from __future__ import annotations

import zlib
from io import BytesIO

from PIL import ExifTags, Image, PngImagePlugin
from PIL.TiffImagePlugin import IFDRational


def exif(*, position: bool = True, author: str = "", orientation: int = 1) -> Image.Exif:
    """What a camera writes: maker, how it was held, where it was, whose it is."""
    data = Image.Exif()
    data[ExifTags.Base.Make] = "Maker"
    data[ExifTags.Base.Orientation] = orientation
    if author:
        data[ExifTags.Base.Artist] = author.encode()  # Pillow would write question marks
    if position:
        data.get_ifd(ExifTags.IFD.GPSInfo).update(
            {
                ExifTags.GPS.GPSLatitudeRef: "N",
                ExifTags.GPS.GPSLatitude: (IFDRational(28), IFDRational(41), IFDRational(1234, 100)),
                ExifTags.GPS.GPSLongitudeRef: "E",
                ExifTags.GPS.GPSLongitude: (IFDRational(115), IFDRational(51), IFDRational(30)),
            }
        )
    return data


def image(size: tuple[int, int] = (32, 24)) -> Image.Image:
    """Something to see: a slope of grey."""
    return Image.linear_gradient("L").resize(size).convert("RGB")


def saved(picture: Image.Image, form: str, **options: object) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()


def jpeg_with_position(size: tuple[int, int] = (32, 24), *, position: bool = True, author: str = "") -> bytes:
    return saved(image(size), "JPEG", exif=exif(position=position, author=author))


def turned_jpeg_with_comment() -> bytes:
    data = exif(author="张三", orientation=6)
    return saved(image(), "JPEG", exif=data, comment="拍摄：13807911234", progressive=True)


def png_with_author() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "张三")
    words.add_itxt("Description", "电话 13807911234")
    return saved(image(), "PNG", pnginfo=words, exif=exif())


def tiff_with_author(*, big: bool = False) -> bytes:
    pages = [image(), image((16, 16))]
    options = {"save_all": True, "append_images": pages[1:], "big_tiff": big, "compression": "tiff_deflate"}
    return saved(pages[0], "TIFF", exif=exif(author="张三"), **options)


def pixels(data: bytes) -> list[bytes]:
    """The pixels of every frame."""
    frames = []
    with Image.open(BytesIO(data)) as picture:
        for number in range(getattr(picture, "n_frames", 1)):
            picture.seek(number)
            frames.append(picture.convert("RGB").tobytes())
    return frames


def image_bomb() -> bytes:
    """A PNG of a few bytes that says it is 60,000 pixels wide and as high."""
    data = saved(image(), "PNG")
    head = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + data[24:29]
    return data[:12] + head + zlib.crc32(head).to_bytes(4, "big") + data[33:]


def orientation(data: bytes) -> int:
    """How the picture is turned, 1 if it does not say."""
    with Image.open(BytesIO(data)) as picture:
        return int(picture.getexif().get(ExifTags.Base.Orientation, 1))
