const CORRELATION = 'x-signet-correlation-id';

/** What a program that catches the SDK's error can learn from it. */
export function describeError(error) {
  const headers = error.headers ?? new Headers(error.responseHeaders ?? {});
  return {
    class: error.constructor.name,
    status: error.status ?? error.statusCode ?? null,
    code: error.code ?? null,
    message: String(error.message),
    retryAfter: headers.get?.('retry-after') ?? null,
    correlation: headers.get?.(CORRELATION) ?? null,
  };
}

/** The name of the request in the log, from the headers of an answer. */
export function correlationOf(headers) {
  return (headers instanceof Headers ? headers : new Headers(headers ?? {})).get(CORRELATION);
}

/** The tools that a request offers, by their names. */
export const parametersOfTools = {
  type: 'object',
  properties: { city: { type: 'string' }, unit: { type: 'string' }, to: { type: 'string' }, amount: { type: 'number' }, currency: { type: 'string' } },
};
