// The Python on the PATH and the packages that training on IPUs uses. Packages are only looked up, never imported: importing one of them
// takes seconds and runs its code.

import type { Check, Finding, Surroundings } from './check.ts';
import { askTool, describeTool, type ToolAnswer } from './ask-tool.ts';

/** Looked up under their names in the Python Package Index. */
const pythonPackages = ['transformers', 'optimum-graphcore', 'poptorch', 'torch'] as const;

/** What the program below prints. */
interface PythonFacts {
  readonly version: string;
  readonly packages: Readonly<Record<string, string>>;
}

/** Prints JSON. Before it imports anything, it takes the current folder off the search path. Old Pythons have no such look-up. */
const program = `import sys
sys.path[:] = [p for p in sys.path if p not in ('', '.')]
import json
found = {}
try:
    from importlib import metadata
    for name in sys.argv[1:]:
        try:
            found[name] = metadata.version(name)
        except Exception:
            pass
except ImportError:
    pass
print(json.dumps({'version': '.'.join(map(str, sys.version_info[:3])), 'packages': found}))`;

const forWhom =
  'Not needed to plan, or to train with the embedded engine; only training with optimum-graphcore uses it.';

/** Looks for the interpreter and, if it may be asked, its packages. */
export async function examinePython(from: Surroundings): Promise<readonly Check[]> {
  const args = ['-c', program, ...pythonPackages];
  let interpreter = 'python3';
  let answer = await askTool(interpreter, args, from);
  if (answer.kind === 'absent') answer = await askTool((interpreter = 'python'), args, from);
  const facts = answer.kind === 'answered' ? parseFacts(answer.text) : null;
  return [
    { id: 'python', title: 'Python', ...judgeInterpreter(interpreter, answer, facts) },
    ...(facts === null
      ? []
      : [{ id: 'python-packages', title: 'Python packages', ...judgePackages(facts.packages, from.env) }]),
  ];
}

function judgeInterpreter(name: string, answer: ToolAnswer, facts: PythonFacts | null): Finding {
  switch (answer.kind) {
    case 'absent':
      return { state: 'not-needed', finding: 'No python3 or python is on the PATH.', remedy: forWhom };
    case 'unasked':
      return { state: 'not-needed', finding: describeTool(name, answer), remedy: forWhom };
    case 'broken':
      return { state: 'warning', finding: describeTool(name, answer), remedy: forWhom };
    case 'answered':
      if (facts !== null) return { state: 'ok', finding: `Python ${facts.version} (${answer.path}).`, remedy: '' };
      return { state: 'warning', finding: `${answer.path} does not answer as a Python does.`, remedy: forWhom };
  }
}

/** Which packages are there; missing ones matter where a Poplar SDK says that this is a machine for IPUs. */
export function judgePackages(packages: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv): Finding {
  const there = pythonPackages.filter((name) => packages[name] !== undefined);
  const absent = pythonPackages.filter((name) => packages[name] === undefined);
  const parts = [
    there.map((name) => `${name} ${packages[name]}`).join(', '),
    absent.length === 0 ? '' : `not installed: ${absent.join(', ')}`,
  ].filter((part) => part !== '');
  const finding = `${parts.join('; ').replace(/^n/, 'N')}.`;
  if (absent.length === 0) return { state: 'ok', finding, remedy: '' };
  const remedy = `${forWhom} To get them: \`pip install optimum-graphcore\`, and poptorch's wheel from the folder of the Poplar SDK.`;
  return { state: env['POPLAR_SDK_ENABLED'] ? 'missing' : 'not-needed', finding, remedy };
}

function parseFacts(text: string): PythonFacts | null {
  try {
    const facts = JSON.parse(text.split('\n').at(-1) ?? '') as unknown;
    return isFacts(facts) ? facts : null;
  } catch {
    return null;
  }
}

function isFacts(value: unknown): value is PythonFacts {
  if (typeof value !== 'object' || value === null || !('version' in value) || !('packages' in value)) return false;
  const { version, packages } = value;
  if (typeof version !== 'string' || !/^[\d.]{1,20}$/.test(version)) return false;
  if (typeof packages !== 'object' || packages === null) return false;
  return Object.values(packages).every((each) => typeof each === 'string' && each.length < 60);
}
