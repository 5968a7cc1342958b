// Makes the page of the OpenAPI document: operations by group, then the schemas they speak of.
import { element, text, words } from "./element.js";
import { example, fields, typeOf } from "./schema.js";

const METHODS = ["get", "post", "put", "patch", "delete"];

const response = await fetch("/openapi.json").catch(() => null);
if (response?.ok) {
  const api = await response.json();
  show(api);
} else {
  document.getElementById("state").textContent = "The document can't be read now. Load the page again in a moment.";
}

function show(api) {
  const content = document.getElementById("content");
  const contents = document.getElementById("contents");
  content.replaceChildren(element("section", {}, text(api.info.description)));
  for (const group of api.tags) {
    const operations = operationsOf(api, group.name);
    const id = slug(group.name);
    content.append(element("section", { id }, element("h2", {}, group.name), about(group.description),
      ...operations.map((operation) => showOperation(api, operation))));
    contents.append(element("h2", {}, element("a", { href: `#${id}` }, group.name)), element("ul", {},
      ...operations.map(({ id, summary }) => element("li", {}, element("a", { href: `#${id}` }, summary)))));
  }
  const schemas = Object.entries(api.components.schemas);
  content.append(element("section", { id: "schemas" }, element("h2", {}, "Schemas"),
    about("What requests and answers are made of."), ...schemas.map(([name, schema]) => showSchema(api, name, schema))));
  contents.append(element("h2", {}, element("a", { href: "#schemas" }, "Schemas")));
  document.getElementById("find").addEventListener("input", (event) => find(event.target.value));
  addEventListener("hashchange", open);
  open();
}

function operationsOf(api, group) {
  const all = Object.entries(api.paths).flatMap(([path, methods]) =>
    METHODS.filter((method) => methods[method]).map((method) => ({ path, method, ...methods[method] })));
  return all.filter((operation) => operation.tags.includes(group)).map((operation) => ({ ...operation, id: operation.operationId }));
}

function showOperation(api, operation) {
  const summary = element("summary", {},
    element("span", { class: `method ${operation.method}` }, operation.method.toUpperCase()),
    element("span", { class: "path" }, operation.path),
    element("span", { class: "line" }, operation.summary));
  const codes = Object.values(operation.responses).map((answer) => resolve(api, answer).description).join(" ");
  const sought = `${operation.method} ${operation.path} ${operation.summary} ${operation.description ?? ""} ${codes}`.toLowerCase();
  return lazily(element("details", { class: "operation", id: operation.id, "data-words": sought }, summary), () =>
    element("div", { class: "inside" },
      text(operation.description ?? ""),
      element("p", {}, who(operation)),
      ...parameters(api, operation),
      ...body(api, operation),
      element("h3", {}, "Answers"),
      ...Object.entries(operation.responses).map(([status, answer]) => showAnswer(api, status, resolve(api, answer)))));
}

function who(operation) {
  if (!operation.security) return "Everybody may call it.";
  const isOptional = operation.security.some((way) => Object.keys(way).length === 0);
  return isOptional ? "Everybody may call it; whoever is signed in sees more." : "For whoever is signed in, by a bearer token or the session's cookie.";
}

function parameters(api, operation) {
  const all = operation.parameters ?? [];
  if (all.length === 0) return [];
  const rows = all.map((parameter) => element("div", {},
    element("dt", {}, parameter.name, element("small", {}, `${parameter.in}${parameter.required ? ", required" : ""}`)),
    element("dd", {}, element("p", { class: "type" }, typeOf(api, parameter.schema)), text(parameter.description ?? ""))));
  return [element("h3", {}, "Parameters"), element("dl", {}, ...rows)];
}

function body(api, operation) {
  const content = operation.requestBody?.content["application/json"];
  if (!content) return [];
  const named = Object.entries(content.examples ?? {}).map(([name, { value }]) => [name === "example" ? "" : name.replaceAll("_", " "), value]);
  const examples = content.example === undefined ? named : [["", content.example]];
  return [
    element("h3", {}, operation.requestBody.required ? "Body" : "Body, which may be left out"),
    fields(api, content.schema),
    ...examples.flatMap(([name, value]) => [element("h4", {}, name ? `Example: ${name}` : "Example"), json(value)]),
  ];
}

function showAnswer(api, status, answer) {
  const isBad = Number(status) >= 400;
  const parts = [element("h4", {}, element("span", { class: isBad ? "status bad" : "status" }, status)), text(answer.description)];
  for (const [name, header] of Object.entries(answer.headers ?? {})) {
    parts.push(element("p", { class: "type" }, "Header ", element("code", {}, name), ": ", ...words(header.description)));
  }
  for (const [type, content] of Object.entries(answer.content ?? {})) {
    if (isBad && type === "application/problem+json") continue;
    parts.push(element("p", { class: "type" }, element("code", {}, type)));
    if (type !== "application/json" || !content.schema) continue;
    parts.push(fields(api, content.schema));
    parts.push(lazily(element("details", { class: "more" }, element("summary", {}, "Example")), () => json(example(api, content.schema))));
  }
  return element("div", {}, ...parts);
}

function showSchema(api, name, schema) {
  const details = element("details", { class: "schema", id: `schema-${name}`, "data-words": name.toLowerCase() }, element("summary", {}, name));
  return lazily(details, () => element("div", { class: "inside" }, text(schema.description ?? ""), fields(api, schema)));
}

// What nobody looks at isn't made: there are hundreds of schemas.
function lazily(details, make) {
  details.addEventListener("toggle", () => { if (details.open && !details.made) { details.made = true; details.append(make()); } });
  return details;
}

function resolve(api, answer) {
  return answer.$ref ? api.components.responses[answer.$ref.split("/").pop()] : answer;
}

function find(typed) {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  for (const part of document.querySelectorAll("[data-words]")) {
    part.hidden = !wanted.every((word) => part.dataset.words.includes(word));
  }
  for (const section of document.querySelectorAll("main > section[id]")) {
    section.hidden = wanted.length > 0 && !section.querySelector("[data-words]:not([hidden])");
  }
}

function open() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
  target?.scrollIntoView();
}

function about(told) {
  return element("p", { class: "about" }, told);
}

function json(value) {
  return element("pre", { tabindex: "0" }, JSON.stringify(value, null, 2));
}

function slug(name) {
  return `group-${name.toLowerCase()}`;
}
