// RFC 8785 for what envelopes hold: objects, arrays, strings, integers, booleans, null. Floats are refused.

export function canonical(value) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new TypeError(`not an exact integer: ${value}`);
    return Object.is(value, -0) ? "0" : String(value);
  }
  if (typeof value === "string") {
    if (!value.isWellFormed?.() && hasLoneSurrogate(value)) throw new TypeError("a lone surrogate has no UTF-8");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object") {
    // The default sort compares UTF-16 code units, which is what the RFC asks for.
    const members = Object.keys(value).sort().map((key) => `${canonical(key)}:${canonical(value[key])}`);
    return `{${members.join(",")}}`;
  }
  throw new TypeError(`no JSON for ${typeof value}`);
}

function hasLoneSurrogate(text) {
  return /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}

export function canonicalBytes(value) {
  return new TextEncoder().encode(canonical(value));
}
