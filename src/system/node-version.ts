// Import this first in a program that uses native modules: they crash old Node.js versions without a word. Load the native
// modules themselves by `await import()` or `require`: static imports of packages outside the bundle would run before this.

const oldestMajor = 22;

/** What is wrong with this version of Node.js and what to do, or null if it will do. */
export function describeNodeProblem(version: string): string | null {
  const major = Number.parseInt(version, 10);
  if (major >= oldestMajor) return null;
  return `IPU Workbench needs Node.js ${oldestMajor} or newer; this is ${version}.
hint: In a clone of IPU Workbench run \`npx ipuw\`, which brings a newer one; elsewhere install one from https://nodejs.org.`;
}

const problem = describeNodeProblem(process.versions.node);
if (problem !== null) {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
