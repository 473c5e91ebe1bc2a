// What kind of file system a folder lies on, as far as that matters to a database: SQLite's locks do not hold on a network one.

import { statfs } from 'node:fs/promises';

/** `null`: not known here. */
export type FileSystemKind = { readonly name: string; readonly isNetwork: boolean } | null;

/** Numbers that Linux gives file systems, from its `magic.h` and the file systems' own sources. */
const linuxTypes: Readonly<Record<number, readonly [name: string, isNetwork: boolean]>> = {
  0x6969: ['NFS', true],
  0x517b: ['SMB', true],
  0xff534d42: ['CIFS', true],
  0xfe534d42: ['SMB2', true],
  0x00c36400: ['Ceph', true],
  0x0bd00bd0: ['Lustre', true],
  0x47504653: ['GPFS', true],
  0x19830326: ['BeeGFS', true],
  0x5346414f: ['AFS', true],
  0x01021997: ['9p', true],
  0xef53: ['ext4', false],
  0x58465342: ['XFS', false],
  0x9123683e: ['Btrfs', false],
  0x2fc12fc1: ['ZFS', false],
  0x01021994: ['tmpfs', false],
  0x794c7630: ['overlay', false],
};

/** Judges by the type that the system gives; `path` matters on Windows, where shares begin with two backslashes. */
export function nameFileSystem(system: NodeJS.Platform, type: bigint, path: string): FileSystemKind {
  if (system === 'win32') return path.startsWith('\\\\') ? { name: 'a network share', isNetwork: true } : null;
  if (system !== 'linux') return null;
  const [name, isNetwork] = linuxTypes[Number(BigInt.asUintN(32, type))] ?? [];
  return name === undefined || isNetwork === undefined ? null : { name, isNetwork };
}

/** The file system of a folder that exists. */
export async function fileSystemOf(folder: string): Promise<FileSystemKind> {
  const { type } = await statfs(folder, { bigint: true });
  return nameFileSystem(process.platform, type, folder);
}
