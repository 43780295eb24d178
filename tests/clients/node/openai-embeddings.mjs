import { openaiClient } from './openai-client.mjs';
import { correlationOf } from './seen.mjs';

export async function run(request, seen) {
  const { data, response } = await openaiClient(request)
    .embeddings.create({ model: request.model, input: ['How do I water a cactus?', 'And a fern?'], ...(request.format && { encoding_format: request.format }) })
    .withResponse();
  seen.correlation = correlationOf(response.headers);
  seen.values = data.data.map((item) => item.embedding.join(' '));
  seen.tokens = data.usage.total_tokens;
}
