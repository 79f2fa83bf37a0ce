// The trace that an event belongs to, by the `traceparent` that is kept with it.
export const traceOf = (event) => event.traceparent?.split("-")[1];
