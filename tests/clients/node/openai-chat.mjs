import { openaiClient } from './openai-client.mjs';
import { correlationOf, parametersOfTools } from './seen.mjs';

export async function run(request, seen) {
  const body = {
    model: request.model,
    messages: [{ role: 'user', content: request.prompt }],
    ...(request.tools.length > 0 && {
      tools: request.tools.map((name) => ({ type: 'function', function: { name, parameters: parametersOfTools } })),
    }),
  };
  const completions = openaiClient(request).chat.completions;
  if (!request.stream) {
    const { data, response } = await completions.create(body).withResponse();
    seen.correlation = correlationOf(response.headers);
    take(seen, data);
    return;
  }

  const { data, response } = await completions.create({ ...body, stream: true, stream_options: { include_usage: true } }).withResponse();
  seen.correlation = correlationOf(response.headers);
  const calls = new Map();
  for await (const chunk of data) {
    seen.pieces++;
    for (const choice of chunk.choices ?? []) {
      seen.text += choice.delta.content ?? '';
      seen.refusal += choice.delta.refusal ?? '';
      seen.reasoning += choice.delta.reasoning_content ?? '';
      seen.finish = choice.finish_reason ?? seen.finish;
      for (const part of choice.delta.tool_calls ?? []) {
        const call = calls.get(part.index) ?? { id: part.id, name: '', arguments: '' };
        call.name += part.function?.name ?? part.custom?.name ?? '';
        call.arguments += part.function?.arguments ?? part.custom?.input ?? '';
        calls.set(part.index, call);
      }

      if (choice.delta.function_call) {
        const call = calls.get(-1) ?? { id: null, name: '', arguments: '' };
        call.name += choice.delta.function_call.name ?? '';
        call.arguments += choice.delta.function_call.arguments ?? '';
        calls.set(-1, call);
      }
    }

    seen.tokens = chunk.usage?.total_tokens ?? seen.tokens;
  }

  seen.calls = [...calls.values()];
}

export function take(seen, completion) {
  const choices = completion.choices ?? [];
  seen.text = choices.map((choice) => choice.message.content ?? '').join('');
  seen.refusal = choices[0]?.message.refusal ?? '';
  seen.reasoning = choices[0]?.message.reasoning_content ?? '';
  seen.finish = choices[0]?.finish_reason ?? null;
  seen.calls = (choices[0]?.message.tool_calls ?? []).map((call) => ({
    id: call.id,
    name: call.function?.name ?? call.custom?.name,
    arguments: call.function?.arguments ?? call.custom?.input,
  }));
  const legacy = choices[0]?.message.function_call;
  if (legacy) {
    seen.calls.push({ id: null, ...legacy });
  }

  seen.tokens = completion.usage?.total_tokens;
}
