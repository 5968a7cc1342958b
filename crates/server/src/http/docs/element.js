// Makes elements. Nothing that the document says becomes markup.

export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// Paragraphs, lists of lines that begin with a dash, and `code`.
export function text(told) {
  const all = document.createDocumentFragment();
  for (const paragraph of told.split(/\n\n+/).filter(Boolean)) {
    const lines = paragraph.split("\n");
    const isList = lines.every((line) => line.startsWith("- "));
    all.append(isList
      ? element("ul", {}, ...lines.map((line) => element("li", {}, ...words(line.slice(2)))))
      : element("p", {}, ...words(paragraph)));
  }
  return all;
}

// The words of a line, those between backticks as code.
export function words(line) {
  return line.split("`").map((part, index) => (index % 2 === 1 ? element("code", {}, part) : part));
}
