// A file that a page hands to the user: its name is a name, not a path, and its content text or base64.

import { fieldsOf } from '../../../shared/messages/fields-of.ts';
import type { FileMessages } from '../../../shared/messages/files.ts';

type FileSave = FileMessages['file/save']['params'];

/** A proposed name and a content. */
export function parseFileSave(params: unknown): FileSave {
  const { name, content } = fieldsOf(params);
  if (typeof name !== 'string' || !/^[^/\\\0]{1,200}$/.test(name) || name.startsWith('.')) {
    throw new TypeError('name is not the name of a file.');
  }
  const { text, base64 } = fieldsOf(content);
  if (typeof text === 'string') return { name, content: { text } };
  if (typeof base64 === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return { name, content: { base64 } };
  throw new TypeError('content is neither text nor base64.');
}
