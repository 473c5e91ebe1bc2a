// What to say of a name that is no field: it belongs elsewhere, is misspelt, or is one that run_qa.py has and we do not need.

import type { Field } from './field.ts';
import { droppedArguments, rootFields, sectionFields } from './fields.ts';
import { nearestName } from '../shared/nearest.ts';
import type { Fault } from './problem.ts';

type Fields = Readonly<Record<string, Field>>;

/** The fault of `name` at `path`, where only `fields` (and at the top, the sections) are known. `seeks`: for what is meant. */
export function unknownNameFault(path: string, name: string, fields: Fields, seeks = true): Fault {
  const section = path.includes('.') ? path.slice(0, path.indexOf('.')) : undefined;
  const message = section
    ? `\`${shorten(name)}\` is not a field of the section \`${section}\`.`
    : `\`${shorten(name)}\` is neither a field nor a section of an experiment file.`;
  return { code: 'unknown-name', message, hint: remedy(name, fields, section, seeks) };
}

function remedy(name: string, fields: Fields, section: string | undefined, seeks: boolean): string {
  if (Object.hasOwn(droppedArguments, name)) return droppedArguments[name as keyof typeof droppedArguments];
  const known = section ? Object.keys(fields) : [...Object.keys(fields), ...Object.keys(sectionFields)];
  const elsewhere = homeOf(name);
  if (elsewhere) return elsewhere;
  if (!seeks) return 'Correct its name, or remove it.';
  const nearest = nearestName(name, known) ?? known.find((each) => each.startsWith(`${name}_`));
  if (nearest) return `Did you mean \`${nearest}\`?`;
  const anywhere = nearestName(
    name,
    Object.values(sectionFields).flatMap((each) => Object.keys(each)),
  );
  const home = anywhere && homeOf(anywhere);
  if (home) return `Did you mean \`${anywhere}\`? ${home}`;
  return `Known here: ${known.join(', ')}.`;
}

function homeOf(name: string): string | undefined {
  if (Object.hasOwn(rootFields, name)) return 'It belongs at the top of the file, outside the sections.';
  const home = Object.entries(sectionFields).find(([, fields]) => Object.hasOwn(fields, name));
  return home && `It belongs in the section \`${home[0]}\`.`;
}

function shorten(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}
