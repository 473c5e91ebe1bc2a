// All commands of `ipuw`, in the order of its help.

import type { Command } from './command.ts';
import { askCommand } from './commands/ask.ts';
import { cardCommand } from './commands/card.ts';
import { compareCommand } from './commands/compare.ts';
import { doctorCommand } from './commands/doctor.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { exportCommand } from './commands/export.ts';
import { featuresCommand } from './commands/features.ts';
import { importCommand } from './commands/import.ts';
import { ipuConfigCommand } from './commands/ipu-config.ts';
import { planCommand } from './commands/plan.ts';
import { resumeCommand } from './commands/resume.ts';
import { runsCommand } from './commands/runs.ts';
import { scoreCommand } from './commands/score.ts';
import { showCommand } from './commands/show.ts';
import { stopCommand } from './commands/stop.ts';
import { sweepCommand } from './commands/sweep.ts';
import { trainCommand } from './commands/train.ts';

/** Every command. */
export const commands: readonly Command[] = [
  planCommand,
  ipuConfigCommand,
  trainCommand,
  sweepCommand,
  runsCommand,
  showCommand,
  compareCommand,
  stopCommand,
  resumeCommand,
  evaluateCommand,
  scoreCommand,
  askCommand,
  featuresCommand,
  importCommand,
  exportCommand,
  cardCommand,
  doctorCommand,
];
