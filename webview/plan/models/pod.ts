// The pod as a picture: replicas of small IPUs, those that idle and those that are missing. Pure.

import * as l10n from '@vscode/l10n';
import type { MemoryVerdict, Plan } from '../../../src/shared/plan.ts';
import { counted } from '../../common/counted.ts';
import { formatCount } from '../../common/quantities.ts';

/** More IPUs than this are said, not drawn: Graphcore's largest pod has 256. */
const mostDrawn = 512;

export interface PodIpu {
  /** How full its memory is, from 0 to 1; 1 also beyond. */
  readonly level: number;
  readonly state: MemoryVerdict;
}

export interface PodModel {
  /** The IPUs of one replica: all are alike. */
  readonly replica: readonly PodIpu[];
  readonly ipusPerReplica: number;
  /** Replicas drawn; those that the pod has no room for come after them. */
  readonly replicas: number;
  readonly missingReplicas: number;
  /** IPUs without work, as many as are drawn. */
  readonly idle: number;
  readonly caption: string;
  /** What is not drawn for want of room; empty if all is. */
  readonly note: string;
}

export function podModel(plan: Plan): PodModel {
  const { machine } = plan;
  const ipusPerReplica = wholeFrom0(machine.ipusPerReplica);
  const wanted = wholeFrom0(machine.replicas);
  const pod = machine.podIpus === null ? null : wholeFrom0(machine.podIpus);
  const used = wanted * ipusPerReplica;
  const room = pod === null || ipusPerReplica === 0 ? wanted : Math.min(wanted, Math.floor(pod / ipusPerReplica));
  const idle = Math.max(0, (pod ?? used) - room * ipusPerReplica);
  const most = ipusPerReplica > 0 ? Math.max(1, Math.floor(mostDrawn / ipusPerReplica)) : 0;
  const replicas = Math.min(room, most);
  const missingReplicas = Math.min(wanted - room, most - replicas);
  const drawnIdle = Math.min(idle, Math.max(0, mostDrawn - (replicas + missingReplicas) * ipusPerReplica));
  return {
    replica: replicaIpus(plan, Math.min(ipusPerReplica, mostDrawn)),
    ipusPerReplica,
    replicas,
    missingReplicas,
    idle: drawnIdle,
    caption: caption({ pod, used, idle, missing: used - room * ipusPerReplica }),
    note: replicas < room || drawnIdle < idle ? describeDrawn(replicas) : '',
  };
}

function replicaIpus({ ipus }: Plan, count: number): PodIpu[] {
  return Array.from({ length: count }, (_, index) => {
    const memory = ipus[index]?.memory;
    if (!memory) return { level: 0, state: 'fits' };
    const level = memory.capacityBytes > 0 ? memory.totalBytes / memory.capacityBytes : 1;
    return { level: Math.min(1, Math.max(0, level)), state: memory.verdict };
  });
}

function describeDrawn(replicas: number): string {
  return replicas === 1 ? l10n.t('1 replica drawn') : l10n.t('{0} replicas drawn', formatCount(replicas));
}

function caption({ pod, used, idle, missing }: { pod: number | null; used: number; idle: number; missing: number }) {
  if (pod === null) return l10n.t('{0} in use; the pod’s size is not said', counted.ipus(used));
  const parts = [l10n.t('Pod of {0}', counted.ipus(pod)), l10n.t('{0} in use', used - missing)];
  if (idle > 0) parts.push(l10n.t('{0} idle', idle));
  if (missing > 0) parts.push(l10n.t('{0} missing', missing));
  return parts.join(' · ');
}

function wholeFrom0(count: number): number {
  return Number.isFinite(count) ? Math.max(0, Math.floor(count)) : 0;
}
