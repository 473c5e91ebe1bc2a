// Files that a page hands to the user. Where they are saved is the user's choice; a page sees no path.

export interface FileMessages {
  /** Asks where to save and writes the file; false if the user thought better of it. */
  'file/save': {
    readonly params: {
      /** Proposed name, with its ending. */
      readonly name: string;
      /** Text, or bytes as base64. */
      readonly content: { readonly text: string } | { readonly base64: string };
    };
    readonly result: { readonly saved: boolean };
  };
}
