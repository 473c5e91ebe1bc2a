// The sections of the page, in the order in which they stand: one line each.

import type { Section, SectionParts } from './section.ts';
import { createConfiguration } from './sections/configuration.ts';
import { createCurves } from './sections/curves.ts';
import { createEnvironment } from './sections/environment.ts';
import { createFlips } from './sections/flips.ts';
import { createMetrics } from './sections/metrics.ts';
import { createParallel } from './sections/parallel.ts';
import { createScatter } from './sections/scatter.ts';

export function createSections(parts: SectionParts): readonly Section[] {
  return [
    createConfiguration(parts),
    createCurves(parts),
    createMetrics(parts),
    createParallel(parts),
    createScatter(parts),
    createEnvironment(parts),
    createFlips(parts),
  ];
}
