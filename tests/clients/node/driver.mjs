// One request a line from standard input; for each, what the SDK made of the answer, as one line on standard output.
import { createInterface } from 'node:readline';
import { describeError } from './seen.mjs';

for await (const line of createInterface({ input: process.stdin })) {
  const request = { owner: 'human:node-sdk', prompt: 'How do I water a cactus?', tools: [], ...JSON.parse(line) };
  const seen = { text: '', refusal: '', reasoning: '', calls: [], finish: null, pieces: 0, correlation: null, error: null, values: [] };
  try {
    const { run } = await import(`./${request.client}.mjs`);
    await run(request, seen);
  } catch (error) {
    seen.error = describeError(error);
    seen.correlation ??= seen.error.correlation;
  }

  process.stdout.write(JSON.stringify(seen) + '\n');
}
