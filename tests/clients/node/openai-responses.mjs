import { openaiClient } from './openai-client.mjs';
import { correlationOf, parametersOfTools } from './seen.mjs';

export async function run(request, seen) {
  const responses = openaiClient(request).responses;
  if (request.operation) {
    await keep(responses, request, seen);
    return;
  }

  const body = {
    model: request.model,
    input: request.prompt,
    ...(request.tools.length > 0 && {
      tools: request.tools.map((name) => ({ type: 'function', name, parameters: parametersOfTools, strict: false })),
    }),
  };
  if (request.helper) {
    const stream = responses.stream(body);
    stream.on('response.output_text.delta', (event) => {
      seen.text += event.delta;
      seen.pieces++;
    });
    take(seen, await stream.finalResponse());
    return;
  }

  if (!request.stream) {
    const { data, response } = await responses.create(body).withResponse();
    seen.correlation = correlationOf(response.headers);
    take(seen, data);
    return;
  }

  const { data, response } = await responses.create({ ...body, stream: true }).withResponse();
  seen.correlation = correlationOf(response.headers);
  for await (const event of data) {
    seen.pieces++;
    seen.values.push(event.type);
    if (event.type === 'response.output_text.delta') {
      seen.text += event.delta;
    } else if (event.type === 'response.refusal.delta') {
      seen.refusal += event.delta;
    } else if (event.type === 'response.reasoning_summary_text.delta' || event.type === 'response.reasoning_text.delta') {
      seen.reasoning += event.delta;
    } else if (event.type === 'response.output_item.done') {
      takeCall(seen, event.item);
    } else if (event.response && event.type !== 'response.created' && event.type !== 'response.in_progress') {
      seen.finish = event.response.status;
      seen.tokens = event.response.usage?.total_tokens;
      seen.final = event.response.output_text ?? textOf(event.response);
    }
  }
}

async function keep(responses, request, seen) {
  const id = request.model;
  const calls = {
    retrieve: () => responses.retrieve(id),
    cancel: () => responses.cancel(id),
    delete: () => responses.delete(id),
    inputItems: () => responses.inputItems.list(id),
  };
  const { data, response } = await calls[request.operation]().withResponse();
  seen.correlation = correlationOf(response.headers);
  if (request.operation === 'inputItems') {
    seen.values = data.data.map((item) => item.content[0].text);
  } else if (request.operation !== 'delete') {
    take(seen, data);
  }
}

function take(seen, answer) {
  seen.text = answer.output_text ?? textOf(answer);
  seen.finish = answer.status;
  seen.tokens = answer.usage?.total_tokens;
  seen.calls = [];
  for (const item of answer.output ?? []) {
    takeCall(seen, item);
    seen.values.push(item.type);
    seen.reasoning += [...(item.summary ?? []), ...(item.type === 'reasoning' ? item.content ?? [] : [])].map((part) => part.text).join('');
    seen.refusal += (item.content ?? []).map((part) => part.refusal ?? '').join('');
  }
}

function textOf(answer) {
  return (answer.output ?? [])
    .filter((item) => item.type === 'message')
    .flatMap((item) => item.content)
    .map((part) => part.text ?? '')
    .join('');
}

function takeCall(seen, item) {
  if (item.type === 'function_call' || item.type === 'custom_tool_call') {
    seen.calls.push({ id: item.call_id, name: item.name, arguments: item.arguments ?? item.input });
  }
}
