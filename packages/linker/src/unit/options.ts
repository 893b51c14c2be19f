/** What a compiler says about the things it hands to the linker (linking.md J7). Fields fit what `generateModule` of codegen gives. */

/** A compilation unit of a link: what `addUnit` returns and the other calls take. */
export interface UnitHandle {
  readonly name: string;
}

/** How a unit takes part in the link. */
export interface UnitOptions {
  /** Name in messages and in the map file. @default 'unit' */
  readonly name?: string;
  /** Target features the unit was compiled with; those its functions need are added. @default none */
  readonly features?: readonly string[];
}

/** Linkage and visibility of a name. */
export interface UnitLinkage {
  /** `link_once`: one definition of all inputs is kept, as a COMDAT group of that name. @default 'local' */
  readonly linkage?: 'strong' | 'weak' | 'link_once' | 'local';
  /** Resolves by name but is not exported from the output. @default false */
  readonly hidden?: boolean;
  /** Exported from the output, hence kept. @default true for names that are neither local nor hidden */
  readonly exported?: boolean;
  /** Kept though nothing refers to it; has no effect on local names. @default false */
  readonly keep?: boolean;
}

/** How a function is linked. */
export interface UnitFunctionOptions extends UnitLinkage {
  /** Runs before the program starts, lower priorities first. C constructors have 65535. @default it does not */
  readonly initPriority?: number;
}

/** How an object in memory is linked. */
export interface UnitDataOptions extends UnitLinkage {
  /** Never written. @default false */
  readonly isConst?: boolean;
  /** One instance per thread. @default false */
  readonly isTls?: boolean;
  /** Name of its segment; '' is the linker's choice. @default '' */
  readonly section?: string;
}

/** A further name of a function or an object. */
export interface UnitExport extends UnitLinkage {
  readonly name: string;
}
