// What the editor shows about an experiment's text: completions, hovers, diagnostics, fixes, lenses. Offsets count UTF-16 code
// units from the start of the text. How they come about is in src/config/language/; how VS Code shows them, in src/views/language/.

export interface TextRange {
  readonly offset: number;
  readonly length: number;
}

/** A replacement in a text. */
export interface TextChange extends TextRange {
  readonly content: string;
}

export interface Completion {
  /** What the list shows. */
  readonly label: string;
  readonly kind:
    | 'field'
    | 'value'
    | 'file'
    | 'folder'
    | 'model'
    | 'dataset'
    | 'configuration'
    | 'machine'
    | 'run'
    | 'split'
    | 'experiment';
  /** A few words beside the label. */
  readonly detail: string;
  /** Markdown. */
  readonly documentation: string;
  /** What is written over `range`; with tab stops in VS Code's snippet syntax if `isSnippet`. */
  readonly insert: string;
  readonly isSnippet: boolean;
  /** Orders the list. */
  readonly sortText: string;
  readonly range: TextRange;
}

export interface HoverText {
  /** Markdown. */
  readonly markdown: string;
  readonly range: TextRange;
}

export interface Diagnostic extends TextRange {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  /** What is wrong, and what to do. */
  readonly message: string;
  readonly hint: string;
  readonly tag: 'deprecated' | 'unnecessary' | null;
}

export interface QuickFix {
  readonly title: string;
  /** Of the diagnostic that it mends. */
  readonly code: string;
  readonly range: TextRange;
  readonly isPreferred: boolean;
  readonly changes: readonly TextChange[];
}

export interface Lens {
  readonly range: TextRange;
  readonly title: string;
  readonly tooltip: string;
  readonly action: 'launch' | 'launch-sweep' | 'plan' | 'suggest' | 'compare-with-last' | 'resume';
  /** The run it is about, where it is about one. */
  readonly runId: string | null;
}

export interface Definition {
  /** What was clicked. */
  readonly origin: TextRange;
  /** Absolute path of a file, or the name of a published configuration, which is shown read-only. */
  readonly target: { readonly file: string } | { readonly published: string };
}
