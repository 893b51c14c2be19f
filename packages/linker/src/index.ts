export { createLinker, link } from './linker.ts';
export type { ArchiveOptions, Linker, LinkInput, ObjectOptions } from './linker.ts';
export type { LinkResult, LinkStatistics } from './flush.ts';
export type { AbortSignalLike, LinkOptions } from './options.ts';
export type {
  UnitDataOptions,
  UnitExport,
  UnitFunctionOptions,
  UnitHandle,
  UnitLinkage,
  UnitOptions,
} from './unit/options.ts';
export { unitSupport } from './unit/support.ts';
export type { UnitSupport } from './unit/support.ts';
