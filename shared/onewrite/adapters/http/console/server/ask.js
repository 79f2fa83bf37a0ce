// Requests to operate_views. What it refuses is a Problem; when it can't be reached, that is Gone.

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
  const headers = maxAge ? { "Cache-Control": `max-age=${maxAge}` } : {};
  return respond(fetch(address(name, parameters), { headers, cache: "no-store" }));
}

/** What an act returns. A reconcile that could not heal everything returns its report with status 503. */
export function act(name, body) {
  const headers = { "Content-Type": "application/json" };
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
    body = await response.json();
  } catch {
    throw new Gone();
  }
  const isReport = response.ok || (response.status === 503 && "is_healed" in body);
  if (!isReport) throw new Problem(body, response.status);
  return body;
}
