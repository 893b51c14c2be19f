import type { ShownNames } from '../inspect/disassemble.ts';
import type { IndexNameTable } from '../inspect/names.ts';
import { identifier } from './strings.ts';

/** A longer name is cut: it stands at every use. */
const LONGEST = 255;

/**
 * Identifiers of a module: its names, as far as they may stand in one, each once in its index space. Locals have none: their
 * names may be many, and a front end's.
 */
export class Identifiers implements ShownNames {
  readonly #names: IndexNameTable;
  readonly #spaces = new Map<string, ReadonlyMap<number, string>>();

  constructor(names: IndexNameTable) {
    this.#names = names;
  }

  get(space: string, index: number): string | undefined {
    if (space.startsWith('local.')) return undefined;
    let known = this.#spaces.get(space);
    if (known === undefined) this.#spaces.set(space, (known = this.#unique(space)));
    return known.get(index);
  }

  /** The name itself, where it could not be an identifier. */
  original(space: string, index: number): string | undefined {
    const name = this.#names.all(space).get(index);
    return name === undefined || `$${name}` === this.get(space, index) ? undefined : name;
  }

  show(_index: number, name: string): string {
    return name;
  }

  #unique(space: string): ReadonlyMap<number, string> {
    const taken = new Set<string>();
    const found = new Map<number, string>();
    for (const [index, name] of this.#names.all(space)) {
      let text = identifier(name.slice(0, LONGEST));
      // An index is unique; a name that looks like another with its index takes one more.
      while (taken.has(text)) text += `#${index}`;
      taken.add(text);
      found.set(index, text);
    }
    return found;
  }
}
