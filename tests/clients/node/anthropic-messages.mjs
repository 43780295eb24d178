import Anthropic from '@anthropic-ai/sdk';
import { fetchGzipped } from './gzip.mjs';
import { correlationOf, parametersOfTools } from './seen.mjs';

export async function run(request, seen) {
  const client = new Anthropic({
    baseURL: request.base,
    apiKey: 'not-a-key',
    maxRetries: 0,
    ...(request.gzip && { fetch: fetchGzipped }),
    defaultHeaders: request.owner ? { 'X-Commit-Owner': request.owner } : {},
  });
  const body = {
    model: request.model,
    messages: [{ role: 'user', content: request.prompt }],
    ...(request.tools.length > 0 && { tools: request.tools.map((name) => ({ name, input_schema: parametersOfTools })) }),
  };
  if (request.operation === 'countTokens') {
    const { data, response } = await client.messages.countTokens(body).withResponse();
    seen.correlation = correlationOf(response.headers);
    seen.tokens = data.input_tokens;
    return;
  }

  body.max_tokens = 256;
  if (request.helper) {
    const stream = client.messages.stream(body);
    stream.on('text', (delta) => {
      seen.text += delta;
      seen.pieces++;
    });
    take(seen, await stream.finalMessage());
    return;
  }

  if (!request.stream) {
    const { data, response } = await client.messages.create(body).withResponse();
    seen.correlation = correlationOf(response.headers);
    take(seen, data);
    return;
  }

  const { data, response } = await client.messages.create({ ...body, stream: true }).withResponse();
  seen.correlation = correlationOf(response.headers);
  const blocks = new Map();
  for await (const event of data) {
    seen.pieces++;
    if (event.type === 'content_block_start') {
      seen.values.push(event.content_block.type);
      if (event.content_block.type === 'tool_use') {
        blocks.set(event.index, { id: event.content_block.id, name: event.content_block.name, arguments: '' });
      }
    } else if (event.type === 'content_block_delta') {
      seen.text += event.delta.text ?? '';
      seen.reasoning += event.delta.thinking ?? '';
      if (event.delta.type === 'input_json_delta' && blocks.has(event.index)) {
        blocks.get(event.index).arguments += event.delta.partial_json;
      }
    } else if (event.type === 'message_delta') {
      seen.finish = event.delta.stop_reason;
      seen.tokens = event.usage.output_tokens;
    }
  }

  seen.calls = [...blocks.values()];
}

function take(seen, message) {
  const content = message.content ?? [];
  seen.text = content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  seen.reasoning = content.map((block) => block.thinking ?? '').join('');
  seen.finish = message.stop_reason ?? null;
  seen.tokens = message.usage?.output_tokens;
  seen.values = content.map((block) => block.type);
  seen.calls = content
    .filter((block) => block.type === 'tool_use')
    .map((block) => ({ id: block.id, name: block.name, arguments: JSON.stringify(block.input) }));
}
