// What can go wrong between two programs of ours that talk by messages.

import { AppError } from '../errors.ts';

/** A request whose name no handler serves. */
export function unknownMessage(name: string): AppError {
  return new AppError(
    'unknown-message',
    `There is no message named "${shorten(name)}".`,
    'Reload the window, so that both sides run the same version of IPU Workbench.',
  );
}

/** A request whose parameters do not have the shape that its contract asks for. */
export function badParams(name: string, reason: string): AppError {
  return new AppError(
    'bad-message',
    `The message "${shorten(name)}" has wrong parameters: ${reason}`,
    'Reload the window, so that both sides run the same version of IPU Workbench.',
  );
}

/** Something that is not a request, a result, an error or a notification, though it has an id to answer to. */
export function badWire(reason: string): AppError {
  return new AppError(
    'bad-message',
    `A message could not be read: ${reason}`,
    'Reload the window, so that both sides run the same version of IPU Workbench.',
  );
}

function shorten(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}
