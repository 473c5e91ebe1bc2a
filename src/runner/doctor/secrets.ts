// Keeps secrets of the environment from programs that need none, and out of what is shown.

const secretName = /TOKEN|SECRET|PASSW|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY|AUTH/i;
/** Shorter values, such as `1`, are words that may stand in any text. */
const shortestSecret = 6;

/** The environment without what is named like a secret. */
export function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !secretName.test(name)));
}

/** The text with the values of secrets, and passwords in addresses, left out. */
export function redact(text: string, env: NodeJS.ProcessEnv): string {
  const values = Object.entries(env).flatMap(([name, value]) =>
    secretName.test(name) && value !== undefined && value.length >= shortestSecret ? [value] : [],
  );
  const kept = values.reduce((rest, value) => rest.replaceAll(value, '…'), text);
  return kept.replaceAll(/(\w+:\/\/)[^\s/@]+@/g, '$1…@');
}
