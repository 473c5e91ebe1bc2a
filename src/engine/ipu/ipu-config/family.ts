// The versions of optimum-graphcore as far as its IPUConfig is concerned: three families with rules of their own.

/** `0.5`: up to v0.5.0. `0.6.0`: that version alone. `0.6.1`: from v0.6.1 to the end of the project. */
export const ipuConfigFamilies = ['0.5', '0.6.0', '0.6.1'] as const;
export type IpuConfigFamily = (typeof ipuConfigFamilies)[number];
