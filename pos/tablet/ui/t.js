// Words. The msgid is the French sentence itself; a catalogue may replace it. `{name}` takes a value.
let catalogue = {};

export function useCatalogue(messages) {
  catalogue = messages;
}

export function t(msgid, values = {}) {
  return (catalogue[msgid] ?? msgid).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** One of two sentences by count; `{n}` takes the count. */
export function tn(one, many, n) {
  return t(n > 1 ? many : one, { n });
}
