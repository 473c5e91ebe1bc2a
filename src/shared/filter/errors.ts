// Why a text is no filter, each reason with its remedy and its place.

import * as l10n from '@vscode/l10n';
import type { FilterError } from './filter.ts';

/** Thrown inside the parser and caught by it: a text never makes it throw. */
export class FilterFault extends Error {
  readonly error: FilterError;

  constructor(error: FilterError) {
    super(error.message);
    this.error = error;
  }
}

/** A stretch of the text. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

const fault = (place: Place, message: string, hint: string): FilterFault =>
  new FilterFault({ message, hint, offset: place.offset, length: place.length });

export const quoteUnclosed = (place: Place) =>
  fault(place, l10n.t('The quotation mark is not closed.'), l10n.t('Add " at the end of the quoted text.'));

export const parenthesisUnclosed = (place: Place) =>
  fault(place, l10n.t('The parenthesis is not closed.'), l10n.t('Add ) where the group ends.'));

export const parenthesisUnopened = (place: Place) =>
  fault(
    place,
    l10n.t('No parenthesis is open here.'),
    l10n.t('Remove it, or put it in quotation marks to look for it.'),
  );

export const tooDeep = (place: Place) =>
  fault(place, l10n.t('Conditions are nested too deeply.'), l10n.t('Remove parentheses that are not needed.'));

export const conditionMissing = (place: Place, after: string) =>
  fault(
    place,
    after === '' ? l10n.t('A condition is missing here.') : l10n.t('After “{0}” a condition is missing.', after),
    l10n.t('Write a condition, such as state:running, or put the word in quotation marks to look for it.'),
  );

export const nameMissing = (place: Place) =>
  fault(
    place,
    l10n.t('It is not said what is compared.'),
    l10n.t('Write a name in front, such as loss < 0.5, or put the text in quotation marks to look for it.'),
  );

export const valueMissing = (place: Place, name: string) =>
  fault(place, l10n.t('“{0}” is compared with nothing.', name), l10n.t('Write a value behind it.'));

export const nameUnknown = (place: Place, name: string, nearest: string | undefined) =>
  fault(
    place,
    l10n.t('Runs have nothing called “{0}”.', name),
    nearest === undefined
      ? l10n.t('Use the name of a property, a metric or a field, or put the text in quotation marks to look for it.')
      : l10n.t('Did you mean “{0}”?', nearest),
  );

export const valueUnknown = (place: Place, name: string, value: string, nearest: string | undefined, all: string) =>
  fault(
    place,
    l10n.t('“{0}” is never “{1}”.', name, value),
    nearest === undefined ? l10n.t('It is one of: {0}.', all) : l10n.t('Did you mean “{0}”?', nearest),
  );

export const comparisonUnfit = (place: Place, name: string, comparison: string, fit: string) =>
  fault(
    place,
    l10n.t('“{0}” cannot be compared by “{1}”.', name, comparison),
    l10n.t('Compare it by one of: {0}.', fit),
  );

export const numberExpected = (place: Place, value: string) =>
  fault(place, l10n.t('“{0}” is not a number.', value), l10n.t('Write a number, such as 0.5, 3e-5, 90% or NaN.'));

export const durationExpected = (place: Place, value: string) =>
  fault(place, l10n.t('“{0}” is not a length of time.', value), l10n.t('Write one such as 45s, 30min, 1h30min or 2d.'));

export const timeExpected = (place: Place, value: string) =>
  fault(
    place,
    l10n.t('“{0}” is neither a date nor a length of time.', value),
    l10n.t('Write a date, such as 2026-03-01, 2026-03-01T12:00 or today, or how long ago, such as 2d.'),
  );

export const noBetter = (place: Place, name: string) =>
  fault(
    place,
    l10n.t('Of “{0}” neither high nor low values are better.', name),
    l10n.t('Use min.{0}, max.{0} or last.{0}.', name),
  );
