// Requests to operate_views. What it refuses is a Problem; when it can't be reached, that is Gone.

/** Longer than any read takes: the server gives up by itself before that. */
const READ_MS = 60_000;
/** With this header a login that has expired is told with 401, rather than by leading to a page of its own. */
const HEADERS = { "X-Requested-With": "XMLHttpRequest" };

export class Problem extends Error {
  constructor(found, status) {
    super(found.detail ?? `The server responded with ${status}`);
    this.title = found.title ?? "Problem";
    this.status = status;
    this.reason = found.reason ?? "";
    this.fields = found.errors ?? [];
  }
}

export class Gone extends Error {
  constructor() {
    super("operate_views can't be reached");
  }
}

/** What a read returns. With `maxAge` (seconds), what the server has read so recently will do. */
export function look(name, parameters = {}, maxAge = 0) {
  const headers = maxAge ? { ...HEADERS, "Cache-Control": `max-age=${maxAge}` } : HEADERS;
  const signal = AbortSignal.timeout(READ_MS);
  return respond(fetch(address(name, parameters), { headers, signal, cache: "no-store" }));
}

/** What an act returns. A reconcile that could not heal everything returns its report with status 503. */
export function act(name, body) {
  const headers = { ...HEADERS, "Content-Type": "application/json" };
  return respond(fetch(name, { method: "POST", headers, body: JSON.stringify(given(body)), cache: "no-store" }));
}

export function address(name, parameters) {
  const query = new URLSearchParams(given(parameters)).toString();
  return query ? `${name}?${query}` : name;
}

function given(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ""));
}

async function respond(asked) {
  let response, body;
  try {
    response = await asked;
    body = parsed(await response.text());
  } catch {
    if (response?.status === 401) throw new Problem(LOGGED_OUT, 401);
    throw new Gone();
  }
  const isReport = response.ok || (response.status === 503 && "is_healed" in body);
  if (!isReport) throw new Problem(body, response.status);
  return body;
}

const LOGGED_OUT = { title: "You are not logged in any more", detail: "Load this page again to log in" };

/** The JSON, with integers that a number of JavaScript can't hold as their digits. */
const parsed = (text) => JSON.parse(text, (_, value, context) => (isRounded(value) ? (context?.source ?? value) : value));

const isRounded = (value) => Number.isInteger(value) && !Number.isSafeInteger(value);
