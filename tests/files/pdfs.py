"""PDF files for the tests, sound ones and ones named after what is in them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Text
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.files.pictures import image

FONT = "STSong-Light"
XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>王五</rdf:li></rdf:Seq></dc:creator>'
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)


def pdf(*pages: str, author: str = "", password: str = "") -> bytes:
    """A PDF with one text on each page."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 300), invariant=True)
    canvas.setAuthor(author)
    for text in pages:
        canvas.setFont(FONT, 12)
        for number, line in enumerate(text.split("\n")):
            canvas.drawString(30, 250 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return _encrypted(buffer.getvalue(), password) if password else buffer.getvalue()


def _encrypted(data: bytes, password: str) -> bytes:
    return changed(data, lambda writer: writer.encrypt(password))


def restricted(data: bytes) -> bytes:
    """Opens without a password; printing and changing are for whoever has the owner's."""
    return changed(data, lambda writer: writer.encrypt("", "owner"))


def scanned(*, page_number: bool = False) -> bytes:
    """Two pages: a text, and a picture as wide as the page."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 300), invariant=True)
    canvas.setFont(FONT, 12)
    canvas.drawString(30, 250, "这一页有文字，后一页是扫描的图片，没有任何文字。")
    canvas.showPage()
    canvas.drawImage(ImageReader(image((400, 300))), 0, 0, 400, 300)
    if page_number:
        canvas.drawString(200, 10, "2")
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def of_photo(photo: bytes) -> bytes:
    """A page with a photo on it as the camera wrote it, and a text beside it."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf("照片说明：这一页的照片是手机拍的，原样放进来的。"))))
    picture = StreamObject()
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(32),
            NameObject("/Height"): NumberObject(24),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject("/DCTDecode"),
        }
    )
    picture.set_data(photo)
    page = writer.pages[0]
    pictures = DictionaryObject({NameObject("/P"): writer._add_object(picture)})
    page["/Resources"][NameObject("/XObject")] = pictures  # type: ignore[index]
    content = StreamObject()
    content.set_data(b"q 100 0 0 80 200 20 cm /P Do Q")
    page[NameObject("/Contents")] = ArrayObject([page.raw_get("/Contents"), writer._add_object(content)])
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def changed(data: bytes, change: Callable[[PdfWriter], object]) -> bytes:
    """The file after ``change``."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    change(writer)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def with_comment(data: bytes) -> bytes:
    def change(writer: PdfWriter) -> None:
        note = Text(rect=(50, 50, 70, 70), text="打 13807911234")
        note[NameObject("/T")] = TextStringObject("李四")
        writer.add_annotation(0, note)

    return changed(data, change)


def with_writing(data: bytes) -> bytes:
    """Writing on the page, as reviewers leave it: it is seen, and tells who wrote it."""

    def change(writer: PdfWriter) -> None:
        note = FreeText(text="同意", rect=(50, 50, 200, 80))
        note[NameObject("/T")] = TextStringObject("李四")
        writer.add_annotation(0, note)

    return changed(data, change)


def with_attachment(data: bytes, name: str, content: bytes) -> bytes:
    return changed(data, lambda writer: writer.add_attachment(name, content))


def with_script(data: bytes) -> bytes:
    def change(writer: PdfWriter) -> None:
        script = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
        )
        writer.root_object[NameObject("/OpenAction")] = script

    return changed(data, change)


def with_xmp(data: bytes) -> bytes:
    def change(writer: PdfWriter) -> None:
        stream = StreamObject()
        stream.set_data(XMP.encode())
        writer.root_object[NameObject("/Metadata")] = stream.flate_encode()

    return changed(data, change)


def with_field(data: bytes, *, signature: bool = False) -> bytes:
    """A form field: a text that was filled in, or a signature that was given."""

    def change(writer: PdfWriter) -> None:
        value = (
            DictionaryObject({NameObject("/Type"): NameObject("/Sig")})
            if signature
            else TextStringObject("13807911234")
        )
        field = DictionaryObject(
            {
                NameObject("/FT"): NameObject("/Sig" if signature else "/Tx"),
                NameObject("/T"): TextStringObject("电话"),
                NameObject("/V"): value,
            }
        )
        fields = ArrayObject([field])
        writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): fields})

    return changed(data, change)


def without_pages() -> bytes:
    return changed(pdf("甲"), lambda writer: writer.remove_page(0))
