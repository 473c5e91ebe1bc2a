// Numbers of things in sentences about plans. Pure.

/** A whole number with its thousands apart: `88,524`. */
export function figure(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en-US') : String(value);
}

/** `1 replica`, `4 replicas`, `1 entry`, `3 entries`. */
export function counted(number: number, thing: string, things = `${thing}s`): string {
  return `${figure(number)} ${number === 1 ? thing : things}`;
}
