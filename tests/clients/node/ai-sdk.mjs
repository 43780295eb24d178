import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { generateText, isStepCount, streamText, tool } from 'ai';
import { z } from 'zod';
import { fetchGzipped } from './gzip.mjs';
import { correlationOf } from './seen.mjs';

export async function run(request, seen) {
  const settings = { baseURL: `${request.base}/v1`, apiKey: 'not-a-key', headers: { 'X-Commit-Owner': request.owner }, ...(request.gzip && { fetch: fetchGzipped }) };
  const models = {
    chat: () => createOpenAI(settings).chat(request.model),
    responses: () => createOpenAI(settings).responses(request.model),
    messages: () => createAnthropic(settings)(request.model),
  };
  const call = {
    model: models[request.surface](),
    prompt: request.prompt,
    maxRetries: 0,
    stopWhen: isStepCount(3),
    tools: Object.fromEntries(
      request.tools.map((name) => [
        name,
        tool({
          inputSchema: z.object({ city: z.string().optional(), to: z.string().optional() }),
          execute: async (input) => {
            seen.values.push(`${name} ${input.city ?? input.to}`);
            return 'sunny';
          },
        }),
      ]),
    ),
  };
  if (!request.stream) {
    const result = await generateText(call);
    seen.correlation = correlationOf(result.steps[0].response.headers);
    seen.text = result.text;
    seen.finish = result.finishReason;
    seen.pieces = result.steps.length;
    return;
  }

  let failure = null;
  const result = streamText({ ...call, onError: ({ error }) => { failure = error; } });
  for await (const piece of result.textStream) {
    seen.text += piece;
    seen.pieces++;
  }

  if (failure) {
    throw failure;
  }

  seen.finish = await result.finishReason;
  seen.correlation = correlationOf((await result.steps)[0].response.headers);
}
