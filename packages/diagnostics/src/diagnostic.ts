/** Errors stop the link or the compilation; warnings do not. */
export type Severity = 'error' | 'warning';

/** Where something is. Every part is optional: a place names what is known. */
export interface Place {
  /** Display name of the input: the path as given, or `archive(member)`. */
  readonly input?: string;
  /** Archive member, when the input is an archive. */
  readonly member?: string;
  /** Name of the section, or of the chunk inside it. */
  readonly section?: string;
  /** Symbol or declaration concerned, not demangled. */
  readonly symbol?: string;
  /** Byte offset from the start of the input. */
  readonly offset?: number;
  /** Line of a text input, from 1. */
  readonly line?: number;
  /** Column in characters of a text input, from 1. */
  readonly column?: number;
}

/** A second place that helps to understand a diagnostic, such as an earlier definition. */
export interface RelatedPlace {
  readonly text: string;
  readonly at: Place;
}

/** One finding about an input. Diagnostics are values: they are returned, collected and rendered, never thrown. */
export interface Diagnostic {
  /** Stable code such as `WW1004`; its meaning never changes. */
  readonly code: string;
  readonly severity: Severity;
  /** True when the work stopped at this error because nothing after it would be meaningful. */
  readonly fatal: boolean;
  /** The whole message. Where wasm-ld has a message for the same finding, this is its text. */
  readonly text: string;
  readonly at: Place;
  readonly related: readonly RelatedPlace[];
  /** The next step to take, where there is one. */
  readonly hint?: string;
}
