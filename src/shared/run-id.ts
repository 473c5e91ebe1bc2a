// Run ids: `YYYYMMDD-HHMMSS-<slug>-<4 random characters>`. They sort by time and are safe as one folder name; nothing else is a run id.

const pattern = /^\d{8}-\d{6}-[a-z0-9][a-z0-9-]{0,39}-[a-z0-9]{4}$/;

export function isRunId(value: unknown): value is string {
  return typeof value === 'string' && pattern.test(value);
}

/** A new run id; `random` gives numbers in [0, 1). The time is UTC. */
export function makeRunId(name: string, now: Date, random: () => number): string {
  const stamp = now.toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const slug =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, 40)
      .replaceAll(/^-|-$/g, '') || 'run';
  const suffix = Array.from({ length: 4 }, () => Math.floor(random() * 36).toString(36)).join('');
  return `${stamp}-${slug}-${suffix}`;
}
