type Schema = Record<string, unknown>;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const asSchemas = (value: unknown): Schema[] => (Array.isArray(value) ? value.filter(isObject) : []);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

function isOfType(type: unknown, value: unknown): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function propertyFaults({ properties = {}, required, additionalProperties, propertyNames }: Schema, value: Record<string, unknown>, at: string, root: Schema): string[] {
  const known = isObject(properties) ? properties : {};
  const missing = texts(required).filter((name) => !Object.hasOwn(value, name)).map((name) => `${at}.${name} is missing`);
  const within = Object.entries(value).flatMap(([name, one]) => {
    const names = isObject(propertyNames) ? faults(propertyNames, name, `${at} key ${name}`, root) : [];
    const schema = Object.hasOwn(known, name) ? known[name] : additionalProperties;
    if (schema === false) return [...names, `${at}.${name} is not in the schema`];
    return [...names, ...(isObject(schema) ? faults(schema, one, `${at}.${name}`, root) : [])];
  });
  return [...missing, ...within];
}

/** One test per keyword of JSON Schema 2020-12 that our document uses. */
const keywords: Record<string, (given: unknown, value: unknown, schema: Schema, at: string, root: Schema) => string[]> = {
  type: (given, value, _schema, at) => ((Array.isArray(given) ? given : [given]).some((type) => isOfType(type, value)) ? [] : [`${at} is not ${JSON.stringify(given)}`]),
  const: (given, value, _schema, at) => (given === value ? [] : [`${at} is not ${JSON.stringify(given)}`]),
  enum: (given, value, _schema, at) => (Array.isArray(given) && given.includes(value) ? [] : [`${at} is none of ${JSON.stringify(given)}`]),
  properties: (_given, value, schema, at, root) => (isObject(value) ? propertyFaults(schema, value, at, root) : []),
  required: () => [],
  additionalProperties: (_given, value, schema, at, root) => (isObject(value) && schema["properties"] === undefined ? propertyFaults(schema, value, at, root) : []),
  propertyNames: () => [],
  items: (given, value, schema, at, root) =>
    Array.isArray(value) && isObject(given) ? value.slice(asSchemas(schema["prefixItems"]).length).flatMap((one, index) => faults(given, one, `${at}[${index}]`, root)) : [],
  prefixItems: (given, value, _schema, at, root) => (Array.isArray(value) ? asSchemas(given).flatMap((one, index) => faults(one, value[index], `${at}[${index}]`, root)) : []),
  anyOf: (given, value, _schema, at, root) => (asSchemas(given).some((one) => faults(one, value, at, root).length === 0) ? [] : [`${at} fits none of anyOf`]),
  oneOf: (given, value, _schema, at, root) => (asSchemas(given).filter((one) => faults(one, value, at, root).length === 0).length === 1 ? [] : [`${at} does not fit one of oneOf`]),
  allOf: (given, value, _schema, at, root) => asSchemas(given).flatMap((one) => faults(one, value, at, root)),
  minimum: (given, value, _schema, at) => (typeof value === "number" && value < Number(given) ? [`${at} is below ${String(given)}`] : []),
  exclusiveMinimum: (given, value, _schema, at) => (typeof value === "number" && value <= Number(given) ? [`${at} is not above ${String(given)}`] : []),
  maximum: (given, value, _schema, at) => (typeof value === "number" && value > Number(given) ? [`${at} is above ${String(given)}`] : []),
  minLength: (given, value, _schema, at) => (typeof value === "string" && value.length < Number(given) ? [`${at} is shorter than ${String(given)}`] : []),
  maxLength: (given, value, _schema, at) => (typeof value === "string" && value.length > Number(given) ? [`${at} is longer than ${String(given)}`] : []),
  pattern: (given, value, _schema, at) => (typeof value === "string" && !new RegExp(String(given), "u").test(value) ? [`${at} does not match ${String(given)}`] : []),
  minItems: (given, value, _schema, at) => (Array.isArray(value) && value.length < Number(given) ? [`${at} has fewer than ${String(given)}`] : []),
  maxItems: (given, value, _schema, at) => (Array.isArray(value) && value.length > Number(given) ? [`${at} has more than ${String(given)}`] : []),
  default: () => [],
  format: () => [],
  description: () => [],
};

/**
 * Where a value breaks a JSON schema; [] when it fits. Written apart from zod, so that the document is judged by itself.
 * @throws on a keyword it does not know: nothing may pass unchecked
 */
export function faults(schema: Schema, value: unknown, at = "$", root: Schema = schema): string[] {
  const reference = schema["$ref"];
  if (typeof reference === "string") return faults(resolve(root, reference), value, at, root);
  return Object.entries(schema).flatMap(([keyword, given]) => {
    const check = keywords[keyword];
    if (check === undefined) throw new Error(`json-schema.ts does not know the keyword ${keyword} (at ${at})`);
    return check(given, value, schema, at, root);
  });
}

/** What "#/components/schemas/Problem" points at. */
export function resolve(root: Schema, reference: string): Schema {
  let found: unknown = root;
  for (const step of reference.replace(/^#\//, "").split("/")) found = isObject(found) ? found[step] : undefined;
  if (!isObject(found)) throw new Error(`${reference} leads nowhere`);
  return found;
}
