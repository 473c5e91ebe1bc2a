// The published IPU configuration that a command starts from.

import { publishedConfiguration } from '../published/configurations.ts';
import type { IpuValues } from './overrides.ts';

/** What the published configuration of that name says; null if there is none. */
export function baseConfiguration(name: string): IpuValues | null {
  return publishedConfiguration(name)?.values.ipu_config ?? null;
}
