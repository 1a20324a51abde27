// The server's answers: JSON with a status, or one `Refused` with its code and sentence, or one `Unreachable`.
const BASE = "/caisse/api/v1/";

export class Refused extends Error {
  constructor(status, { code = "refused", message = "", field = null } = {}) {
    super(message);
    Object.assign(this, { status, code, field });
  }
}

export class Unreachable extends Error {}

/** One request. Resolves to { status, body, etag }; 304 has no body. */
export async function ask(path, { method = "GET", token = null, body = undefined, etag = null, timeout = 8000 } = {}) {
  const headers = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (etag) headers["If-None-Match"] = `"${etag}"`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  let text;
  try {
    response = await fetch(BASE + path, {
      method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: "no-store", credentials: "omit",
      signal: AbortSignal.timeout(timeout),
    });
    text = await response.text();
  } catch (error) {
    throw new Unreachable(String(error));
  }
  if (response.status === 304) return { status: 304, body: null, etag };
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new Unreachable(`not JSON, status ${response.status}`); // a proxy's page, or a server half started
  }
  if (!response.ok) throw new Refused(response.status, answer);
  return { status: response.status, body: answer, text };
}

export const pair = (code, public_key) => ask("pairing", { method: "POST", body: { code, public_key } });
export const openSession = (token, body) => ask("cashier", { method: "POST", token, body, timeout: 5000 });
export const sendEnvelope = (token, envelope) => ask("envelopes", { method: "POST", token, body: envelope });
export const readState = (token) => ask("state", { token, timeout: 5000 });
export const readSnapshot = (token, etag) => ask("snapshot", { token, etag, timeout: 30000 });
export const readCards = (token, etag) => ask("cards", { token, etag, timeout: 10000 });
export const readPaper = (token, ticket) => ask(`tickets/${ticket}/paper`, { token, timeout: 5000 });
