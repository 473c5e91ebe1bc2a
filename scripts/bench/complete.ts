// Times completion at the places of an experiment file of 500 lines, in this process: node scripts/bench/complete.ts. Nothing is
// compared. Looking around the file is not part of it: that goes on in the background (src/language/scan.ts).

import { readFileSync } from 'node:fs';
import { complete } from '../../src/config/language/complete.ts';
import { nothingAround } from '../../src/config/language/surroundings.ts';
import { describeMachine } from './machine.ts';
import { timeOf } from './timing.ts';

const sample = readFileSync(new URL('../../samples/bert-base-squad.ipu.json', import.meta.url), 'utf8');
const lines = sample.split('\n').length;
// As long as a file with as many remarks as one can bear.
const text =
  Array.from({ length: 500 - lines }, () => '// A line of remarks, as wide as one of them usually is.\n').join('') +
  sample;
const around = nothingAround('/projects/experiment.ipu.json');

/** Fields whose values are completed, with how they are typed. */
const places = [
  'model_name_or_path',
  'train_file',
  'learning_rate',
  'gradient_accumulation_steps',
  'layers_per_ipu',
  'matmul_proportion',
  'embedding_serialization_factor',
];

console.log(describeMachine(new Date()));
console.log(`${text.split('\n').length} lines, ${text.length} characters`);
for (const field of places) {
  const offset = text.indexOf(':', text.indexOf(`"${field}"`)) + 3;
  const before = process.cpuUsage();
  const times = Array.from({ length: 200 }, () => timeOf(() => complete(text, offset, around)));
  const used = process.cpuUsage(before);
  const cpuMs = (used.user + used.system) / 1000 / times.length;
  const [first = 0] = times;
  const sorted = [...times].sort((a, b) => a - b);
  const found = complete(text, offset, around).length;
  console.log(
    `${field}: ${sorted[100]!.toFixed(1)} ms (first ${first.toFixed(1)}; processor ${cpuMs.toFixed(1)}), ${found} offered`,
  );
}
