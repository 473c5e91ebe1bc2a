// The versions of optimum-graphcore as far as its IPUConfig is concerned: three families with rules of their own.

/** `0.5`: up to v0.5.0. `0.6.0`: that version alone. `0.6.1`: from v0.6.1 to the end of the project. */
export const ipuConfigFamilies = ['0.5', '0.6.0', '0.6.1'] as const;
export type IpuConfigFamily = (typeof ipuConfigFamilies)[number];

/** The family of a version such as `0.6.2`, `v0.7.1` or `main`; undefined if the text is no version. */
export function familyOfVersion(text: string): IpuConfigFamily | undefined {
  if (/^(main|latest)$/i.test(text)) return '0.6.1';
  const [, major, minor, patch = '0'] =
    /^v?(\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?(?:\.?(?:dev|post|rc)\d*)?$/i.exec(text) ?? [];
  if (major === undefined || minor === undefined) return undefined;
  if (Number(major) === 0 && Number(minor) < 6) return '0.5';
  return Number(major) === 0 && Number(minor) === 6 && Number(patch) === 0 ? '0.6.0' : '0.6.1';
}
