import { gzipSync } from 'node:zlib';

/** The SDKs take a `fetch` of the caller's; this one compresses bodies. */
export function fetchGzipped(address, init = {}) {
  const headers = new Headers(init.headers);
  headers.set('content-encoding', 'gzip');
  headers.delete('content-length');
  return fetch(address, { ...init, headers, body: gzipSync(init.body) });
}
