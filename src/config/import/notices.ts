// What an import or an export has to say beside its result.

/**
 * `kept`: the workbench does not know it and carries it along. `dropped`: left out, with the reason. `contradiction`: the
 * source says two things. `remark`: anything else worth knowing.
 */
export type NoticeKind = 'kept' | 'dropped' | 'contradiction' | 'remark';

export interface Notice {
  readonly kind: NoticeKind;
  /** The argument, field or figure it is about. */
  readonly name: string;
  readonly message: string;
}

/** Collects notices, each once. */
export class Notices {
  readonly all: Notice[] = [];

  add(kind: NoticeKind, name: string, message: string): void {
    if (!this.all.some((each) => each.kind === kind && each.name === name && each.message === message))
      this.all.push({ kind, name, message });
  }
}

/** A text as it may be shown in a message: short, on one line. */
export function showText(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
