// Required into the VS Code server by `npm run bench -- activate`, and by it into the extension host, which VS Code keeps NODE_OPTIONS from:
// notes there when our bundle is loaded and activated, and every file that it reads and every process or thread that it starts.
'use strict';
const log = process.env.IPU_ACTIVATION_LOG;
const hostArgument = '--type=extensionHost';
if (log && process.argv.includes(hostArgument)) watch(log);
else if (log) followIntoHost();

function followIntoHost() {
  const processes = require('node:child_process');
  const { fork } = processes;
  processes.fork = (file, args = [], options = {}) => {
    const isHost = Array.isArray(args) && args.includes(hostArgument);
    const execArgv = [...(options.execArgv ?? []), '--require', __filename];
    return fork(file, args, isHost ? { ...options, execArgv } : options);
  };
  require('node:module').syncBuiltinESMExports();
}

function watch(logFile) {
  const Module = require('node:module');
  const fs = require('node:fs');
  const append = fs.appendFileSync.bind(fs);
  const bundle = /ipu-workbench[^/\\]*[/\\]dist[/\\]extension\.cjs$/;
  const note = (kind, rest) =>
    append(
      logFile,
      `${JSON.stringify({ pid: process.pid, atMs: performance.timeOrigin + performance.now(), kind, ...rest })}\n`,
    );
  /** Whether our code is among the callers. */
  const isOurs = () => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 100;
    const { stack } = new Error();
    Error.stackTraceLimit = limit;
    return /ipu-workbench[^/\\]*[/\\]dist[/\\]/.test(stack);
  };
  const wrap = (owner, name, kind) => {
    const original = owner[name];
    owner[name] = function (...args) {
      if (isOurs()) note(kind, { call: name, what: String(args[0]) });
      return Reflect.apply(original, this, args);
    };
  };
  for (const name of ['readFile', 'readFileSync', 'open', 'openSync', 'createReadStream', 'readdir', 'readdirSync'])
    wrap(fs, name, 'read');
  for (const name of ['readFile', 'open', 'readdir']) wrap(fs.promises, name, 'read');
  const processes = require('node:child_process');
  for (const name of ['spawn', 'fork', 'execFile']) wrap(processes, name, 'process');
  const threads = require('node:worker_threads');
  const { Worker } = threads;
  threads.Worker = class extends Worker {
    constructor(...args) {
      if (isOurs()) note('thread', { call: 'Worker', what: String(args[0]) });
      super(...args);
    }
  };
  Module.syncBuiltinESMExports();

  const { _load } = Module;
  Module._load = function (request, ...rest) {
    if (!bundle.test(request)) return Reflect.apply(_load, this, [request, ...rest]);
    const took = startClock();
    const loaded = Reflect.apply(_load, this, [request, ...rest]);
    if (!loaded.ipuActivationNoted) note('loaded', took());
    return withTimedActivate(loaded, note);
  };
}

/** Time that passed, and time in which a processor worked on this thread: on a busy machine the second is what says something. */
function startClock() {
  const start = performance.now();
  const before = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(before);
    return { ms: performance.now() - start, cpuMs: (user + system) / 1000 };
  };
}

function withTimedActivate(extension, note) {
  if (extension.ipuActivationNoted) return extension;
  return {
    ...extension,
    ipuActivationNoted: true,
    activate(context) {
      const took = startClock();
      const result = extension.activate(context);
      note('activated', took());
      return result;
    },
  };
}
