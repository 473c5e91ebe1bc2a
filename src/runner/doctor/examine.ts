// The doctor: one list of what is looked at, all of it at the same time, none of it able to hold up or bring down the rest.

import { oneLineOf } from './text.ts';
import type { Check, Examination, Finding, Surroundings } from './check.ts';
import { examineDatabases } from './database.ts';
import { examineEngine } from './engine.ts';
import { examineDisks, examineMemory, judgeHost } from './machine.ts';
import { examineModels } from './models.ts';
import { examinePython } from './python.ts';
import { redact } from './secrets.ts';
import { examineGit, examineIpuTools, examinePoplar, examineSlurm } from './tools.ts';

/** An entry that says one thing. */
function single(
  id: string,
  title: string,
  look: (surroundings: Surroundings) => Promise<readonly Finding[]>,
): Examination {
  const examine = async (from: Surroundings): Promise<readonly Check[]> =>
    (await look(from)).map((finding) => ({ id, title, ...finding }));
  return { id, title, examine };
}

/** Everything that is looked at, in the order in which it is shown: what training needs first. */
export const examinations: readonly Examination[] = [
  single('host', 'Program', async (from) => [judgeHost(from)]),
  { id: 'engine', title: 'Training engine', examine: examineEngine },
  single('memory', 'Memory and processor', examineMemory),
  { id: 'disk', title: 'Disk', examine: examineDisks },
  { id: 'database', title: 'Run database', examine: examineDatabases },
  single('models', 'Models in the Hub cache', examineModels),
  single('git', 'git', examineGit),
  { id: 'python', title: 'Python', examine: examinePython },
  single('poplar', 'Poplar SDK', examinePoplar),
  single('ipu-tools', 'IPU tools', examineIpuTools),
  single('slurm', 'Slurm', examineSlurm),
];

/** What is slower than a program that may be waited for hangs, such as a disk that is gone. */
const patienceFactor = 2;

/** Looks at everything. Never rejects; no text that it gives holds a secret of the environment or more than a line. */
export async function examine(from: Surroundings, list = examinations): Promise<readonly Check[]> {
  const found = await Promise.all(list.map((each) => examineOne(each, from)));
  const tidy = (text: string): string => oneLineOf(redact(text, from.env));
  return found.flat().map((check) => ({ ...check, finding: tidy(check.finding), remedy: tidy(check.remedy) }));
}

async function examineOne({ id, title, examine: look }: Examination, from: Surroundings): Promise<readonly Check[]> {
  const patienceMs = patienceFactor * Math.max(from.toolTimeoutMs, from.engineTimeoutMs);
  const late = Promise.withResolvers<readonly Check[]>();
  const remedy = 'Look at the disk or the program that it waits for, then try again.';
  const finding = `No answer in ${patienceMs / 1000} s.`;
  const timer = setTimeout(() => late.resolve([{ id, title, state: 'error', finding, remedy }]), patienceMs);
  try {
    return await Promise.race([look(from), late.promise]);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return [{ id, title, state: 'error', finding: `It could not be looked at: ${reason}`, remedy: '' }];
  } finally {
    clearTimeout(timer);
  }
}
