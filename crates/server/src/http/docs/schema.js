// Shows schemas: in a word, field by field, and as an example.
import { element, text } from "./element.js";

const DEPTH_MAX = 6;

// The schema itself, and the name of its definition if it is a reference.
function resolved(api, schema) {
  const name = schema.$ref?.split("/").pop();
  return name ? [api.components.schemas[name], name] : [schema, null];
}

// A schema with the parts of `allOf` put together.
function whole(api, given) {
  const [schema] = resolved(api, given);
  if (!schema.allOf) return schema;
  const parts = schema.allOf.map((part) => whole(api, part));
  return {
    ...Object.assign({}, ...parts, schema),
    properties: Object.assign({}, ...parts.map((part) => part.properties)),
    required: parts.flatMap((part) => part.required ?? []),
  };
}

export function typeOf(api, given) {
  const [schema, name] = resolved(api, given);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.filter((value) => value !== null).join(" | ");
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices && name) return name;
  if (choices) return choices.map((choice) => typeOf(api, choice)).join(" or ");
  const types = [schema.type ?? "any"].flat();
  const words = types.map((type) => {
    if (type === "array") return schema.items ? `list of ${typeOf(api, schema.items)}` : `list of ${schema.prefixItems.length}`;
    return type === "object" && name ? name : type;
  });
  const range = [schema.minimum === undefined ? "" : `from ${schema.minimum}`, schema.maximum === undefined ? "" : `to ${schema.maximum}`];
  const kind = schema.format && !schema.format.startsWith("int") && schema.format !== "float" ? `(${schema.format})` : "";
  const label = name && !types.includes("object") ? `${name}: ` : "";
  return [label + words.join(" or "), ...range, kind].filter(Boolean).join(" ");
}

export function fields(api, given, depth = 0) {
  const [named, name] = resolved(api, given);
  const schema = whole(api, given);
  if (schema.type === "array" && schema.items) return nested(api, "Each", schema.items, depth);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) {
    return element("div", {}, element("p", { class: "type" }, "One of:"), ...choices.map((choice) => nested(api, titleOf(api, choice), choice, depth)));
  }
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length === 0) return element("p", { class: "type" }, typeOf(api, name ? given : named));
  const rows = properties.map(([field, of]) => {
    const isRequired = (schema.required ?? []).includes(field);
    const about = of.description ?? resolved(api, of)[0].description ?? "";
    return element("div", {},
      element("dt", {}, field, element("small", {}, isRequired ? "" : "may be left out")),
      element("dd", {}, element("p", { class: "type" }, typeOf(api, of)), text(about), deeper(api, of, depth)));
  });
  return element("dl", {}, ...rows);
}

// The fields of what a field holds, for who wants to see them.
function deeper(api, given, depth) {
  const [schema] = resolved(api, given);
  const inner = schema.type === "array" && schema.items ? schema.items : given;
  const real = whole(api, inner);
  const choices = real.anyOf?.filter((choice) => choice.type !== "null");
  if (choices?.length === 1) return deeper(api, choices[0], depth);
  return real.properties || real.oneOf || real.anyOf ? nested(api, titleOf(api, inner), inner, depth) : null;
}

function nested(api, title, schema, depth) {
  const details = element("details", { class: "more" }, element("summary", {}, title));
  details.addEventListener("toggle", () => {
    if (details.open && !details.made && depth < DEPTH_MAX) {
      details.made = true;
      details.append(fields(api, schema, depth + 1));
    }
  });
  return details;
}

function titleOf(api, given) {
  const [schema, name] = resolved(api, given);
  if (name) return name;
  const tag = ["type", "method"].map((field) => schema.properties?.[field]?.const).find(Boolean);
  return tag ?? (schema.properties ? "Its fields" : typeOf(api, schema));
}

// A value that the schema allows.
export function example(api, given, depth = 0) {
  const schema = whole(api, given);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = (schema.oneOf ?? schema.anyOf)?.[0];
  if (choice) return example(api, choice, depth);
  const type = [schema.type ?? "null"].flat()[0];
  if (type === "array") {
    if (schema.prefixItems) return schema.prefixItems.map((item) => example(api, item, depth + 1));
    return depth < DEPTH_MAX && schema.items ? [example(api, schema.items, depth + 1)] : [];
  }
  if (type === "object") {
    const entries = depth < DEPTH_MAX ? Object.entries(schema.properties ?? {}) : [];
    return Object.fromEntries(entries.map(([name, of]) => [name, example(api, of, depth + 1)]));
  }
  return type === "string" ? exampleText(schema) : { integer: schema.minimum ?? 0, number: 0.5, boolean: true }[type] ?? null;
}

function exampleText({ format, pattern = "" }) {
  if (format === "date-time") return "2030-05-01T19:30:00Z";
  if (format === "date") return "2030-05-01";
  if (pattern === "^[A-Z]{3}$") return "EUR";
  const id = /^\^([a-z]+_)\[.*\{(\d+)\}\$$/.exec(pattern);
  if (id) return id[1] + "0".repeat(Number(id[2])) + "1";
  return pattern.startsWith("^[0-9]+") ? "1.42" : "…";
}
