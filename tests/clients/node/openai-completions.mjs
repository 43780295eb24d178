import { openaiClient } from './openai-client.mjs';
import { correlationOf } from './seen.mjs';

export async function run(request, seen) {
  const completions = openaiClient(request).completions;
  const { data, response } = await completions.create({ model: request.model, prompt: request.prompt, stream: request.stream ?? false }).withResponse();
  seen.correlation = correlationOf(response.headers);
  for await (const answer of request.stream ? data : [data]) {
    seen.pieces++;
    for (const choice of answer.choices) {
      seen.text += choice.text;
      seen.finish = choice.finish_reason ?? seen.finish;
    }

    seen.tokens = answer.usage?.total_tokens ?? seen.tokens;
  }
}
