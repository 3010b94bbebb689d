"""XML that others made, as a small tree: no DTD, so no entities; size, depth and nodes bounded.

Expat resolves nothing but the five entities of XML itself here; whatever would need a document
type is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from assessor_app.errors import Code, RefusedError
from assessor_app.intake.limits import LIMITS, Limits

_SEPARATOR = " "


@dataclass
class Element:
    """An element: namespace and local name apart; what is in it is elements and texts."""

    namespace: str
    name: str
    attributes: Mapping[str, str]  # by local name; the namespace of an attribute is let go
    children: list[Element | str] = field(default_factory=list)

    def elements(self, name: str) -> Iterator[Element]:
        """Yield the child elements with this local name."""
        for child in self.children:
            if isinstance(child, Element) and child.name == name:
                yield child

    def text_of(self, name: str) -> str:
        """Return the text of the first child with this name, without white space around it."""
        return next((each.text() for each in self.elements(name)), "")

    def text(self) -> str:
        """Return all text below, without white space around it."""
        return "".join(self._texts()).strip()

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, Element):
                yield from child._texts()
            else:
                yield child


def read_xml(data: bytes, limits: Limits = LIMITS) -> Element:
    """Return the root of foreign XML; XML_TOO_LARGE, XML_TOO_DEEP, XML_DTD, XML_INVALID."""
    limits.xml.check(len(data), "")
    return _Reader(limits).read(data)


class _Reader:
    """One document on its way from expat to a tree."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._document = Element("", "", {})
        self._open = [self._document]
        self._count = 0
        self._parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._on_start
        self._parser.EndElementHandler = self._on_end
        self._parser.CharacterDataHandler = self._on_text
        self._parser.StartDoctypeDeclHandler = self._on_doctype
        self._parser.EntityDeclHandler = self._on_doctype
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def read(self, data: bytes) -> Element:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            raise RefusedError(Code.XML_INVALID, line=error.lineno) from error
        except (LookupError, ValueError) as error:  # an encoding nobody knows
            raise RefusedError(Code.XML_INVALID, line=1) from error
        (root,) = (each for each in self._document.children if isinstance(each, Element))
        return root

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        self._limits.xml_nodes.check(self._count, "")
        self._limits.xml_depth.check(len(self._open), "")
        namespace, local = _split(name)
        local_attributes = {_split(key)[1]: value for key, value in attributes.items()}
        element = Element(namespace, local, local_attributes)
        self._open[-1].children.append(element)
        self._open.append(element)

    def _on_end(self, _: str) -> None:
        self._open.pop()

    def _on_text(self, text: str) -> None:
        self._open[-1].children.append(text)

    def _on_doctype(self, *_: object) -> None:
        raise RefusedError(Code.XML_DTD, line=self._parser.CurrentLineNumber)


def _split(name: str) -> tuple[str, str]:
    namespace, _, local = name.rpartition(_SEPARATOR)
    return namespace, local
