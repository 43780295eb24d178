import { openaiClient } from './openai-client.mjs';

export async function run(request, seen) {
  for await (const model of openaiClient(request).models.list()) {
    seen.values.push(model.id);
  }
}
