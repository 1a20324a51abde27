"""The four people of every test, who also read what a page's forms would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.admin.people import Person as BrowsingPerson


@dataclass
class Form:
    """One form of a page: where it goes, and the names of its boxes with what they hold."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._open: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a form, and the boxes inside it."""
        told = dict(attrs)
        name, value = told.get("name") or "", told.get("value") or ""
        if tag == "form":
            self._open = Form(told.get("action") or "", (told.get("method") or "get").lower())
            self.found.append(self._open)
        elif self._open is None:
            return
        elif tag == "select":
            self._select = name
            self._open.values.setdefault(name, "")
        elif tag == "option" and (not self._open.values.get(self._select) or "selected" in told):
            self._open.values[self._select] = value
        elif tag in ("input", "textarea") and name:
            self._open.values.setdefault(name, value)

    def handle_endtag(self, tag: str) -> None:
        """A form ends."""
        if tag == "form":
            self._open = None


class Person(BrowsingPerson):
    """Somebody who also reads the forms of a page."""

    def forms(self, path: str) -> list[Form]:
        """The forms of a page, each with the address it is sent to."""
        reader = Forms()
        reader.feed(self.get(path).get_data(as_text=True))
        for form in reader.found:
            form.action = form.action or path
        return reader.found
