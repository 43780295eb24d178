// The SDK's own helpers, which put a stream together and run tools until the model has no more calls.
import { openaiClient } from './openai-client.mjs';
import { take } from './openai-chat.mjs';
import { parametersOfTools } from './seen.mjs';

export async function run(request, seen) {
  const completions = openaiClient(request).chat.completions;
  const messages = [{ role: 'user', content: request.prompt }];
  if (request.tools.length === 0) {
    const stream = completions.stream({ model: request.model, messages });
    stream.on('content', (delta) => {
      seen.text += delta;
      seen.pieces++;
    });
    take(seen, await stream.finalChatCompletion());
    return;
  }

  const runner = completions.runTools({
    model: request.model,
    messages,
    stream: request.stream,
    tools: request.tools.map((name) => ({
      type: 'function',
      function: {
        name,
        parameters: parametersOfTools,
        parse: JSON.parse,
        function: (input) => {
          seen.values.push(`${name} ${input.city ?? input.to}`);
          return 'sunny';
        },
      },
    })),
  });
  take(seen, await runner.finalChatCompletion());
}
