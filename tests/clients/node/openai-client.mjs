import OpenAI from 'openai';
import { fetchGzipped } from './gzip.mjs';

/** The client as callers make it, but for retries. */
export function openaiClient(request) {
  return new OpenAI({
    baseURL: `${request.base}/v1`,
    apiKey: 'not-a-key',
    maxRetries: 0,
    ...(request.gzip && { fetch: fetchGzipped }),
    defaultHeaders: request.owner ? { 'X-Commit-Owner': request.owner } : {},
  });
}
